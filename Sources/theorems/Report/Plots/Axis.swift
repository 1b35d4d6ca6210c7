import Foundation

/// An axis of a plot: which numbers it spans, where each stands, and its ticks.
struct Axis {
  let name: String
  let isLogarithmic: Bool
  /// Round numbers within the axis, about five of them; where there are no more than that, the numbers that it spans.
  let ticks: [Double]
  /// The ends, on the scale that is drawn: logarithms to the base 10 on a logarithmic axis.
  private let ends: ClosedRange<Double>

  /// - Parameters:
  ///   - values: the numbers to span; those that cannot be drawn are left out.
  ///   - isLogarithmic: takes the positive ones only.
  init(_ name: String, spanning values: [Double], isLogarithmic: Bool = false) {
    (self.name, self.isLogarithmic) = (name, isLogarithmic)
    let values = Set(values.filter { Self.canDraw($0, isLogarithmic) }).sorted()
    let drawn = values.map { isLogarithmic ? log10($0) : $0 }
    let (low, high) = (drawn.first ?? 0, drawn.last ?? 1)
    // A single number stands in the middle.
    let length = high > low ? high - low : max(abs(low), 1)
    let center = (low + high) / 2
    // At each end a part of the length is left free.
    let reach = (0.5 + 0.04) * length
    ends = (center - reach)...(center + reach)
    let areApart = zip(drawn, drawn.dropFirst()).allSatisfy { $1 - $0 > 0.1 * length }
    ticks =
      (1...6).contains(values.count) && areApart
      ? values : isLogarithmic ? Self.logarithmicTicks(ends) : Self.linearTicks(ends)
  }

  /// Whether a number can stand on an axis: doubles near the largest one have no differences.
  static func canDraw(_ value: Double, _ isLogarithmic: Bool) -> Bool {
    abs(value) < 1e150 && (!isLogarithmic || value > 1e-150)
  }

  /// From 0 at one end to 1 at the other, for a number between them; nil for one that cannot be drawn.
  func position(_ value: Double) -> Double? {
    guard Self.canDraw(value, isLogarithmic) else { return nil }
    let place = isLogarithmic ? log10(value) : value
    return (place - ends.lowerBound) / (ends.upperBound - ends.lowerBound)
  }

  /// As in "0.25", "10⁻⁶".
  func label(_ tick: Double) -> String {
    // Beside powers of ten that are best written so, all are.
    let hasPowers = isLogarithmic && ticks.contains { $0 < 0.0005 || $0 > 50_000 }
    if hasPowers, tick < 0.5 || tick > 50 { return tick.typesetPower(digits: 4) }
    // The steps of a linear axis do not quite meet zero.
    let isZero = !isLogarithmic && abs(tick) < 1e-9 * (ends.upperBound - ends.lowerBound)
    return isZero ? "0" : tick.typeset(digits: 4)
  }

  /// Round numbers between the ends, about five of them.
  static func linearTicks(_ ends: ClosedRange<Double>) -> [Double] {
    let raw = (ends.upperBound - ends.lowerBound) / 5
    let power = pow(10, log10(raw).rounded(.down))
    let step = [1, 2, 5, 10].map { $0 * power }.min { abs($0 / raw - 1) < abs($1 / raw - 1) }
    return multiples(of: step ?? raw, ends)
  }

  /// Powers of ten; on a short axis other numbers of one digit beside them.
  private static func logarithmicTicks(_ ends: ClosedRange<Double>) -> [Double] {
    let length = ends.upperBound - ends.lowerBound
    guard length < 3 else { return multiples(of: (length / 6).rounded(.up), ends).map { pow(10, $0) } }
    let digits = length > 1.5 ? [1.0, 3] : [1, 2, 5]
    let decades = Int(ends.lowerBound.rounded(.down))...Int(ends.upperBound.rounded(.up))
    return decades.flatMap { decade in digits.map { $0 * pow(10, Double(decade)) } }
      .filter { ends.contains(log10($0)) }
  }

  private static func multiples(of step: Double, _ ends: ClosedRange<Double>) -> [Double] {
    let first = (ends.lowerBound / step).rounded(.up)
    return (0..<12).map { (first + Double($0)) * step }.filter { $0 <= ends.upperBound }
  }
}

extension Double {
  /// As in "0.25", "−3", "2·10⁻⁶".
  func typeset(digits: Int = 3) -> String {
    let text = significant(digits)
    return text.contains("e") ? typesetPower(digits: digits) : text.replacing("-", with: "−")
  }

  /// As in "10⁻⁶", "2.5·10³".
  func typesetPower(digits: Int) -> String {
    let superscripts: [Character: Character] = [
      "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸",
      "9": "⁹",
    ]
    // Rounded first, so that the mantissa is below ten.
    let parts = String(format: "%.\(digits - 1)e", self).split(separator: "e")
    guard parts.count == 2, let mantissa = Double(parts[0]), let exponent = Int(parts[1]) else {
      return significant(digits)
    }
    let power = "10" + String("\(exponent)".compactMap { superscripts[$0] })
    if abs(mantissa) == 1 { return mantissa < 0 ? "−\(power)" : power }
    return "\(mantissa.significant(digits).replacing("-", with: "−"))·\(power)"
  }
}
