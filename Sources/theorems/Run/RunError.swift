/// Why no theorem could be run.
enum RunError: Error, Equatable, CustomStringConvertible {
  case notInPackage(folder: String)
  case noWorkingDirectory
  case doesNotBuild(output: String)
  case severalFiles(theorem: String, files: [String])
  case binaryPath(output: String)
  case noTestBundle(folder: String)
  case severalTestBundles(folder: String, names: [String])
  case ledgerUnwritable(path: String, reason: String)
  case ledgerHeld(path: String, process: Int32)
  case nothingMatches(theorems: [String])
  case ledgerUnreadable(path: String, reason: String)
  case ledgerEmpty(path: String)
  case baseline(path: String, reason: String)
  case outputUnwritable(path: String, reason: String)
  case nothingToReplay(path: String, theorem: String, property: String)
  case nothingToSearch(theorems: [String])
  case failed(String)

  var description: String {
    switch self {
    case .notInPackage(let folder):
      "no Package.swift in \(folder) or a folder above it; run this in the package whose theorems are meant"
    case .noWorkingDirectory: "the working directory is gone: somebody has deleted it"
    case .severalFiles(let theorem, let files):
      "\(theorem): expected one file of this id, found \(files.joined(separator: " and "))"
    case .doesNotBuild: "the theorem suite does not build"
    case .binaryPath(let output): "swift build --show-bin-path failed: \(output)"
    case .noTestBundle(let folder):
      "no built theorem suite (*PackageTests.xctest) in \(folder); leave out --skip-build"
    case .severalTestBundles(let folder, let names):
      "\(folder) holds \(names.joined(separator: " and ")), expected one; remove the stale ones"
    case .ledgerUnwritable(let path, let reason): "ledger \(path): cannot be written: \(reason)"
    case .ledgerHeld(let path, let process):
      "ledger \(path): held by process \(process), which is writing to it"
    case .ledgerUnreadable(let path, let reason): "ledger \(path): cannot be read: \(reason)"
    case .ledgerEmpty(let path): "ledger \(path): it holds no line, expected the results of a run"
    case .baseline(let path, let reason): "baseline \(path): \(reason)"
    case .outputUnwritable(let path, let reason): "output \(path): cannot be written: \(reason)"
    case .nothingToReplay(let path, let theorem, let property):
      "counterexample \(path): \(theorem) has no property \"\(property)\" that could be replayed"
    case .nothingToSearch(let theorems):
      "no property of \(theorems.joined(separator: ", ")) draws from a family that could be searched"
    case .failed(let text): text
    case .nothingMatches(let theorems):
      theorems.isEmpty
        ? "the package has no theorems" : "no theorem matches \(theorems.joined(separator: ", "))"
    }
  }
}
