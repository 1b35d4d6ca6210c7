import Evidence
import Foundation
import Terminal

extension ReportDocument {
  /// As in "1 is refuted: T24; 36 hold, 8 are false, 2 withstand".
  var headline: String {
    let losses = (drift ?? []).count(where: \.isLoss)
    let lost = losses > 0 ? ["\(losses) lost since the baseline"] : []
    let broken = problems.isEmpty ? [] : ["the run has problems"]
    let failing = failuresFirst.prefix { $0.verdict != .holds }.map { $0.id.cut(to: 50) }
    let named = failing.prefix(5) + (failing.count > 5 ? ["\(failing.count - 5) more"] : [])
    let headline = Headline(theorems.map { ($0.verdict, $0.status) }, whatFails: Array(named))
    return ([headline.text] + lost + broken).joined(separator: ", ")
  }

  /// How much was looked at, and where.
  var facts: String {
    let properties = theorems.reduce(0) { $0 + $1.properties.count }
    let instances = theorems.reduce(0) { $0 + $1.instances }
    // A run of which nothing could be read has none.
    let drawn = seeds.isEmpty ? "" : " of seed \(seeds.map(String.init).joined(separator: ", "))"
    return
      "\(theoremCount(theorems.map(\.status))), \(properties.counted("property", "properties")), "
      + "\(instances.counted("instance"))\(drawn); \(seconds.fixed(0)) s of computing, version \(version)."
  }

  /// The theorems that do not hold, and then the others.
  var failuresFirst: [Theorem] {
    theorems.filter { $0.verdict == .refuted || $0.verdict == .failing }
      + theorems.filter { ![.refuted, .failing, .holds].contains($0.verdict) }
      + theorems.filter { $0.verdict == .holds }
  }
}
