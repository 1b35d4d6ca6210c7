@testable import TheoremTesting

extension Cheat {
  /// About words of the engine that an author gives another meaning.
  static let words: [Cheat] = [
    Cheat("a comparison of the author's own by the engine's name", .passes(seen: nowhere)) {
      try forAll(.unit) { .equal(Estimate(exactly: $0), 2) }
    }
  ]
}

extension Verdict {
  /// It comes before the engine's, which has arguments that are left out.
  fileprivate static func equal(_ a: Estimate, _ b: Estimate) -> Verdict { .less(a, than: b) }
}
