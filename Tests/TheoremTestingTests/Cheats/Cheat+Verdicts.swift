import Foundation

@testable import TheoremTesting

extension Cheat {
  private struct Failed: Error {}
  private static let same = "the verdicts on 250 instances are all the same"
  private static let undecided = "250 of 250 instances are undecided"

  /// About what is said of an instance.
  static let verdicts: [Cheat] = [
    Cheat("a truth that has nothing to do with the instance", .caught(same)) {
      try forAll(.unit) { _ in .less(0, than: 1) }
    },
    Cheat("the instance times zero", .caught(same)) {
      try forAll(.unit) { .less(Estimate(exactly: 0 * $0), than: 1) }
    },
    Cheat(
      "a truth that has nothing to do with the members of a finite family",
      .caught("the verdicts on 200 instances are all the same")
    ) {
      try forAll(Family("numbers") { Double($0.integer("number", in: 1...200)) }) { _ in .less(0, than: 1) }
    },
    Cheat("sums of nothing that are equal", .caught(same)) {
      try identity(.unit) { _ in ([Estimate]().sum, 0) }
    },
    Cheat("two numbers that are equal whatever the instance", .passes(seen: nowhere)) {
      try forAll(.unit) { _ in .equal(1, 1) }
    },
    Cheat("the instance as a billionth of what is compared", .passes(seen: nowhere)) {
      try forAll(.unit) { .less(Estimate(exactly: 1e-9 * $0), than: 1) }
    },
    Cheat("a truth about few instances that has nothing to do with them", .passes(seen: few)) {
      try forAll(.unit, count: 30) { _ in .less(0, than: 1) }
    },
    Cheat("a statement that throws for every instance", .caught(undecided)) {
      try forAll(.unit) { _ in throw Failed() }
    },
    Cheat("a statement that throws where it is false", .caught("the computation failed: Failed()")) {
      try forAll(.unit) {
        if $0 > 0.9 { throw Failed() }
        return positive($0)
      }
    },
    Cheat("a statement that shrugs", .caught("of 250 instances are undecided")) {
      try forAll(.unit) { $0 > 0.9 ? .inconclusive("never mind") : positive($0) }
    },
    Cheat("a statement that says something else where it is false", .passes(seen: nowhere)) {
      try forAll(.unit) { number in
        @Sendable func claim() throws -> Verdict {
          if number > 0.9 { throw Failed() }
          return .less(Estimate(exactly: number), than: 0.95)
        }
        return (try? claim()) ?? positive(number)
      }
    },
    Cheat("a number that is none", .caught(undecided)) { try forAll(.unit) { _ in isZero(.nan) } },
    Cheat("an error without end", .caught(undecided)) {
      try forAll(.unit) { isZero($0, error: .infinity) }
    },
    Cheat("an error below zero", .caught("is not a finite number")) {
      try forAll(.unit) { isZero($0, error: -1) }
    },
    Cheat("an error of which nothing is known", .caught("nothing is known of the error")) {
      try forAll(.unit) { .vanishes(measured: $0, budget: ErrorBudget()) }
    },
    Cheat("a tolerance that is typed as an error", .passes(seen: author)) {
      try forAll(.unit) { isZero(1e-8 * $0, error: 1e-7) }
    },
    Cheat("a number with a rounding that is called exact", .passes(seen: nowhere)) {
      try forAll(.unit) { .less(Estimate(exactly: sin($0)), than: 1) }
    },
    Cheat("an error of zero that is typed", .passes(seen: nowhere)) {
      try forAll(.unit) { .less(Estimate(sin($0), budget: ErrorBudget([.rounding: 0])), than: 1) }
    },
    Cheat(
      "the rounding of large numbers as a tolerance",
      .passes(seen: "the table and the page tell the error, which is proved")
    ) {
      try forAll(.unit) {
        .equal(Estimate(exactly: 1e-9 * $0) + (.pi * 1e8 - .pi * 1e8), 0, scale: 1)
      }
    },
    Cheat(
      "a proved error that is multiplied",
      .passes(seen: "the table and the page tell the error, which is called proved")
    ) {
      try forAll(.unit) {
        .equal(Estimate(1e-8 * $0, budget: Estimate.pi.budget.scaled(by: 1e9)), 0, scale: 1)
      }
    },
    Cheat("a typed tolerance larger than the resolution", .caught("larger than the resolution 1e-06")) {
      try forAll(.unit) { isZero(1e-8 * $0, error: 1e-5) }
    },
    Cheat(
      "a resolution raised above a typed tolerance",
      .passes(
        seen: "`verify` lists resolutions coarser than a millionth, and the drift tells one that is raised")
    ) {
      try forAll(.unit, resolution: 1) { isZero($0 / 10, error: 0.5) }
    },
    Cheat(
      "a resolution typed within the statement",
      .passes(seen: "`verify` lists it, and the drift tells it, as one that the property declares")
    ) {
      try forAll(.unit) { .vanishes(measured: $0 / 10, budget: ErrorBudget([.rounding: 0.5]), resolution: 1) }
    },
    Cheat("a resolution of zero", .caught("resolution: found 0.0")) {
      try forAll(.unit, resolution: 0) { isZero(0 * $0) }
    },
    Cheat("a resolution that is no number", .caught("resolution: found nan")) {
      try forAll(.unit, resolution: .nan) { isZero(0 * $0) }
    },
    Cheat("a scale so large that nothing is seen in it", .passes(seen: author)) {
      try forAll(.unit) { .equal(rounded($0, relative: 9), rounded(2 * $0, relative: 9), scale: 1e9) }
    },
    Cheat("a scale so large, and numbers without an error", .caught("instances refute it")) {
      try forAll(.unit) { .equal(Estimate(exactly: $0), Estimate(exactly: 2 * $0), scale: 1e9) }
    },
  ]
}
