import Foundation

@testable import TheoremTesting

extension Cheat {
  private static let small = Family.unit.assuming("small") { $0 <= 1 }
  private static let claim = "the page and the drift tell the claim with its numbers"

  /// About the sides of bounds and identities.
  static let sides: [Cheat] = [
    Cheat("a side below zero", .caught("found a side of -1, expected numbers of at least 0")) {
      try upperBound(.unit) { (-1, Estimate(exactly: $0)) }
    },
    Cheat("a bound below zero", .caught("expected numbers of at least 0")) {
      try lowerBound(.unit) { (Estimate(exactly: $0), -1) }
    },
    Cheat("a side that is cut off at zero", .passes(seen: nowhere)) {
      try upperBound(.unit) { (Estimate(exactly: max(0, $0 - 2)), Estimate(exactly: $0)) }
    },
    Cheat("a bound without end", .caught("instances are undecided")) {
      try upperBound(.unit) { (Estimate(exactly: $0), Estimate(exactly: .infinity)) }
    },
    Cheat("a bound that is next to never attained, called tight", .passes(seen: claim)) {
      try upperBound(.unit, attaining: 0.001) { (Estimate(exactly: $0), 100) }
    },
    Cheat("a bound of which no part is to be attained", .caught("attaining: found 0.0")) {
      try upperBound(.unit, attaining: 0) { (Estimate(exactly: $0), 100) }
    },
    Cheat("a bound that is not attained", .caught("no instance comes certainly nearer to the bound")) {
      try upperBound(.unit, attaining: 0.5) { (Estimate(exactly: $0), 100) }
    },
    Cheat("two routes that are one", .passes(seen: nowhere)) {
      try identity(.unit) { (Estimate(exactly: $0), Estimate(exactly: $0)) }
    },
  ]

  /// About necessities, counterexamples, shares and rates.
  static let forms: [Cheat] = [
    Cheat("a necessity that a flag breaks", .caught("the 20 violations are all the same")) {
      try cannotDrop("a part", of: small) {
        .atMost(Estimate(exactly: $0), 1)
      } without: { _ in
        .less(1, than: 0)
      }
    },
    Cheat("a necessity that a flag in the instance breaks", .passes(seen: nowhere)) {
      let family = Family("flagged") { (number: $0.real("x", in: 0...1), isSound: true) }
        .assuming("soundness") { $0.isSound }
      try cannotDrop("soundness", of: family, replacing: { ($0.number, false) }) {
        $0.isSound ? positive($0.number) : .less(1, than: 0)
      }
    },
    Cheat("a necessity of what is no hypothesis", .caught("cannotDrop: found \"large\"")) {
      try cannotDrop("large", of: small, replacing: { _ in 3 }) { .atMost(Estimate(exactly: $0), 1) }
    },
    Cheat("a necessity that drops nothing", .caught("found an instance that meets \"small\"")) {
      try cannotDrop("small", of: small, replacing: { $0 }) { .atMost(Estimate(exactly: $0), 1) }
    },
    Cheat("a necessity without a violation", .caught("in none of 20 instances")) {
      try cannotDrop("small", of: small, replacing: { 2 + $0 }) { .atMost(Estimate(exactly: $0), 5) }
    },
    Cheat("a necessity of a statement that is false", .caught("does not hold for all instances")) {
      try cannotDrop("small", of: small, replacing: { 2 + $0 }) { .less(Estimate(exactly: $0), than: 0) }
    },
    Cheat("random numbers in the place of an instance", .caught("judged twice with small dropped")) {
      try cannotDrop("small", of: small, replacing: { _ in .random(in: 2...3) }) {
        .atMost(Estimate(exactly: $0), 1)
      }
    },
    Cheat("random numbers in a rump of the statement", .caught("judged twice with a part dropped")) {
      try cannotDrop("a part", of: small) {
        .atMost(Estimate(exactly: $0), 1)
      } without: {
        .less(Estimate(exactly: $0), than: .init(exactly: -Double.random(in: 0...1)))
      }
    },
    Cheat(
      "random numbers in the statement of a counterexample", .caught("a known instance that was judged twice")
    ) {
      try counterexample(known: [0.5]) {
        .less(Estimate(exactly: $0 + .random(in: 0...1)), than: 0)
      }
    },
    Cheat(
      "random numbers in the statement of a counterexample by its choices",
      .caught("made twice from the same choices")
    ) {
      try counterexample(of: .unit, known: [["number": 0.5]]) {
        .less(Estimate(exactly: $0 + .random(in: 0...1)), than: 0)
      }
    },
    Cheat("a counterexample that misses a hypothesis", .caught("an instance that meets the hypotheses")) {
      try counterexample(known: [1.5], search: .unit.assuming("at most one") { $0 <= 1 }) {
        .atMost(Estimate(exactly: $0), 1)
      }
    },
    Cheat("a counterexample that nobody knows", .caught("no counterexample is known")) {
      try counterexample(known: [Double]()) { positive($0) }
    },
    Cheat("a counterexample that is none", .caught("do not violate the statement")) {
      try counterexample(known: [0.5]) { positive($0) }
    },
    Cheat("a counterexample within the errors", .caught("1 of 1 instances are undecided")) {
      try counterexample(known: [0.5]) { isZero(1e-9 * $0, error: 1e-5) }
    },
    Cheat("a counterexample to what nobody claims", .passes(seen: nowhere)) {
      try counterexample(known: [0.5]) { .less(Estimate(exactly: $0), than: 0) }
    },
    Cheat(
      "a share that nearly all may have",
      .passes(seen: "the table tells the claim and the share that was found")
    ) {
      try fails(forAtMost: 0.98, detecting: 1, of: .unit, count: 2500) {
        .less(Estimate(exactly: $0), than: 0.1)
      }
    },
    Cheat("a share that all may have", .caught("forAtMost: found 1.0")) {
      try fails(forAtMost: 1, detecting: 1, of: .unit, count: 100) { .less(Estimate(exactly: $0), than: 0) }
    },
    Cheat("a share of a few instances", .caught("the share of violations lies in")) {
      try fails(forAtMost: 0.1, detecting: 0.2, of: .unit, count: 10) { positive($0) }
    },
    Cheat("a power told apart from far ones alone", .passes(seen: claim)) {
      try rate(1, neighbours: -9...9, sizes: [1, 2, 4], of: .unit, axes: ("size", "quantity")) {
        number, size in
        Estimate(exactly: (1 + number) * size * size)
      }
    },
    Cheat("a power beyond its neighbours", .caught("neighbours: found")) {
      try rate(1, neighbours: 2...3, sizes: [1, 2, 4], of: .unit, axes: ("size", "quantity")) {
        Estimate(exactly: (1 + $0) * $1)
      }
    },
    Cheat("a false power", .caught("the median slope lies in")) {
      try rate(1, neighbours: 0...2, sizes: [1, 2, 4], of: .unit, axes: ("size", "quantity")) {
        Estimate(exactly: (1 + $0) * $1 * $1)
      }
    },
    Cheat(
      "a measurement in place of a claim",
      .passes(
        seen:
          "`verify` asks for a claim of each clause unless the status is measured, which the table tells apart"
      )
    ) {
      try measure("size", of: .unit) { Estimate(exactly: $0) }
    },
  ]
}
