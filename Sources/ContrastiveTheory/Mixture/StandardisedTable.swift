import LinearAlgebra

/// The columns of labelled data with mean 0 and variance 1 (divided by n), without those that are degenerate.
struct StandardisedTable {
  /// n × d: the rows of the data are rows here too.
  let entries: Matrix
  /// The names of the d columns.
  let columnNames: [String]
  /// The names of the columns that do not vary by more than rounding.
  let constantColumns: [String]
  /// The names of the columns that are linear combinations of earlier ones to rounding.
  let dependentColumns: [String]
  /// The scale of each of the d columns, and its number among those of the data.
  private let scales: [(index: Int, scale: ColumnScale)]

  /// Standardises and selects; O(n d² + d³).
  /// - Throws: ``LabelledDataError/allConstant``, or `LinearAlgebraError` when LAPACK fails.
  init(_ data: LabelledData) throws {
    var constant: [String] = []
    var varying: [(index: Int, scale: ColumnScale, entries: [Double])] = []
    for (index, name) in data.columnNames.enumerated() {
      let column = data.values.row(index)
      if let scale = ColumnScale(of: column) {
        varying.append((index, scale, column.map(scale.standardised)))
      } else {
        constant.append(name)
      }
    }
    guard !varying.isEmpty else { throw LabelledDataError.allConstant }
    let kept = try Self.independentColumns(of: Matrix(columnVectors: varying.map(\.entries)))
    entries = Matrix(columnVectors: kept.map { varying[$0].entries })
    scales = kept.map { (varying[$0].index, varying[$0].scale) }
    columnNames = scales.map { data.columnNames[$0.index] }
    constantColumns = constant
    dependentColumns = varying.indices.filter { !kept.contains($0) }
      .map { data.columnNames[varying[$0].index] }
  }

  /// The numbers of the d columns among those of the data.
  var indices: [Int] { scales.map(\.index) }

  /// Other rows of the same columns, moved and scaled as these were and without the dropped columns, d × n.
  func standardised(_ data: LabelledData) -> Matrix {
    Matrix(rows: scales.count, columns: data.rowCount) {
      scales[$0].scale.standardised(data.values[scales[$0].index, $1])
    }
  }

  /// The columns of an n × d table that are no linear combination of earlier ones, for columns of variance 1.
  ///
  /// A column counts as one when what the earlier ones leave of its variance is at most d ulp, which a covariance of d
  /// columns cannot tell from zero. It is measured on the table itself, where it is known to the square of rounding.
  private static func independentColumns(of table: Matrix) throws(LinearAlgebraError) -> [Int] {
    let (n, d) = (table.rows, table.columns)
    // The triangular factor has the inner products of the table, and d rows only.
    let tall = n >= d ? table : table.filled(toRows: d)
    let factor = (1 / Double(n).squareRoot()) * (try QR(of: tall).r)
    // A diagonal entry is what the earlier columns leave of a column, up to the first that is dropped.
    let first = (0..<d).first { factor[$0, $0] * factor[$0, $0] <= Double(d) * .ulpOfOne } ?? d
    var kept = Array(0..<first)
    var basis = Matrix(rows: d, columns: first) { $0 == $1 ? 1 : 0 }
    for column in first..<d {
      var rest = factor.columns(column..<(column + 1))
      // Gram and Schmidt; the second time restores the orthogonality that rounding took.
      for _ in 0..<2 { rest = rest - basis * basis.transposeTimes(rest) }
      let norm = rest.frobeniusNorm
      guard norm * norm > Double(d) * .ulpOfOne else { continue }
      kept.append(column)
      basis = basis.besides((1 / norm) * rest)
    }
    return kept
  }
}
