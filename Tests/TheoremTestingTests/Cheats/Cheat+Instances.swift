import Foundation

@testable import TheoremTesting

extension Cheat {
  /// About the instances that are looked at.
  static let instances: [Cheat] = [
    Cheat("an instance that is always the same", .caught("the 250 instances are all the same")) {
      try forAll(constant) { positive($0) }
    },
    Cheat("an instance that is always the same, a few times", .passes(seen: few)) {
      try forAll(constant, count: 10) { positive($0) }
    },
    Cheat("one instance", .passes(seen: few)) { try forAll(.unit, count: 1) { positive($0) } },
    Cheat("no instance", .caught("no instances")) { try forAll(.unit, count: 0) { positive($0) } },
    Cheat("fewer instances than none", .caught("no instances")) {
      try forAll(.unit, count: -5) { positive($0) }
    },
    Cheat("random numbers past the generator", .caught("made twice from the same choices")) {
      try forAll(Family("random") { $0.real("x", in: 0...1) + Double.random(in: 0...1) }) { positive($0) }
    },
    Cheat("the time of day", .caught("made twice from the same choices")) {
      try forAll(Family("now") { $0.real("x", in: 0...1) + Date().timeIntervalSince1970 }) { positive($0) }
    },
    Cheat("random numbers in the statement", .caught("made twice from the same choices")) {
      try forAll(.unit) { positive($0 + Double.random(in: 0...1)) }
    },
    Cheat(
      "random numbers past the generator in one instance of a thousand",
      .passes(seen: "a run that is repeated is refuted, where it is the worst instance")
    ) {
      try forAll(
        Family("seldom") { draw in
          let x = draw.real("x", in: 0...1)
          return x > 0.999 ? Double.random(in: 0...1) : x
        }
      ) { positive($0) }
    },
    Cheat("a family that rejects nearly all", .caught("the family rejects")) {
      try forAll(Family.unit.assuming("rare") { $0 < 0.05 }) { positive($0) }
    },
    Cheat("a family that rejects all", .caught("no instances")) {
      try forAll(Family.unit.assuming("none") { $0 > 2 }, count: 20) { positive($0) }
    },
    Cheat(
      "a family that rejects most of a few instances",
      .passes(
        seen: "`verify` lists families that reject a tenth and more, the page and the drift tell the share")
    ) {
      try forAll(Family.unit.assuming("rather rare") { $0 < 0.3 }, count: 20) { positive($0) }
    },
    Cheat(
      "a hypothesis that is the conclusion",
      .passes(
        seen: "where it rejects a tenth and more, `verify` lists the family; the page names the hypothesis")
    ) {
      try forAll(Family.unit.assuming("small") { $0 < 0.7 }) { .less(Estimate(exactly: $0), than: 0.7) }
    },
    Cheat("a family of easy instances alone", .passes(seen: nowhere)) {
      try forAll(Family("easy") { $0.real("x", in: 0...0.1) }) { .less(Estimate(exactly: $0), than: 0.7) }
    },
    Cheat("a class that no instance belongs to", .caught("coverage: 0 of")) {
      try forAll(Family.unit.covering("hard", 0.3) { $0 > 2 }) { positive($0) }
    },
    Cheat("a class that every instance belongs to", .passes(seen: "the page tells its share: 100%")) {
      try forAll(Family.unit.covering("hard", 0.3) { _ in true }) { positive($0) }
    },
    Cheat(
      "a class of which next to nothing is required",
      .passes(seen: "the table and the page tell the required share, and the drift that it is less")
    ) {
      try forAll(Family.unit.covering("hard", 0.01) { $0 > 0.9 }) { positive($0) }
    },
    Cheat("a class of which nothing is required", .caught("required share of a class: found 0.0")) {
      try forAll(Family.unit.covering("hard", 0) { $0 > 0.9 }) { positive($0) }
    },
    Cheat("a choice that nothing depends on", .passes(seen: "`verify` lists such choices")) {
      try forAll(
        Family("idle") { draw in
          _ = draw.normal("covariance")
          return draw.real("x", in: 0...1)
        }
      ) { positive($0) }
    },
  ]

  private static let constant = Family("constant") { draw in
    _ = draw.real("x", in: 0...1)
    return 0.5
  }

  /// "One more than the number is above zero."
  @Sendable static func positive(_ number: Double) -> Verdict { .positive(1 + number, budget: .exact) }
}
