import Evidence
import Foundation

/// What became of mutants: of all of a table, or of a shard.
struct MutantResults: Sendable, Codable {
  /// The theorems of the package, and the tests that fail in it without any edit and hence tell nothing.
  var theorems: [String]
  var unusable: [TestTrial.Failure]
  var mutants: [Tried]

  /// A mutant and what became of it.
  struct Tried: Sendable, Codable {
    let name: String
    let file: String
    let outcome: Outcome
    /// The tests that fail with it and pass without it.
    let killers: [TestTrial.Failure]
    /// Whether the time was up before all tests had run: what is not among the killers then may not have run.
    let isCutShort: Bool
    /// Building and testing, in seconds.
    let seconds: Double
  }

  enum Outcome: String, Sendable, Codable {
    case killed
    /// No test fails.
    case survived
    /// No test fails, and none can: the table says why.
    case equivalent
    /// A test fails that cannot, by the table's proof of equivalence.
    case notEquivalent = "not equivalent"
    case doesNotCompile = "does not compile"
    /// The time was up before any test had failed.
    case timedOut = "timed out"
    /// The test process broke down between tests.
    case crashed

    var isDefect: Bool { self != .killed && self != .equivalent }
  }

  /// How many mutants each theorem kills.
  var kills: [(theorem: String, count: Int)] {
    theorems.map { theorem in
      (theorem, mutants.count { $0.killers.contains { $0.test == theorem } })
    }
  }
}

extension MutantResults {
  /// Reads the results of the shards of a run.
  /// - Throws: ``MutantError/results(path:reason:)`` for a file that holds none, and for a mutant that two files hold.
  init(merging paths: [String]) throws(MutantError) {
    theorems = []
    unusable = []
    mutants = []
    for path in paths {
      let part: MutantResults
      do {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        if let slip = JSONSlip(in: data) { throw MutantError.results(path: path, reason: "\(slip)") }
        part = try JSONDecoder().decode(MutantResults.self, from: data)
      } catch let error as MutantError {
        throw error
      } catch {
        throw .results(path: path, reason: "no output of `theorems mutants --json`: \(error.reason)")
      }
      guard part.mutants.allSatisfy({ (0..<1e12).contains($0.seconds) }) else {
        throw .results(path: path, reason: "seconds: expected a time")
      }
      for mutant in part.mutants where mutants.contains(where: { $0.name == mutant.name }) {
        throw .results(path: path, reason: "mutant \"\(mutant.name)\" is in another file as well")
      }
      theorems = Set(theorems + part.theorems).byNumber
      unusable = Set(unusable + part.unusable).sorted()
      mutants += part.mutants
    }
  }

  /// What is wrong, a line each: survivors and the like; of the whole table, also mutants that were not tried and theorems
  /// that kill none.
  func defects(of table: MutantTable, isWhole: Bool) -> [String] {
    var defects = mutants.filter(\.outcome.isDefect).map {
      "\"\($0.name)\" (\($0.file)): \($0.outcome.rawValue)"
    }
    let byName = Dictionary(table.mutants.map { ($0.name, $0) }) { $1 }
    for mutant in mutants {
      guard let listed = byName[mutant.name], listed.file == mutant.file else {
        defects.append("\"\(mutant.name)\" (\(mutant.file)): not in the table")
        continue
      }
      if mutant.outcome == .killed, mutant.killers.isEmpty {
        defects.append("\"\(mutant.name)\" (\(mutant.file)): killed by nothing")
      }
      if mutant.outcome == .equivalent, listed.equivalence == nil {
        defects.append("\"\(mutant.name)\" (\(mutant.file)): equivalent without a proof in the table")
      }
    }
    guard isWhole else { return defects }
    let tried = Set(mutants.map(\.name))
    defects += table.mutants.filter { !tried.contains($0.name) }.map {
      "\"\($0.name)\" (\($0.file)): not tried"
    }
    defects += kills.filter { $0.count == 0 }.map { "\($0.theorem) kills no mutant" }
    return defects
  }
}
