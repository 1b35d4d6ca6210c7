import ContrastiveTheory
import Evidence
import Foundation
import LinearAlgebra

/// A plane in which a mixture and its rows are looked at: two linear functions of a point.
struct Plane {
  let title: String
  let caption: String
  /// 2 × d.
  let rows: Matrix

  /// The planes of the two leading discriminants, of what the optimal encoder keeps and of the two leading principal
  /// components.
  static func planes(of inspection: Inspection) throws -> [Plane] {
    let (mixture, angles) = (inspection.mixture, inspection.angles)
    let whitening = try Cholesky(of: mixture.withinClassCovariance)
    let means = whitening.solveLower(mixture.means).scalingColumns(
      by: mixture.weights.map { $0.squareRoot() })
    let discriminants = try SingularValues(of: means).left.columns(0..<min(2, inspection.fisher.dimension))
    let encoder = try SingularValues(of: inspection.minimizer.encoder * whitening.factor)
    let kept = min(2, inspection.rowSpace.dimension)
    let rows = encoder.right.columns(0..<kept).scalingColumns(by: Array(encoder.values.prefix(kept)))
    let components = try SymmetricEigen(of: mixture.totalCovariance).vectors
    let leading = Matrix(rows: mixture.dimension, columns: min(2, mixture.dimension)) {
      components[$0, mixture.dimension - 1 - $1]
    }
    let first = Plane(
      "LDA", angles.lda, whitening.solveTransposedLower(discriminants), "discriminant", leading)
    let others = [
      Plane("InfoNCE", angles.infoNCE, whitening.solveTransposedLower(rows), "row", leading),
      Plane("PCA", angles.pca, leading, "component", leading),
    ]
    return [first] + (try others.map { try $0.turned(towards: first, mixture) })
  }

  /// The same plane, turned or reflected so that the means lie as in another one (orthogonal Procrustes).
  private func turned(towards other: Plane, _ mixture: GaussianMixture) throws -> Plane {
    let means = (rows * mixture.means).scalingColumns(by: mixture.weights)
    let moment = try SingularValues(of: means.timesTranspose(other.rows * mixture.means))
    return Plane(title: title, caption: caption, rows: moment.right.timesTranspose(moment.left) * rows)
  }

  private init(title: String, caption: String, rows: Matrix) {
    (self.title, self.caption, self.rows) = (title, caption, rows)
  }

  /// - Parameters:
  ///   - angle: to the Fisher subspace, in degrees.
  ///   - directions: at most two columns of d numbers.
  ///   - kind: what a direction is called.
  ///   - others: directions that take the places of missing ones.
  private init(_ title: String, _ angle: Double?, _ directions: Matrix, _ kind: String, _ others: Matrix) {
    self.title = title
    let missing = 2 - directions.columns
    let filled = directions.besides(others.columns(0..<min(missing, others.columns)))
    rows = filled.besides(Matrix(rows: filled.rows, columns: 2 - filled.columns)).transposed
    let place = angle.map {
      $0 < 1e-6 ? "in the Fisher subspace" : "\(shortDecimal($0)) degrees off the Fisher subspace"
    }
    caption =
      (place ?? "no angle to the Fisher subspace")
      + [
        "", "; one \(kind) only, upwards the leading principal component",
        "; nothing is kept, the principal components are shown",
      ][missing]
  }
}

/// A plane drawn as SVG: points, and of each component its mean and an ellipse of one standard deviation.
struct Scatter {
  private static let side = 320.0
  private static let margin = 14.0
  /// The most points that are drawn, evenly spread over the rows.
  private static let pointLimit = 1500

  let plane: Plane
  let mixture: GaussianMixture
  /// The names of the components.
  let names: [String]
  /// The rows, d × n, with their components; nil for a mixture.
  let points: (values: Matrix, classes: [Int])?

  var svg: String {
    let means = plane.rows * mixture.means
    let shared = mixture.sharedCovariance
    let ellipses = (0..<mixture.componentCount).map { k in
      Ellipse((plane.rows * (shared ?? mixture.covariance(of: k))).timesTranspose(plane.rows))
    }
    var dots: [(x: Double, y: Double, k: Int)] = []
    if let points {
      let step = max(1, (points.classes.count + Self.pointLimit - 1) / Self.pointLimit)
      let chosen = Array(stride(from: 0, to: points.classes.count, by: step))
      let places =
        plane.rows * Matrix(rows: points.values.rows, columns: chosen.count) { points.values[$0, chosen[$1]] }
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
        "<ellipse rx='\((ellipse.major * frame.scaleX).fixed(1))' ry='\((ellipse.minor * frame.scaleX).fixed(1))' "
          + "transform='translate(\(x) \(y)) rotate(\((-ellipse.degrees).fixed(1)))' class='spread' style='stroke:\(colour)'/>"
          + "<circle cx='\(x)' cy='\(y)' r='5' class='mean' style='fill:\(colour)'><title>\(names[k].escapedForHTML)</title></circle>"
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
    let (middle, radius) = ((a + c) / 2, (((a - c) / 2) * ((a - c) / 2) + b * b).squareRoot())
    (major, minor) = (max(middle + radius, 0).squareRoot(), max(middle - radius, 0).squareRoot())
    degrees = atan2(2 * b, a - c) / 2 * 180 / .pi
    reach = (max(a, 0).squareRoot(), max(c, 0).squareRoot())
  }
}

/// A square that shows a part of the plane at one scale for both coordinates.
private struct Frame {
  private let centre: (x: Double, y: Double)
  private let side: Double
  let scaleX: Double

  init(x: [Double], y: [Double], side: Double, margin: Double) {
    func range(_ values: [Double]) -> (low: Double, high: Double) { (values.min() ?? 0, values.max() ?? 0) }
    let (x, y) = (range(x), range(y))
    centre = ((x.low + x.high) / 2, (y.low + y.high) / 2)
    let width = max(x.high - x.low, y.high - y.low)
    scaleX = width > 0 ? (side - 2 * margin) / width : 1
    self.side = side
  }

  func x(_ value: Double) -> String { (side / 2 + (value - centre.x) * scaleX).fixed(1) }
  func y(_ value: Double) -> String { (side / 2 - (value - centre.y) * scaleX).fixed(1) }
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
