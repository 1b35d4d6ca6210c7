import Evidence
import Foundation
import Terminal

/// The largest error of every property, a row for each theorem, against the usual resolution.
enum SharpnessStrip {
  /// What is less stands at the edge.
  private static let smallest = 1e-18
  /// That of properties which declare none.
  private static let resolution = Verdict.resolution
  private static let left = 52.0, right = 468.0, row = 17.0, top = 12.0

  /// The most rows, and the most properties in one.
  private static let mostRows = 100, mostMarks = 20

  /// Nil without properties.
  static func figure(_ document: ReportDocument) -> Figure? {
    let theorems = document.theorems.prefix(mostRows)
    let errors = theorems.flatMap { $0.properties.prefix(mostMarks) }.map(\.sharpness)
    guard !errors.isEmpty else { return nil }
    let known = errors.compactMap(\.self)
    let axis = Axis(
      "largest error, in units of what was compared",
      spanning: known.map { max($0, smallest) } + [resolution, 0.1 * resolution], isLogarithmic: true)
    let bottom = top + row * Double(theorems.count)
    let missing = errors.count - known.count
    let blunt = known.count { $0 > resolution }
    let description =
      "\(errors.count.counted("property", "properties")): \(known.count - blunt) with errors of at most \(resolution.typeset()), \(blunt) "
      + "with larger ones, \(missing) without; the median is \(median(known)?.typeset() ?? "not defined")."
    var svg = SVG(
      width: 480, height: bottom + 44, title: "How sharp the numbers of each property are",
      description: description)
    func place(_ position: Double) -> Double { left + position * (right - left) }
    let columns = axis.ticks.compactMap { tick in axis.position(tick).map { (tick, place: place($0)) } }
    svg.lines(columns.map { ($0.place, top, $0.place, bottom) }, kind: "grid")
    for (tick, place) in columns { svg.text(axis.label(tick), x: place, y: bottom + 17, anchor: .middle) }
    if let bound = axis.position(resolution) {
      svg.line(place(bound), top - 6, place(bound), bottom, kind: "guide")
    }
    var marks: [Verdict.Outcome: [(x: Double, y: Double)]] = [:]
    for (number, theorem) in theorems.enumerated() {
      let y = top + row * (Double(number) + 0.5)
      svg.text(theorem.id.cut(to: 6), x: left - 8, y: y + 4.5, anchor: .end)
      for property in theorem.properties.prefix(mostMarks) {
        let position = property.sharpness.map { axis.position(max($0, smallest)) } ?? 1
        guard let position else { continue }
        marks[property.verdict, default: []].append((place(position), y))
      }
    }
    let outcomes = [Verdict.Outcome.holds, .inconclusive, .refuted].filter { marks[$0] != nil }
    for outcome in outcomes { svg.marks(outcome.marker, at: marks[outcome] ?? [], kind: outcome.rawValue) }
    svg.text(axis.name, x: right, y: bottom + 37, anchor: .end, kind: "name")
    let legend = outcomes.map { Figure.Entry(kind: $0.rawValue, marker: $0.marker, name: $0.word) }
    let rest = document.theorems.reduce(0) { $0 + $1.properties.count } - errors.count
    return Figure(
      svg, id: "errors",
      caption:
        "The dashed line is the usual resolution, \(axis.label(resolution)). Errors below \(axis.label(smallest)) stand at the "
        + "left edge, those that are not known at the right one."
        + (rest > 0 ? " \(rest) more properties are left out." : ""),
      legend: legend)
  }
}
