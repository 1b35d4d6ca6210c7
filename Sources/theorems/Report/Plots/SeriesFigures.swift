import Evidence
import Foundation

/// The series that properties recorded, one plot for those of a theorem that share their axes.
enum SeriesFigures {
  /// The most series of one plot.
  private static let mostSeries = 12

  static func all(_ lines: [LedgerLine]) -> [Figure] {
    let groups = Group.all(lines)
    let subjects = groups.map(\.subject)
    let uses = Dictionary(subjects.map { ($0, 1) }, uniquingKeysWith: +)
    return groups.enumerated().compactMap { number, group in
      let isTaken = uses[subjects[number], default: 0] > 1
      return figure(group, title: isTaken ? group.axesInWords : subjects[number], id: "series-\(number)")
    }
  }

  /// Nil when there is no point that could be drawn.
  private static func figure(_ group: Group, title: String, id: String) -> Figure? {
    let axes = group.axes
    let points = group.records.flatMap(\.series.points).filter { $0.count == 2 }
    let isRate = group.records.contains { $0.line.rate != nil }
    let isLogarithmic = (0...1).map { axis in
      isRate || spansDecades(points.map { $0[axis] }) && !axes[axis].contains("degrees")
    }
    func drawable(_ points: [[Double]]) -> [(x: Double, y: Double)] {
      points.filter { $0.count == 2 && zip($0, isLogarithmic).allSatisfy(Axis.canDraw) }
        .map { (x: $0[0], y: $0[1]) }
    }
    guard !drawable(points).isEmpty else { return nil }
    let series = group.series
    let drawn = series.prefix(mostSeries).enumerated().map { number, series in
      ScatterPlot.Series(
        name: series.name, kind: series.outcome?.rawValue ?? "series\((number + number / 5) % 5)",
        marker: series.outcome?.marker ?? Marker.allCases[number % Marker.allCases.count],
        points: drawable(series.points))
    }
    let (svg, shown) = ScatterPlot(
      title: title, description: description(drawn, axes: axes),
      x: Axis(axes[0], spanning: points.map { $0[0] }, isLogarithmic: isLogarithmic[0]),
      y: Axis(axes[1], spanning: points.map { $0[1] }, isLogarithmic: isLogarithmic[1]),
      // The rarer an outcome, the later it is drawn.
      series: drawn.sorted { $0.points.count > $1.points.count },
      powers: group.records.compactMap { record in
        record.line.rate.flatMap { power($0, drawable(record.series.points)) }
      }
    ).drawn()
    let count = group.records.reduce(0) { $0 + $1.series.points.count }
    let drawable = drawn.reduce(0) { $0 + $1.points.count }
    let notes = [
      shown < drawable
        ? "\(shown) of \(count) points are shown: one of those that are close together, and the outermost."
        : nil,
      series.count <= mostSeries && drawable < count
        ? "\(count - drawable) of \(count) points have no place on these axes." : nil,
      series.count > mostSeries ? "\(series.count - mostSeries) more series are left out." : nil,
    ]
    let isLegendNeeded = drawn.count > 1 || series.first?.outcome != nil
    return Figure(
      svg, id: id, caption: (group.captions + notes.compactMap(\.self)).joined(separator: " "),
      legend: isLegendNeeded ? drawn.map { entry($0, isRate: isRate) } : [],
      isHeadline: group.records.contains { $0.series.isHeadline == true })
  }

  private static func spansDecades(_ values: [Double]) -> Bool {
    guard let low = values.min(), let high = values.max() else { return false }
    return low > 0 && high / low >= 50
  }

  /// With the median, since points of several series may coincide.
  private static func entry(_ series: ScatterPlot.Series, isRate: Bool) -> Figure.Entry {
    let isOutcome = Verdict.Outcome(rawValue: series.kind) != nil
    let middle = median(series.points.map(\.y)).flatMap { isRate || isOutcome ? nil : $0.typeset() }
    return Figure.Entry(
      kind: series.kind, marker: series.marker,
      name: middle.map { "\(series.name): median \($0)" } ?? series.name)
  }

  private static func description(_ series: [ScatterPlot.Series], axes: [String]) -> String {
    let parts = series.map { series in
      let middle = median(series.points.map(\.y))?.typeset() ?? "none"
      return "\(series.name): \(series.points.count.counted("point")), median \(middle)."
    }
    return "Horizontal: \(axes[0]); vertical: \(axes[1]). \(parts.joined(separator: " "))"
  }

  /// The line of the claimed slope through the middle of the points.
  private static func power(_ rate: Double, _ points: [(x: Double, y: Double)]) -> ScatterPlot.Power? {
    guard let x = median(points.map { log($0.x) }),
      let height = median(points.map { log($0.y) - rate * log($0.x) }),
      let first = points.map(\.x).min(), let last = points.map(\.x).max()
    else { return nil }
    return .init(exponent: rate, through: (exp(x), exp(height + rate * x)), range: first...last)
  }
}

/// The series of a theorem that share their axes, with the properties that recorded them.
private struct Group {
  typealias Record = (line: LedgerLine, series: LedgerLine.Series)

  /// At least one.
  let records: [Record]

  var theorem: String { records[0].line.theorem }
  var axes: [String] { records[0].series.axes }

  /// In the order of their first series.
  static func all(_ lines: [LedgerLine]) -> [Group] {
    let records = lines.flatMap { line in line.series.map { Record(line, $0) } }
    return records.filter { $0.series.axes.count == 2 }
      .grouped { [$0.line.theorem] + $0.series.axes }.map(Group.init)
  }

  /// As in "T41: angle of SimSiam to F", where all series show the same.
  var subject: String {
    let name = records[0].series.name
    return records.allSatisfy { $0.series.name == name } ? "\(theorem): \(name)" : axesInWords
  }

  /// As in "T36: angle to F in degrees against bias δ".
  var axesInWords: String { "\(theorem): \(axes[1]) against \(axes[0])" }

  /// Points of one name and one outcome are one series; where several properties record the same without outcomes, each has its own.
  var series: [LedgerLine.Series] {
    let uses = Dictionary(records.map { ($0.series.name, 1) }, uniquingKeysWith: +)
    let named = records.map { line, series in
      let property = series.outcome == nil && uses[series.name, default: 0] > 1 ? line.property : nil
      // What all have in common stands in the title.
      let name = uses.count > 1 || property == nil && series.outcome == nil ? series.name : nil
      var named = series
      named.name = [property, name, series.outcome?.word].compactMap(\.self).joined(separator: ": ")
      return named
    }
    return named.grouped(by: \.name).map { same in
      var whole = same[0]
      whole.points = same.flatMap(\.points)
      return whole
    }
  }

  /// A sentence for each rate, and one for the other properties.
  var captions: [String] {
    var (rates, others) = ([String](), [String]())
    for line in records.map(\.line) where others.last != "“\(line.property)”" {
      let name = "“\(line.property)”"
      if let rate = line.rate {
        let found = line.interval.map {
          ", the median slope lies between \($0.lowerBound.typeset()) and \($0.upperBound.typeset())"
        }
        rates.append("\(name): the dashed line has the claimed slope \(rate.typeset())\(found ?? "").")
      } else {
        others.append(name)
      }
    }
    return rates + (others.isEmpty ? [] : ["The instances of \(others.joined(separator: ", "))."])
  }
}

extension LedgerLine {
  fileprivate var rate: Double? { if case .rate(let power, _, _) = claim { power } else { nil } }
}
