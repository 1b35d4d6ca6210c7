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
  }

  let title: String
  let description: String
  let x: Axis
  let y: Axis
  let series: [Series]
  var power: Power?

  private static let width = 480.0, height = 330.0
  private static let left = 58.0, right = 470.0, top = 30.0, bottom = 282.0

  var svg: SVG {
    var svg = SVG(width: Self.width, height: Self.height, title: title, description: description)
    drawAxes(&svg)
    for series in series {
      svg.marks(series.marker, at: series.points.compactMap(place), kind: series.kind)
    }
    if let power { draw(power, &svg) }
    return svg
  }

  private func place(_ point: (x: Double, y: Double)) -> (x: Double, y: Double)? {
    guard let x = x.position(point.x), let y = y.position(point.y) else { return nil }
    return (Self.left + x * (Self.right - Self.left), Self.bottom - y * (Self.bottom - Self.top))
  }

  private func drawAxes(_ svg: inout SVG) {
    for tick in x.ticks {
      guard let position = x.position(tick) else { continue }
      let place = Self.left + position * (Self.right - Self.left)
      svg.line(place, Self.top, place, Self.bottom, kind: "grid")
      svg.text(x.label(tick), x: place, y: Self.bottom + 17, anchor: .middle)
    }
    for tick in y.ticks {
      guard let position = y.position(tick) else { continue }
      let place = Self.bottom - position * (Self.bottom - Self.top)
      svg.line(Self.left, place, Self.right, place, kind: "grid")
      svg.text(y.label(tick), x: Self.left - 6, y: place + 4.5, anchor: .end)
    }
    svg.line(Self.left, Self.bottom, Self.right, Self.bottom, kind: "axis")
    svg.line(Self.left, Self.top, Self.left, Self.bottom, kind: "axis")
    svg.text(x.name, x: Self.right, y: Self.bottom + 38, anchor: .end, kind: "label name")
    svg.text(y.name, x: 2, y: 16, kind: "label name")
  }

  /// The part of the line that lies within both axes.
  private func draw(_ power: Power, _ svg: inout SVG) {
    let xs = series.flatMap(\.points).map(\.x).filter { $0 > 0 }
    guard let first = xs.min(), let last = xs.max() else { return }
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
