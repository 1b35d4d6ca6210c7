import Evidence
import Foundation
import Terminal

extension MutantResults {
  /// The mutants in rows and the theorems in columns, with an x where a theorem kills a mutant; at the right what the unit tests
  /// say, after "cut short" where the time was up before all tests had run.
  var matrix: String {
    let width = (mutants.map(\.name.columns).max() ?? 0) + 2
    let height = theorems.map(\.count).max() ?? 0
    // The ids stand upright, their last characters in one line.
    let header = (0..<height).map { line in
      let ids = theorems.map { id in String(repeating: " ", count: height - id.count) + id }
      return String(repeating: " ", count: width) + ids.map { String(Array($0)[line]) }.joined()
    }
    let rows = mutants.map { mutant in
      let killers = Set(mutant.killers.map(\.test))
      let marks = theorems.map { killers.contains($0) ? "x" : "." }.joined()
      let units = killers.subtracting(theorems).sorted()
      let outcome = mutant.outcome == .killed ? [] : [mutant.outcome.rawValue]
      let cut = mutant.isCutShort && mutant.outcome != .timedOut ? ["cut short"] : []
      let words = outcome + cut + units
      return mutant.name.filled(to: width) + marks + "  " + words.joined(separator: " ")
    }
    return (header + rows).joined(separator: "\n")
  }

  /// How many mutants came to what, and how many each theorem kills.
  var totals: String {
    let outcomes = Dictionary(grouping: mutants, by: \.outcome).map { "\($1.count) \($0.rawValue)" }.sorted()
    let byTheorem = mutants.count { mutant in mutant.killers.contains { theorems.contains($0.test) } }
    let seconds = Int(mutants.map(\.seconds).reduce(0, +))
    let kills = kills.map { "\($0.theorem) \($0.count)" }.joined(separator: ", ")
    var lines = [
      "\(mutants.count.counted("mutant")) in \(seconds) s: \(outcomes.joined(separator: ", ")); "
        + "\(byTheorem) of them killed by a theorem",
      "kills: \(kills)",
    ]
    if !unusable.isEmpty {
      lines.append(
        "not counted, since they fail without any edit, with 10 instances: "
          + unusable.map { "\($0.test), \($0.property)" }.joined(separator: "; "))
    }
    return lines.joined(separator: "\n")
  }
}
