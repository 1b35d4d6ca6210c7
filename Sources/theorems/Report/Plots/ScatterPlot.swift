import Foundation

/// Points of several series against two axes, and lines through them.
struct ScatterPlot {
  struct Series {
    let name: String
    /// The class of its colour in the page's style.
    let kind: String
    let marker: Marker
    let points: [(x: Double, y: Double)]
  }

  /// A line y = c xᵖ on logarithmic axes.
  struct Power {
    let exponent: Double
    /// A point that it runs through.
    let through: (x: Double, y: Double)
    /// From where to where.
    let range: ClosedRange<Double>
  }

  let title: String
  let description: String
  let x: Axis
  let y: Axis
  let series: [Series]
  var powers: [Power] = []

  /// The most points that are drawn.
  private static let mostPoints = 400
  private static let width = 480.0, height = 330.0
  private static let left = 62.0, right = 468.0, top = 30.0, bottom = 282.0

  /// The plot, and how many of the points it shows.
  func drawn() -> (svg: SVG, shown: Int) {
    var svg = SVG(width: Self.width, height: Self.height, title: title, description: description)
    drawAxes(&svg)
    var shown = 0
    let limits = Thinning.shares(series.map(\.points.count), of: Self.mostPoints)
    for (series, limit) in zip(series, limits) {
      let places = Thinning.thinned(series.points.compactMap(place), to: limit)
      shown += places.count
      svg.marks(series.marker, at: places.sorted { ($0.x, $0.y) < ($1.x, $1.y) }, kind: series.kind)
    }
    for power in powers { draw(power, &svg) }
    return (svg, shown)
  }

  private func place(_ point: (x: Double, y: Double)) -> (x: Double, y: Double)? {
    guard let x = x.position(point.x), let y = y.position(point.y) else { return nil }
    return (Self.left + x * (Self.right - Self.left), Self.bottom - y * (Self.bottom - Self.top))
  }

  private func drawAxes(_ svg: inout SVG) {
    let columns = x.ticks.compactMap { tick in
      x.position(tick).map { (tick, place: Self.left + $0 * (Self.right - Self.left)) }
    }
    let rows = y.ticks.compactMap { tick in
      y.position(tick).map { (tick, place: Self.bottom - $0 * (Self.bottom - Self.top)) }
    }
    svg.lines(
      columns.map { ($0.place, Self.top, $0.place, Self.bottom) }
        + rows.map { (Self.left, $0.place, Self.right, $0.place) }, kind: "grid")
    for (tick, place) in columns { svg.text(x.label(tick), x: place, y: Self.bottom + 17, anchor: .middle) }
    for (tick, place) in rows { svg.text(y.label(tick), x: Self.left - 6, y: place + 4.5, anchor: .end) }
    svg.lines(
      [
        (Self.left, Self.bottom, Self.right, Self.bottom), (Self.left, Self.top, Self.left, Self.bottom),
      ], kind: "axis")
    svg.text(x.name, x: Self.right, y: Self.bottom + 38, anchor: .end, kind: "name")
    svg.text(y.name, x: 2, y: 16, kind: "name")
  }

  /// The part of the line that lies within both axes.
  private func draw(_ power: Power, _ svg: inout SVG) {
    let (first, last) = (power.range.lowerBound, power.range.upperBound)
    let points = (0...40).compactMap { step -> (x: Double, y: Double)? in
      let x = first * pow(last / first, Double(step) / 40)
      let point = (x: x, y: power.through.y * pow(x / power.through.x, power.exponent))
      guard let height = y.position(point.y), (0...1).contains(height) else { return nil }
      return place(point)
    }
    guard let start = points.first, let end = points.last, points.count > 1 else { return }
    svg.line(start.x, start.y, end.x, end.y, kind: "guide")
  }
}
