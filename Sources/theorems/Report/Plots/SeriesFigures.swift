import Evidence
import Foundation

/// The series that properties recorded, one plot for those of a property that share their axes.
enum SeriesFigures {
  static func all(_ lines: [LedgerLine]) -> [Figure] {
    lines.enumerated().flatMap { number, line in
      let groups = Dictionary(grouping: line.series.filter { $0.axes.count == 2 }, by: \.axes)
      return groups.sorted { $0.key.lexicographicallyPrecedes($1.key) }.enumerated().compactMap {
        part, group in
        figure(line, group.value, axes: group.key, id: "series-\(number)-\(part)")
      }
    }
  }

  /// Nil when there is no point that could be drawn.
  private static func figure(
    _ line: LedgerLine, _ series: [LedgerLine.Series], axes: [String], id: String
  ) -> Figure? {
    let points = series.flatMap(\.points).filter { $0.count == 2 }
    let rate: Double? = if case .rate(let power, _, _) = line.claim { power } else { nil }
    let isRate = rate != nil
    let isLogarithmic = (0...1).map { axis in
      isRate || spansDecades(points.map { $0[axis] }) && !axes[axis].contains("degrees")
    }
    func canDraw(_ point: [Double]) -> Bool {
      point.count == 2 && zip(point, isLogarithmic).allSatisfy(Axis.canDraw)
    }
    guard points.contains(where: canDraw) else { return nil }
    // The rarer an outcome, the later it is drawn.
    let shown = series.sorted { $0.points.count > $1.points.count }
    let names = Set(series.map(\.name))
    // Outcomes of one statement: the caption says which.
    let isDiagram = names.count == 1 && series.allSatisfy { $0.outcome != nil }
    let drawn = shown.enumerated().map { number, series in
      ScatterPlot.Series(
        name: isDiagram ? series.outcome.map(word) ?? "" : name(series),
        kind: series.outcome?.rawValue ?? "series\(number % 5)",
        marker: marker(series, number),
        points: series.points.filter(canDraw).map { (x: $0[0], y: $0[1]) })
    }
    var plot = ScatterPlot(
      title: "\(line.theorem): \(line.property)", description: description(drawn, axes: axes),
      x: Axis(axes[0], spanning: points.map { $0[0] }, isLogarithmic: isLogarithmic[0]),
      y: Axis(axes[1], spanning: points.map { $0[1] }, isLogarithmic: isLogarithmic[1]), series: drawn)
    var caption = names.count == 1 ? names.map(sentence).joined() : ""
    if let rate {
      plot.power = power(rate, drawn.flatMap(\.points))
      caption = slopes(line, rate: rate)
    }
    return Figure(
      plot.svg, id: id, caption: caption,
      legend: drawn.count > 1 || isDiagram ? drawn.map(Figure.Entry.init) : [])
  }

  private static func spansDecades(_ values: [Double]) -> Bool {
    guard let low = values.min(), let high = values.max() else { return false }
    return low > 0 && high / low >= 50
  }

  private static func marker(_ series: LedgerLine.Series, _ number: Int) -> Marker {
    switch series.outcome {
    case .holds: .circle
    case .refuted: .cross
    case .inconclusive: .diamond
    case nil: Marker.allCases[number % Marker.allCases.count]
    }
  }

  private static func name(_ series: LedgerLine.Series) -> String {
    series.outcome.map { "\(series.name): \(word($0))" } ?? series.name
  }

  private static func word(_ outcome: Verdict.Outcome) -> String {
    outcome == .inconclusive ? "undecided" : outcome.rawValue
  }

  private static func description(_ series: [ScatterPlot.Series], axes: [String]) -> String {
    let parts = series.map { series in
      let middle = median(series.points.map(\.y)).map { "\(shortDecimal($0))" } ?? "none"
      return "\(series.name): \(series.points.count) points, median \(middle)."
    }
    return "Horizontal: \(axes[0]); vertical: \(axes[1]). \(parts.joined(separator: " "))"
  }

  /// The line of the claimed slope through the middle of the points.
  private static func power(_ rate: Double, _ points: [(x: Double, y: Double)]) -> ScatterPlot.Power? {
    guard let x = median(points.map { log($0.x) }),
      let height = median(points.map { log($0.y) - rate * log($0.x) })
    else { return nil }
    return .init(exponent: rate, through: (exp(x), exp(height + rate * x)))
  }

  private static func slopes(_ line: LedgerLine, rate: Double) -> String {
    let claimed = "The line has the claimed slope \(shortDecimal(rate))."
    guard let found = line.interval else { return claimed }
    return claimed
      + " The median slope lies between \(shortDecimal(found.lowerBound)) and \(shortDecimal(found.upperBound))."
  }

  /// With a capital and a full stop.
  private static func sentence(_ text: String) -> String {
    guard let first = text.first else { return "" }
    return first.uppercased() + text.dropFirst() + "."
  }
}
