import Evidence
import Testing

/// A run of one property on instances of which the part of a bound is known, booked whole or in parts as test processes do.
struct SyntheticRun: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let claim: Claim
  /// What each instance takes of the bound; NaN where nothing was measured.
  let ratios: [Double]

  /// What the parts find, the i-th of them looking at the instances i, i + n, i + 2n...
  func parts(_ count: Int) -> [LedgerLine] {
    (1...count).map { index in
      var line = LedgerLine(
        theorem: "T10", title: "Title of T10", status: .proved, property: testDescription, claim: claim,
        planned: ratios.count
      ).part(index, of: count)
      for number in stride(from: index - 1, to: ratios.count, by: count) { book(number, on: &line) }
      line.judge()
      return line
    }
  }

  private func book(_ number: Int, on line: inout LedgerLine) {
    // Halves and quarters: their sums do not depend on the order.
    line.seconds += 0.25
    line.instances += 1
    line.series = [
      .init(
        name: "ratio", axes: ["number", "ratio"],
        points: (line.series.first?.points ?? []) + [
          [Double(number), ratios[number].isNaN ? -1 : ratios[number]]
        ])
    ]
    if case .values(let slopes) = line.evidence {
      line.evidence = .values(within: slopes + [ratios[number]...ratios[number]])
      return
    }
    let verdict = Verdict.atMost(Estimate(exactly: ratios[number]), 1, scale: 1)
    if case .violations(let count) = line.evidence {
      guard verdict.outcome == .refuted else { return }
      line.evidence = .violations(count: count + 1)
    } else {
      line.evidence.add(.attained(part: verdict.attained))
      if verdict.outcome == .refuted { line.refuted += 1 }
      if verdict.outcome == .inconclusive { line.inconclusive += 1 }
    }
    let worst = LedgerLine.Worst(verdict, index: number, instance: "\(number)")
    if line.worst.map({ line.shows(.init(worst), before: .init($0)) }) ?? true { line.worst = worst }
  }

  /// So many numbers in [0, 1), the same ones always.
  private static func numbers(_ count: Int) -> [Double] {
    (0..<count).map { (Double($0) * 0.6180339887498949).truncatingRemainder(dividingBy: 1) }
  }

  private static func changed(_ numbers: [Double], _ changes: [Int: Double]) -> [Double] {
    numbers.enumerated().map { changes[$0.offset] ?? $0.element }
  }

  static let all = [
    SyntheticRun(testDescription: "holds", claim: .universal, ratios: numbers(60)),
    SyntheticRun(
      testDescription: "refuted by two that are equally bad", claim: .universal,
      ratios: changed(numbers(60), [17: 3, 40: 3])),
    SyntheticRun(
      testDescription: "undecided", claim: .bound, ratios: changed(numbers(60), [5: .nan, 31: .nan])),
    SyntheticRun(testDescription: "fewer instances than parts", claim: .universal, ratios: numbers(4)),
    SyntheticRun(
      testDescription: "tight by one instance", claim: .tightBound(attaining: 0.9),
      ratios: changed(numbers(60).map { $0 / 2 }, [44: 0.95])),
    SyntheticRun(
      testDescription: "not tight", claim: .tightBound(attaining: 0.9), ratios: numbers(60).map { $0 / 2 }),
    SyntheticRun(
      testDescription: "necessity that one instance breaks", claim: .necessity(of: "a"),
      ratios: changed(numbers(60), [23: 40])),
    SyntheticRun(
      testDescription: "frequency", claim: .frequency(allowed: 0.2, detecting: 0.4),
      ratios: changed(numbers(600), [9: 2, 10: 2, 11: 5])),
    SyntheticRun(
      testDescription: "rate", claim: .rate(power: -0.5, neighbours: -1...0, sizes: [1, 2]),
      ratios: numbers(60).map { 0.1 * $0 - 0.55 }),
  ]
}
