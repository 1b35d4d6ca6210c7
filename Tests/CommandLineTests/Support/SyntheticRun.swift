import Evidence
import Testing

/// A run of one property on instances of which the part of a bound is known, booked whole or in parts as test processes do.
struct SyntheticRun: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let form: LedgerLine.Form
  /// What each instance takes of the bound; NaN where nothing was measured.
  let ratios: [Double]
  var findings: [String: Double] = [:]

  /// What the parts find, the i-th of them looking at the instances i, i + n, i + 2n...
  func parts(_ count: Int) -> [LedgerLine] {
    (1...count).map { index in
      var line = LedgerLine(
        theorem: "T10", title: "Title of T10", status: .proved, property: testDescription, form: form,
        planned: ratios.count
      ).part(index, of: count)
      line.findings = findings
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
    if form == .rate {
      line.slopes.append([ratios[number], ratios[number]])
      return
    }
    let verdict = Verdict.atMost(Estimate(exactly: ratios[number]), 1, scale: 1)
    if form == .twin {
      guard verdict.outcome == .refuted else { return }
      line.findings[LedgerLine.Finding.violated, default: 0] += 1
    } else {
      if verdict.outcome == .refuted { line.refuted += 1 }
      if verdict.outcome == .inconclusive { line.inconclusive += 1 }
    }
    let worst = LedgerLine.Worst(verdict, index: number, instance: "\(number)")
    if line.worst.map({ form.shows(worst, before: $0) }) ?? true { line.worst = worst }
  }

  /// So many numbers in [0, 1), the same ones always.
  private static func numbers(_ count: Int) -> [Double] {
    (0..<count).map { (Double($0) * 0.6180339887498949).truncatingRemainder(dividingBy: 1) }
  }

  private static func changed(_ numbers: [Double], _ changes: [Int: Double]) -> [Double] {
    numbers.enumerated().map { changes[$0.offset] ?? $0.element }
  }

  static let all = [
    SyntheticRun(testDescription: "holds", form: .universal, ratios: numbers(60)),
    SyntheticRun(
      testDescription: "refuted by two that are equally bad", form: .universal,
      ratios: changed(numbers(60), [17: 3, 40: 3])),
    SyntheticRun(
      testDescription: "undecided", form: .bound, ratios: changed(numbers(60), [5: .nan, 31: .nan])),
    SyntheticRun(testDescription: "fewer instances than parts", form: .universal, ratios: numbers(4)),
    SyntheticRun(
      testDescription: "tight by one instance", form: .tight,
      ratios: changed(numbers(60).map { $0 / 2 }, [44: 0.95]), findings: [LedgerLine.Finding.attaining: 0.9]),
    SyntheticRun(
      testDescription: "not tight", form: .tight, ratios: numbers(60).map { $0 / 2 },
      findings: [LedgerLine.Finding.attaining: 0.9]),
    SyntheticRun(
      testDescription: "twin that one instance breaks", form: .twin, ratios: changed(numbers(60), [23: 40]),
      findings: [LedgerLine.Finding.violated: 0]),
    SyntheticRun(
      testDescription: "frequency", form: .frequency, ratios: changed(numbers(600), [9: 2, 10: 2, 11: 5]),
      findings: [LedgerLine.Finding.allowed: 0.2, LedgerLine.Finding.detecting: 0.4]),
    SyntheticRun(
      testDescription: "rate", form: .rate, ratios: numbers(60).map { 0.1 * $0 - 0.55 },
      findings: [
        LedgerLine.Finding.rate: -0.5, LedgerLine.Finding.neighbourBelow: -1,
        LedgerLine.Finding.neighbourAbove: 0,
      ]),
  ]
}
