import Evidence
import Foundation

/// The files of a package that state theorems, as they lie in its Tests folder: what the compiler does not see, and what Swift
/// Testing does not list, is there as well.
struct TheoremSources {
  /// By path.
  private let files: [URL]
  private let package: URL

  /// Reads the Swift files below Tests; those of packages within it, and hidden ones, are not of this package.
  init(of package: URL) {
    let tests = package.appendingPathComponent("Tests")
    let found = FileManager.default.enumerator(
      at: tests, includingPropertiesForKeys: nil, options: [.skipsHiddenFiles])
    var files: [URL] = []
    while let file = found?.nextObject() as? URL {
      if TheoremFile.isPackage(file) {
        found?.skipDescendants()
      } else if file.pathExtension == "swift", Self.statesTheorem(file) {
        files.append(file)
      }
    }
    self.files = files.sorted { $0.path < $1.path }
    self.package = package
  }

  private static func statesTheorem(_ file: URL) -> Bool {
    guard let source = try? String(contentsOf: file, encoding: .utf8) else { return false }
    return source.contains(/(?m)^@Suite\([^\n]*\.theorem\(/)
  }

  /// - Throws: ``RunError`` for two files of one id: their results could not be told apart.
  func checkIDs() throws(RunError) {
    for (id, files) in byID.sorted(by: { $0.key < $1.key }) where files.count > 1 {
      throw .severalFiles(theorem: id, files: files.map(path))
    }
  }

  /// The theorems of which no test was run, by id, and why, as far as that can be seen.
  /// - Parameters:
  ///   - tests: those of the run.
  ///   - asked: the ids that were asked for; empty for all.
  func unseen(by tests: [TestEvents.Test], asked: [String]) -> [(theorem: String, reason: String)] {
    // Of a run that broke down at its start nothing is known.
    guard !tests.isEmpty else { return [] }
    let seen = Set(tests.map(\.theorem))
    return files.compactMap { file in
      let id = TheoremFile.id(file)
      guard !seen.contains(id), asked.isEmpty || asked.contains(id) else { return nil }
      let reason =
        TheoremFile.isNamed(file)
        ? "no test of it was run: it has none, or no target that was built holds it"
        : "expected a capital letter, a number, an underscore and a name, as in T10_Name.swift"
      return (id, "\(path(file)): \(reason)")
    }
  }

  private var byID: [String: [URL]] {
    Dictionary(grouping: files.filter(TheoremFile.isNamed), by: TheoremFile.id)
  }

  private func path(_ file: URL) -> String { TheoremFile.path(of: file, in: package) }
}
