import Foundation

/// The mutants of a package, as its Tests/Mutants/mutants.json lists them.
struct MutantTable: Sendable, Equatable {
  let mutants: [Mutant]
  /// Regular expressions for the tests that are not run, as Swift Testing's `--skip` takes them.
  let skip: [String]
  /// The modules that have tests of their own, as those of Evidence are in EvidenceTests: none depends on a later one.
  private let modules: [String]

  /// - Parameter root: the folder of the package.
  static func file(in root: String) -> URL {
    URL(fileURLWithPath: root).appendingPathComponent("Tests/Mutants/mutants.json")
  }

  /// Reads the table, and looks each edit up in the sources.
  /// - Throws: ``MutantError`` for a table that cannot be read, and for the first edit that cannot be made.
  init(of root: String) throws(MutantError) {
    let file = Self.file(in: root)
    let contents: Contents
    do {
      contents = try JSONDecoder().decode(Contents.self, from: Data(contentsOf: file))
    } catch {
      throw .table(path: file.path, reason: error.reason)
    }
    guard !contents.mutants.isEmpty else {
      throw .table(path: file.path, reason: "found no mutant, expected some")
    }
    var names: Set<String> = []
    for mutant in contents.mutants {
      guard names.insert(mutant.name).inserted else { throw .repeated(mutant: mutant.name) }
      _ = try mutant.edited(in: root)
    }
    mutants = contents.mutants
    skip = contents.skip ?? []
    modules = contents.modules ?? []
  }

  /// The test modules of what does not depend on the module that a mutant is in.
  func untouched(by mutant: Mutant) -> [String] {
    let path = mutant.file.split(separator: "/")
    guard path.count > 2 else { return [] }
    // Nothing depends on what stands beside the theorems.
    if path[0] == "Tests" { return modules.map { $0 + "Tests" }.filter { $0 != path[1] } }
    guard let edited = modules.firstIndex(of: String(path[1])) else { return [] }
    return modules[..<edited].map { $0 + "Tests" }
  }

  private struct Contents: Decodable {
    let skip: [String]?
    let modules: [String]?
    let mutants: [Mutant]
  }
}

extension Mutant {
  /// The text of its file with the edit made.
  /// - Throws: ``MutantError/edit(mutant:file:reason:)`` unless the file is in the package and holds the text once.
  func edited(in root: String) throws(MutantError) -> String {
    func bad(_ reason: String) -> MutantError { .edit(mutant: name, file: file, reason: reason) }
    guard !file.split(separator: "/").contains(".."), !file.hasPrefix("/") else {
      throw bad("found a path that leads out of the package, expected one within it")
    }
    guard let text = try? String(contentsOfFile: "\(root)/\(file)", encoding: .utf8) else {
      throw bad("it cannot be read")
    }
    guard find != replace else { throw bad("the replacement is the text itself") }
    let parts = find.isEmpty ? [] : text.components(separatedBy: find)
    guard parts.count == 2 else {
      throw bad("found \"\(find)\" \(max(0, parts.count - 1)) times in it, expected it once")
    }
    return parts.joined(separator: replace)
  }
}
