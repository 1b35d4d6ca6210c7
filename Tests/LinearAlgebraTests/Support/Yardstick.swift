import Foundation
import Testing

/// Below it a test ratio passes: the "threshold value of test ratio" of LAPACK's own TESTING/dtest.in. A ratio is a
/// residual over n u ‖A‖; what a backward stable algorithm leaves is of the order of 1, and a mistake of 1e10.
let threshold = 30.0

/// The unit roundoff u, LAPACK's dlamch('Epsilon').
let roundoff = Double.ulpOfOne / 2

/// The worst ratio of each quantity a test looks at, so that a test of many cases ends in one verdict.
struct Ratios {
  /// Where a quantity was worst.
  struct Worst {
    var ratio: Double
    var instance: String
  }

  /// What is tested, for the record of a run.
  let subject: String
  private(set) var worst: [String: Worst] = [:]

  init(_ subject: String) { self.subject = subject }

  /// Takes note of a ratio; NaN counts as infinite.
  mutating func note(_ quantity: String, _ ratio: Double, _ instance: @autoclosure () -> String) {
    let ratio = ratio.isNaN ? .infinity : ratio
    if let known = worst[quantity], ratio <= known.ratio { return }
    worst[quantity] = Worst(ratio: ratio, instance: instance())
  }

  /// Takes note of a property that holds exactly or not at all.
  mutating func require(_ quantity: String, _ holds: Bool, _ instance: @autoclosure () -> String) {
    note(quantity, holds ? 0 : .infinity, instance())
  }

  /// Records at most one issue, which names the worst instance of every quantity above the limit.
  func judge(limit: Double = threshold, sourceLocation: SourceLocation = #_sourceLocation) {
    let failures = worst.filter { !($0.value.ratio < limit) }.sorted { $0.key < $1.key }
    let text = failures.map { "\($0.key): ratio \($0.value.ratio) for \($0.value.instance)" }
    #expect(!worst.isEmpty, "\(subject): nothing was measured", sourceLocation: sourceLocation)
    #expect(failures.isEmpty, "\(subject): \(text.joined(separator: "; "))", sourceLocation: sourceLocation)
    guard ProviderChild.isThisProcess else { return }
    for (quantity, worst) in worst.sorted(by: { $0.key < $1.key }) where worst.ratio > 0 {
      print("ratio \(subject), \(quantity): \(worst.ratio) for \(worst.instance)")
    }
  }
}
