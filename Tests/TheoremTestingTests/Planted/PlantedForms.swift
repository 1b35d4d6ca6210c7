import Foundation

@testable import TheoremTesting

/// Necessities, counterexamples, frequencies and rates that are false or undecided; each beside a true neighbour.
@Suite struct `Planted necessities and counterexamples` {
  private static let zero = Family("zero") { 0 * $0.real("x", in: 0...1) }
    .assuming("zero") { $0 == 0 }
  private static let none =
    "certainly violates the property in none of \(ProcessInfo.processInfo.environment["THEOREM_INSTANCES"] ?? "20") instances"
  private static let originals = "the property does not hold for all instances with all hypotheses"

  @Test func `a hypothesis needs a certain violation`() throws {
    try cannotDrop("zero", of: Self.zero, replacing: { _ in 1.001e-9 }) { isZero($0) }
    for broken in [0.999e-9, .nan] {
      try planted(Self.none) {
        try cannotDrop("zero", of: Self.zero, replacing: { _ in broken }) { isZero($0) }
      }
    }
  }

  @Test func `a part of a statement needs a certain violation`() throws {
    try cannotDrop("a part", of: .unit) {
      isZero(0 * $0)
    } without: {
      isZero($0 + 1.001e-9)
    }
    for change in [0, 0.999e-9, .nan] {
      try planted(Self.none) {
        try cannotDrop("a part", of: Self.zero) {
          isZero($0)
        } without: {
          isZero($0 + change)
        }
      }
    }
  }

  @Test func `a necessity needs originals that hold`() throws {
    try planted(Self.originals) {
      try cannotDrop("x", of: Family.unit.assuming("x") { $0 < 1 }, replacing: { _ in 1 }) { isZero($0) }
    }
    try planted(Self.originals) {
      try cannotDrop("x", of: .unit) {
        isZero($0)
      } without: { _ in
        isZero(1)
      }
    }
    // Undecided.
    try planted(Self.originals) {
      try cannotDrop("x", of: Self.zero) {
        isZero($0, error: 1e-3)
      } without: { _ in
        isZero(1)
      }
    }
    try planted("no instances") {
      try cannotDrop("x", of: Self.zero.assuming("a sign") { $0 > 0 }) {
        isZero($0)
      } without: { _ in
        isZero(1)
      }
    }
  }

  @Test func `a counterexample violates the statement, each of them`() throws {
    try counterexample(known: [1.0, 0.5]) { isZero($0) }
    try planted("1 of 2 instances do not violate the statement") {
      try counterexample(known: [1.0, 0]) { isZero($0) }
    }
    try planted("1 of 2 instances are undecided") {
      try counterexample(known: [1.0, 2]) { isZero($0 == 2 ? .nan : $0) }
    }
    try planted("no counterexample is known") { try counterexample(known: [Double]()) { isZero($0) } }
  }
}

@Suite struct `Planted frequencies` {
  /// A tenth of the instances violate it.
  @Sendable private func violated(_ number: Double) -> Verdict { isZero(number < 0.1 ? 1 : 0) }

  @Test func `a share above the claim, or not certainly below`() throws {
    try fails(forAtMost: 0.2, detecting: 0.4, of: .unit, count: 1000, violated)
    try planted("allowed 0.04") {
      try fails(forAtMost: 0.04, detecting: 0.4, of: .unit, count: 1000, violated)
    }
    try planted("allowed 0.11") {
      try fails(forAtMost: 0.11, detecting: 0.4, of: .unit, count: 1000, violated)
    }
  }

  @Test func `the undecided count against the claim`() throws {
    try planted("allowed 0.2") {
      try fails(forAtMost: 0.2, detecting: 0.4, of: .unit, count: 1000) {
        isZero(0, error: $0 < 0.3 ? .nan : 1e-9)
      }
    }
  }

  @Test func `too few instances for the power that it claims`() throws {
    try planted("too few instances: with 300") {
      try fails(forAtMost: 0.4, detecting: 0.5, of: .unit, count: 300, violated)
    }
    try fails(forAtMost: 0.4, detecting: 0.7, of: .unit, count: 300, violated)
  }
}

@Suite struct `Planted measurements` {
  @Test func `of numbers that are not known, or too few`() throws {
    try planted("7 measurements are too few for an interval of their median") {
      try measure("number", of: .unit, count: 7) { Estimate(exactly: $0) }
    }
    try planted("could not be measured") {
      try measure("number", of: .unit) {
        Estimate($0, budget: .proved([.rounding: $0 > 0.9 ? .infinity : 0]))
      }
    }
    try planted("could not be measured") {
      try measure("number", of: .unit) { Estimate(exactly: $0 > 0.9 ? .nan : $0) }
    }
    struct Skipped: Error {}
    @Sendable func skipping(_ number: Double) throws -> Double {
      guard number <= 0.9 else { throw Skipped() }
      return number
    }
    try planted(" of 250 could not be measured") {
      let points = Observation<Double>("points", x: ("x", { try skipping($0) }), y: ("y", { $0 }))
      try measure("number", of: .unit, observing: [points]) { Estimate(exactly: $0) }
    }
    try planted("coverage") {
      try measure("number", of: Family.unit.covering("large", 0.5) { $0 > 0.9 }) { Estimate(exactly: $0) }
    }
    try measure("number", of: .unit) { Estimate(exactly: $0) }
  }
}

@Suite struct `Planted rates` {
  /// A constant times 1 / size, with up to a tenth of noise.
  @Sendable private func falling(_ number: Double, _ size: Double) -> Estimate {
    rounded((1 + 0.1 * sin(number * size)) / size, relative: 1e-6)
  }

  private let sizes = [10.0, 100, 1000]

  @Test func `minus a half where it is minus one`() throws {
    try planted("the median slope lies in [-1") {
      try rate(-0.5, neighbours: -1...(-0.25), sizes: sizes, of: .unit, axes: ("size", "quantity"), falling)
    }
    try rate(-1, neighbours: -2...(-0.5), sizes: sizes, of: .unit, axes: ("size", "quantity"), falling)
  }

  @Test func `too few slopes, or none that can be computed`() throws {
    try planted("40 slopes are too few for an interval") {
      try rate(
        -1, neighbours: -2...(-0.5), sizes: sizes, of: .unit, count: 40, axes: ("size", "quantity"), falling)
    }
    try planted("48 of 48 slopes could not be computed") {
      try rate(-1, neighbours: -2...(-0.5), sizes: sizes, of: .unit, axes: ("size", "quantity")) {
        rounded(1 / $1, relative: 1 + $0)
      }
    }
    try planted("48 of 48 slopes could not be computed") {
      try rate(-1, neighbours: -2...(-0.5), sizes: sizes, of: .unit, axes: ("size", "quantity")) { _, _ in
        rounded(.infinity, relative: 0)
      }
    }
    // Known, but not well enough.
    try planted("the median slope lies in") {
      try rate(-1, neighbours: -2...(-0.5), sizes: sizes, of: .unit, axes: ("size", "quantity")) {
        rounded(1 / $1, relative: 0.9 + 0.01 * $0)
      }
    }
  }
}
