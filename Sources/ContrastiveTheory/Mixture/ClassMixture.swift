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
    varianceRatios = try data.classNames.indices.map { k in
      let members = data.classes.indices.filter { data.classes[$0] == k }
      let own = Matrix(rows: members.count, columns: deviations.columns) { deviations[members[$0], $1] }
      let ratios = try SymmetricDefinitePencil((1 / Double(members.count)) * own.gram, within).values
      // A class with at most d rows has no variance along some direction; rounding may put it below zero.
      return max(ratios[0], 0)...max(ratios[ratios.count - 1], 0)
    }
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
    let deviations = Self.deviations(of: orthonormal, from: classMeans(of: orthonormal, data), data)
    guard let smallest = try SingularValues(of: deviations).values.last, smallest * smallest <= resolution
    else {
      return
    }
    throw LabelledDataError.noSpreadWithinClasses(
      constant: within.diagonal.indices.filter { within[$0, $0] <= resolution }.map { table.columnNames[$0] },
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
