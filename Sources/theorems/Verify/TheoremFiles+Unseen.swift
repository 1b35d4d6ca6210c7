import Evidence
import Foundation

// What the compiler does not see, and what Swift Testing does not list, is in the files as well.

extension TheoremFiles {
  /// - Throws: ``RunError`` for two files of one id: their results could not be told apart.
  func checkIDs() throws(RunError) {
    let byID = Dictionary(grouping: stating.filter(TheoremFile.isNamed), by: TheoremFile.id)
    for (id, files) in byID.sorted(by: { $0.key < $1.key }) where files.count > 1 {
      throw .severalFiles(theorem: id, files: files.map(path))
    }
  }

  /// - Throws: ``RunError`` for ids that no file of the package has.
  func checkAsked(_ ids: [String]) throws(RunError) {
    let known = Set(stating.map(TheoremFile.id))
    let unknown = ids.filter { !known.contains($0) }
    // Without any file there is nothing to compare with: then the run tells.
    guard known.isEmpty || unknown.isEmpty else { throw .nothingMatches(theorems: unknown) }
  }

  /// The theorems of which no test was run, or not each, by id, and why, as far as that can be seen.
  /// - Parameters:
  ///   - tests: those of the run.
  ///   - asked: the ids that were asked for; empty for all.
  func unseen(by tests: [TestEvents.Test], asked: [String]) -> [(theorem: String, reason: String)] {
    // Of a run that broke down at its start nothing is known.
    guard !tests.isEmpty else { return [] }
    return stating.flatMap { file -> [(theorem: String, reason: String)] in
      let id = TheoremFile.id(file)
      guard asked.isEmpty || asked.contains(id) else { return [] }
      let strays = (elsewhere[file] ?? []).map {
        "\(path(of: $0)): it has tests, and extends the suite of \(id): expected these in that one's file"
      }
      let missed = unseen(in: file, by: tests.filter { $0.theorem == id }).map { "\(path(of: file)): \($0)" }
      return (missed + strays).map { (id, $0) }
    }
  }

  private func unseen(in file: URL, by tests: [TestEvents.Test]) -> [String] {
    guard TheoremFile.isNamed(file) else {
      return ["expected a capital letter, a number, an underscore and a name, as in T10_Name.swift"]
    }
    guard !tests.isEmpty else {
      return ["no test of it was run: it has none, or no target that was built holds it"]
    }
    let missed = TheoremFile.properties(sources[file] ?? "", besides: tests.map(\.property)).map {
      "no test \"\($0)\" was run: the build leaves it out"
    }
    let namesakes = Dictionary(grouping: tests, by: \.property).filter { $0.value.count > 1 }.keys.sorted()
    return missed + namesakes.map { "several tests are called \"\($0)\"" }
  }
}
