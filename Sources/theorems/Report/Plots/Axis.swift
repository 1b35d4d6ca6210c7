import Foundation

/// An axis of a plot: which numbers it spans, where each stands, and its ticks.
struct Axis {
  let name: String
  let isLogarithmic: Bool
  /// The ends, on the scale that is drawn: logarithms to the base 10 on a logarithmic axis.
  private let ends: ClosedRange<Double>

  /// - Parameters:
  ///   - values: the numbers to span; those that cannot be drawn are left out.
  ///   - isLogarithmic: takes the positive ones only.
  ///   - margin: the part of the length that is left free at each end.
  init(_ name: String, spanning values: [Double], isLogarithmic: Bool = false, margin: Double = 0.04) {
    (self.name, self.isLogarithmic) = (name, isLogarithmic)
    let drawn = values.filter { Self.canDraw($0, isLogarithmic) }.map { isLogarithmic ? log10($0) : $0 }
    let (low, high) = (drawn.min() ?? 0, drawn.max() ?? 1)
    // A single number stands in the middle.
    let length = high > low ? high - low : max(abs(low), 1)
    let center = (low + high) / 2
    ends = (center - (0.5 + margin) * length)...(center + (0.5 + margin) * length)
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

  /// Round numbers within the axis, about five of them.
  var ticks: [Double] {
    let length = ends.upperBound - ends.lowerBound
    if isLogarithmic {
      if length > 1.5 {
        return multiples(of: max(1, (length / 6).rounded(.up))).map { pow(10, $0) }
      }
      // Less than two decades: 1, 2 and 5 of each.
      let decades = Int(ends.lowerBound.rounded(.down))...Int(ends.upperBound.rounded(.up))
      return decades.flatMap { decade in [1, 2, 5].map { $0 * pow(10, Double(decade)) } }
        .filter { ends.contains(log10($0)) }
    }
    let raw = length / 5
    let power = pow(10, log10(raw).rounded(.down))
    let step = [1, 2, 5, 10].first { $0 * power >= raw } ?? 10
    return multiples(of: step * power)
  }

  /// As in "0.25", "1e-6".
  func label(_ tick: Double) -> String {
    let text = (abs(tick) < 1e-12 * ends.upperBound.magnitude ? 0 : tick).significant(4)
    return text.replacing("e-0", with: "e-").replacing("e+0", with: "e").replacing("-", with: "−")
  }

  private func multiples(of step: Double) -> [Double] {
    let first = (ends.lowerBound / step).rounded(.up)
    return (0..<12).map { (first + Double($0)) * step }.filter { $0 <= ends.upperBound }
  }
}
