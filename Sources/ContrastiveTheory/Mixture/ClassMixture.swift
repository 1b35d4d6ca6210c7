import Foundation
import LinearAlgebra

/// The mixture that labelled data define: one component a class, with the shares of the classes as weights, their means
/// and the covariance pooled within them.
///
/// Every column is standardised first, mean 0 and variance 1 (divided by n). All moments are plug-in, divided by n too,
/// so that T = W + B is exactly the covariance of the standardised data. Degenerate columns are dropped, and named:
/// constant ones, which have no scale, and those that are a linear combination of earlier ones, which add nothing. W can
/// then still be singular, where classes differ along a direction in which none of them has any spread; Fisher's
/// criterion is infinite there, the model has no density, and the data are refused. Nothing is ever added to W.
public struct ClassMixture: Sendable {
  /// The mixture, `tied`, in the standardised coordinates of the kept columns; its mean is zero to rounding.
  public let mixture: GaussianMixture
  /// The names of the kept columns, one a dimension of the mixture.
  public let columnNames: [String]
  /// The names of the columns that do not vary by more than rounding.
  public let constantColumns: [String]
  /// The names of the columns that are linear combinations of earlier ones to rounding.
  public let dependentColumns: [String]
  /// For each class the smallest and the largest ratio vᵀ Σₖ v / vᵀ W v of its own variance and the pooled one over all
  /// directions: 1 and 1 if the covariances are equal, as the model assumes.
  public let varianceRatios: [ClosedRange<Double>]
  /// The numbers of the kept columns among those of the data.
  private let columnIndices: [Int]

  /// Estimates the mixture; O(n d² + K d³).
  /// - Throws: ``LabelledDataError`` for one class only, columns that are all constant or a within-class covariance that
  ///   is singular to rounding; `LinearAlgebraError` when LAPACK fails.
  public init(_ data: LabelledData) throws {
    guard data.classNames.count > 1 else { throw LabelledDataError.oneClass(data.classNames.first ?? "") }
    let table = try StandardisedTable(data)
    let means = Self.classMeans(of: table.entries, data)
    let deviations = Self.deviations(of: table.entries, from: means, data)
    let within = (1 / Double(data.rowCount)) * deviations.gram
    try Self.checkSpread(within: within, of: table, data)

    mixture = try Self.mixture(means: means, within: within, data)
    columnNames = table.columnNames
    constantColumns = table.constantColumns
    dependentColumns = table.dependentColumns
    columnIndices = table.indices
    let whitened = try Cholesky(of: within).solveLower(deviations.transposed)
    varianceRatios = try data.members.map { try Self.varianceRatios(of: whitened.columns($0)) }
  }

  /// The rows of the data, or others of the same columns, in the coordinates of the mixture: d × n. O(n d).
  package func coordinates(of data: LabelledData) -> Matrix {
    Matrix(
      rowVectors: columnIndices.map { index in
        let column = data.values.row(index)
        return ColumnScale(of: column).map { column.map($0.standardised) } ?? column
      })
  }

  /// The mixture with each class's own covariance (divided by n_k) in place of the pooled one. O(n d² + K d³).
  /// - Throws: ``LabelledDataError/singularClass(_:)`` where one of them is singular to rounding of the pooled one; ``MixtureError``.
  package func withOwnCovariances(_ data: LabelledData) throws -> GaussianMixture {
    for (name, ratios) in zip(data.classNames, varianceRatios)
    where ratios.lowerBound <= Double(mixture.dimension) * .ulpOfOne * ratios.upperBound {
      throw LabelledDataError.singularClass(name)
    }
    let points = coordinates(of: data)
    let covariances = data.members.enumerated().map { k, members in
      let own = points.columns(members)
      let deviations = Matrix(rows: own.rows, columns: own.columns) { own[$0, $1] - mixture.means[$0, k] }
      return (1 / Double(members.count)) * deviations.timesTranspose(deviations).symmetricPart
    }
    return try GaussianMixture(
      weights: mixture.weights, means: mixture.means, covariances: .full(covariances))
  }

  /// About what `varianceRatios` are, over all classes, where every class has the same covariance and rows from a Gaussian.
  ///
  /// n_k Σₖ and n W − n_k Σₖ are then independent Wishart matrices with n₁ = n_k − 1 and n₂ = n − n_k − (K − 1) degrees of freedom,
  /// and the eigenvalues of the first in units of their sum are those of a multivariate beta law, whose spectrum ends, in many
  /// dimensions p, at ((√(n₁ (n₁ + n₂ − p)) ± √(n₂ p)) / (n₁ + n₂))² (Wachter 1980, The limiting empirical measure of multiple
  /// discriminant ratios, Annals of Statistics 8), with eigenvalues 0 where n₁ ≤ p and 1 where n₂ ≤ p.
  /// - Parameters:
  ///   - sizes: n_k; their sum is at least K + p.
  ///   - dimension: p.
  package static func sampledVarianceRatios(sizes: [Int], dimension: Int) -> ClosedRange<Double> {
    let (total, p) = (Double(sizes.reduce(0, +)), Double(dimension))
    let freedom = total - Double(sizes.count)
    let ends = sizes.map { size in
      let own = Double(size) - 1
      let (first, second) = ((own * (freedom - p)).squareRoot(), ((freedom - own) * p).squareRoot())
      let unit = total / Double(size)
      return (
        low: own <= p ? 0 : unit * pow((first - second) / freedom, 2),
        high: freedom - own <= p ? unit : unit * pow((first + second) / freedom, 2)
      )
    }
    return ends.reduce(1) { min($0, $1.low) }...ends.reduce(1) { max($0, $1.high) }
  }

  /// The extreme variances of deviations from their mean in d × n_k whitened coordinates.
  private static func varianceRatios(of deviations: Matrix) throws -> ClosedRange<Double> {
    let (d, n) = (deviations.rows, deviations.columns)
    // The triangular factor has the singular values of the deviations, whose squares are known to the square of rounding; with at
    // most d rows there is no variance along some direction.
    let factor = try QR(of: n > d ? deviations.transposed : deviations).r
    let values = try SingularValues(of: factor).values.map { $0 * $0 / Double(n) }
    // What is below the square of rounding is no variance.
    let floor = pow(Double(n) * .ulpOfOne, 2) * values[0]
    let least = n > d ? values[values.count - 1] : 0
    return (least > floor ? least : 0)...values[0]
  }

  /// The means of the classes, d × K.
  private static func classMeans(of table: Matrix, _ data: LabelledData) -> Matrix {
    let sizes = data.classSizes
    var sums = Matrix(rows: table.columns, columns: sizes.count)
    for column in 0..<table.columns {
      for (row, k) in data.classes.enumerated() { sums[column, k] += table[row, column] }
    }
    return sums.scalingColumns(by: sizes.map { 1 / Double($0) })
  }

  /// The table minus the means of the classes, n × d.
  private static func deviations(of table: Matrix, from means: Matrix, _ data: LabelledData) -> Matrix {
    Matrix(rows: table.rows, columns: table.columns) { table[$0, $1] - means[$1, data.classes[$0]] }
  }

  /// Refuses a direction whose variance within the classes is, to rounding, no part of its variance.
  ///
  /// Where the columns are orthonormal, T is the identity and the shares of W are squared singular values, which are
  /// known to the square of rounding.
  private static func checkSpread(within: Matrix, of table: StandardisedTable, _ data: LabelledData) throws {
    let resolution = Double(within.rows) * .ulpOfOne
    let orthonormal = try QR(of: table.entries).q
    let means = classMeans(of: orthonormal, data)
    // The direction along which the means differ most has the least spread within the classes.
    let between = means.scalingColumns(by: data.classSizes.map { Double($0).squareRoot() })
    let direction = try SingularValues(of: between).left.columns(0..<1)
    let along = orthonormal * direction
    let deviations = Self.deviations(of: along, from: direction.transposeTimes(means), data)
    let size = deviations.frobeniusNorm
    guard size * size <= resolution else { return }
    let constant = within.diagonal.indices.filter { within[$0, $0] <= resolution }
    // A column may spread, and so little beside the distance of the classes that rounding hides it.
    let isExact =
      constant.isEmpty
      ? data.rowCount - data.classNames.count < within.rows
      : constant.allSatisfy { index in
        let column = data.values.row(table.indices[index])
        return data.members.allSatisfy { members in members.allSatisfy { column[$0] == column[members[0]] } }
      }
    throw LabelledDataError.noSpreadWithinClasses(
      constant: constant.map { table.columnNames[$0] }, isExact: isExact,
      rows: data.rowCount, classes: data.classNames.count, columns: within.rows)
  }

  private static func mixture(means: Matrix, within: Matrix, _ data: LabelledData) throws -> GaussianMixture {
    do {
      return try GaussianMixture(
        weights: data.classSizes.map { Double($0) / Double(data.rowCount) }, means: means,
        covariances: .tied(within))
    } catch {
      guard case .notPositiveDefinite(_, let eigenvalue) = error else { throw error }
      throw LabelledDataError.nearlyDependent(smallestEigenvalue: eigenvalue)
    }
  }
}
