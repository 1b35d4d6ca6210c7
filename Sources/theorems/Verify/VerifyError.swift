/// Why no theorem could be run.
enum VerifyError: Error, Equatable, CustomStringConvertible {
  case notInPackage(folder: String)
  case doesNotBuild
  case binaryPath(output: String)
  case noTestBundle(folder: String)
  case severalTestBundles(folder: String, names: [String])
  case ledgerUnwritable(path: String, reason: String)
  case ledgerHeld(path: String, process: Int32)
  case nothingMatches(theorems: [String])

  var description: String {
    switch self {
    case .notInPackage(let folder):
      "no Package.swift in \(folder) or a folder above it; run this in the package whose theorems are meant"
    case .doesNotBuild: "the theorem suite does not build"
    case .binaryPath(let output): "swift build --show-bin-path failed: \(output)"
    case .noTestBundle(let folder):
      "no built theorem suite (*PackageTests.xctest) in \(folder); leave out --skip-build"
    case .severalTestBundles(let folder, let names):
      "\(folder) holds \(names.joined(separator: " and ")), expected one; remove the stale ones"
    case .ledgerUnwritable(let path, let reason): "ledger \(path): cannot be written: \(reason)"
    case .ledgerHeld(let path, let process):
      "ledger \(path): held by process \(process), which is writing to it"
    case .nothingMatches(let theorems):
      theorems.isEmpty
        ? "the package has no theorems" : "no theorem matches \(theorems.joined(separator: ", "))"
    }
  }
}
