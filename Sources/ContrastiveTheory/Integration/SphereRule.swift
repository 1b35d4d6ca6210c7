import Foundation
import LinearAlgebra

/// A rule for integrals over the unit sphere of one to three dimensions: the two points of a line, equidistant angles of the plane,
/// and in space Gauss's nodes along an axis, each with equidistant angles around it.
struct SphereRule {
  /// Unit vectors, r × nodes.
  let points: Matrix
  /// They sum to the sphere's area.
  let weights: [Double]

  static let dimensions = 1...3

  /// - Parameters:
  ///   - dimension: r in ``dimensions``.
  ///   - angles: even: the nodes around the axis, twice as many as along it, and half of those in the plane.
  /// - Throws: `LinearAlgebraError` when LAPACK fails.
  init(dimension: Int, angles: Int) throws(LinearAlgebraError) {
    precondition(Self.dimensions.contains(dimension), "a sphere of one to three dimensions")
    func circle(_ count: Int) -> [[Double]] {
      (0..<count).map { i in
        let angle = 2 * Double.pi * Double(i) / Double(count)
        return [cos(angle), sin(angle)]
      }
    }
    switch dimension {
    case 1:
      points = Matrix(rowVectors: [[1, -1]])
      weights = [1, 1]
    case 2:
      points = Matrix(columnVectors: circle(2 * angles))
      weights = Array(repeating: Double.pi / Double(angles), count: 2 * angles)
    default:
      // The nodes are the eigenvalues of the Legendre polynomials' recurrence (Golub and Welsch 1969).
      let recurrence = Matrix(rows: angles / 2, columns: angles / 2) { i, j in
        guard abs(i - j) == 1 else { return 0 }
        let degree = Double(max(i, j))
        return degree / (4 * degree * degree - 1).squareRoot()
      }
      let eigen = try SymmetricEigen(of: recurrence)
      points = Matrix(
        columnVectors: eigen.values.flatMap { height in
          circle(angles).map { $0.map { (1 - height * height).squareRoot() * $0 } + [height] }
        })
      weights = eigen.vectors.row(0).flatMap { first in
        Array(repeating: 2 * first * first * 2 * Double.pi / Double(angles), count: angles)
      }
    }
  }

  /// The rule whose nodes are moved by a stretch of the axes, for integrands that crowd about the long ones.
  func stretched(by factors: [Double]) -> SphereRule {
    let moved = Matrix(rows: points.rows, columns: points.columns) { factors[$0] * points[$0, $1] }
    let lengths = (0..<moved.columns).map { moved.columns($0..<($0 + 1)).frobeniusNorm }
    let volume = factors.reduce(1, *)
    return SphereRule(
      points: moved.scalingColumns(by: lengths.map { 1 / $0 }),
      weights: zip(weights, lengths).map { $0 * volume / pow($1, Double(factors.count)) })
  }

  private init(points: Matrix, weights: [Double]) { (self.points, self.weights) = (points, weights) }
}
