import ContrastiveTheory
import Evidence
import Foundation
import LinearAlgebra
import RandomNumbers
import Terminal

/// A plane drawn as SVG: points, and of each component its mean and an ellipse of one standard deviation.
struct Scatter {
  private static let side = 320.0
  private static let margin = 14.0
  /// The most points that are drawn.
  static let pointLimit = 1500

  let plane: Plane
  let mixture: GaussianMixture
  /// The names of the components.
  let names: [String]
  /// The rows, d × n, with their components; nil for a mixture.
  let points: (values: Matrix, classes: [Int])?

  /// The rows that are drawn, the same in each plane: at random, since every second one may be of the same class.
  private static func rows(of count: Int) -> [Int] {
    var rows = Array(0..<count)
    guard count > pointLimit else { return rows }
    var generator = CounterBasedGenerator(key: 0x5ca77e6)
    for place in 0..<pointLimit { rows.swapAt(place, generator.integer(in: place...(count - 1))) }
    return rows.prefix(pointLimit).sorted()
  }

  var svg: String {
    let means = plane.rows * mixture.means
    let ellipses = (0..<mixture.componentCount).map { k in
      Ellipse((plane.rows * mixture.covariance(of: k)).timesTranspose(plane.rows))
    }
    var dots: [(x: Double, y: Double, k: Int)] = []
    if let points {
      let chosen = Self.rows(of: points.classes.count)
      let places = plane.rows * points.values.columns(chosen)
      dots = chosen.indices.map { (places[0, $0], places[1, $0], points.classes[chosen[$0]]) }
    }
    let ends = (0..<mixture.componentCount).flatMap { k in
      [
        (means[0, k] - 2 * ellipses[k].reach.x, means[1, k] - 2 * ellipses[k].reach.y),
        (means[0, k] + 2 * ellipses[k].reach.x, means[1, k] + 2 * ellipses[k].reach.y),
      ]
    }
    let frame = Frame(
      x: dots.map(\.x) + ends.map(\.0), y: dots.map(\.y) + ends.map(\.1), side: Self.side, margin: Self.margin
    )
    var parts = dots.map { dot in
      "<circle cx='\(frame.x(dot.x))' cy='\(frame.y(dot.y))' r='2' class='dot' style='fill:\(Palette.colour(dot.k))'/>"
    }
    for k in 0..<mixture.componentCount {
      let (x, y, colour) = (frame.x(means[0, k]), frame.y(means[1, k]), Palette.colour(k))
      let ellipse = ellipses[k]
      parts.append(
        "<ellipse rx='\((ellipse.major * frame.scale).fixed(1))' ry='\((ellipse.minor * frame.scale).fixed(1))' "
          + "transform='translate(\(x) \(y)) rotate(\((-ellipse.degrees).fixed(1)))' class='spread' style='stroke:\(colour)'/>"
          + "<circle cx='\(x)' cy='\(y)' r='5' class='mean' style='fill:\(colour)'><title>\(names[k].asMarkup)</title></circle>"
      )
    }
    return """
      <svg viewBox='0 0 \(Int(Self.side)) \(Int(Self.side))' role='img' aria-label='\(plane.title)'>
      <rect x='.5' y='.5' width='\(Self.side - 1)' height='\(Self.side - 1)' class='frame'/>
      \(parts.joined(separator: "\n"))
      </svg>
      """
  }
}

/// The ellipse of one standard deviation of a 2 × 2 covariance.
private struct Ellipse {
  let major: Double
  let minor: Double
  /// Of the major axis, counterclockwise from the first coordinate.
  let degrees: Double
  /// How far it reaches along the coordinates.
  let reach: (x: Double, y: Double)

  init(_ covariance: Matrix) {
    let (a, b, c) = (covariance[0, 0], covariance[0, 1], covariance[1, 1])
    // No square that overflows, or is zero, whatever the units.
    let (middle, radius) = (a / 2 + c / 2, hypot(a / 2 - c / 2, b))
    (major, minor) = (max(middle + radius, 0).squareRoot(), max(middle - radius, 0).squareRoot())
    degrees = atan2(2 * b, a - c) / 2 * 180 / .pi
    reach = (max(a, 0).squareRoot(), max(c, 0).squareRoot())
  }
}

/// A square that shows a part of the plane at one scale for both coordinates.
private struct Frame {
  private let centre: (x: Double, y: Double)
  private let side: Double
  let scale: Double

  init(x: [Double], y: [Double], side: Double, margin: Double) {
    func range(_ values: [Double]) -> (low: Double, high: Double) { (values.min() ?? 0, values.max() ?? 0) }
    let (x, y) = (range(x), range(y))
    centre = ((x.low + x.high) / 2, (y.low + y.high) / 2)
    let width = max(x.high - x.low, y.high - y.low)
    scale = width > 0 ? (side - 2 * margin) / width : 1
    self.side = side
  }

  func x(_ value: Double) -> String { (side / 2 + (value - centre.x) * scale).fixed(1) }
  func y(_ value: Double) -> String { (side / 2 - (value - centre.y) * scale).fixed(1) }
}

/// Colours that tell apart on white and on black.
enum Palette {
  private static let colours = [
    "#4e79a7", "#f28e2b", "#e15759", "#76b7b2", "#59a14f", "#edc948", "#b07aa1", "#ff9da7", "#9c755f",
    "#8a8f98",
  ]

  static func colour(_ index: Int) -> String {
    index < colours.count ? colours[index] : "hsl(\(index * 137 % 360) 55% 55%)"
  }
}
