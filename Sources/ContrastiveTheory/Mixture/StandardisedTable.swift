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

  /// Standardises and selects; O(n d² + d³).
  /// - Throws: ``LabelledDataError/allConstant``, or `LinearAlgebraError` when LAPACK fails.
  init(_ data: LabelledData) throws {
    var constant: [String] = []
    var varying: [(name: String, entries: [Double])] = []
    for (index, name) in data.columnNames.enumerated() {
      if let column = Self.standardised(data.values.row(index)) {
        varying.append((name, column))
      } else {
        constant.append(name)
      }
    }
    guard !varying.isEmpty else { throw LabelledDataError.allConstant }
    let kept = try Self.independentColumns(of: Matrix(columnVectors: varying.map(\.entries)))
    entries = Matrix(columnVectors: kept.map { varying[$0].entries })
    columnNames = kept.map { varying[$0].name }
    constantColumns = constant
    dependentColumns = varying.indices.filter { !kept.contains($0) }.map { varying[$0].name }
  }

  /// A column with mean 0 and variance 1; nil when its entries differ by no more than rounding.
  private static func standardised(_ column: [Double]) -> [Double]? {
    // Scaled to at most 1, no square overflows, and rounding is that of one.
    let largest = column.reduce(0) { max($0, abs($1)) }
    guard largest > 0 else { return nil }
    var entries = column.map { $0 / largest }
    let first = entries[0]
    guard entries.contains(where: { abs($0 - first) > 2 * .ulpOfOne }) else { return nil }
    let n = Double(column.count)
    // The second pass removes what rounding left of the mean in the first.
    for _ in 0..<2 {
      let mean = entries.reduce(0, +) / n
      for row in entries.indices { entries[row] -= mean }
    }
    let deviation = (entries.reduce(0) { $0 + $1 * $1 } / n).squareRoot()
    return entries.map { $0 / deviation }
  }

  /// The columns of an n × d table that are no linear combination of earlier ones, for columns of variance 1.
  ///
  /// A column counts as one when what the earlier ones leave of its variance is at most d ulp, which a covariance of d
  /// columns cannot tell from zero. It is measured on the table itself, where it is known to the square of rounding.
  private static func independentColumns(of table: Matrix) throws(LinearAlgebraError) -> [Int] {
    let (n, d) = (table.rows, table.columns)
    // The triangular factor has the inner products of the table, and d rows only.
    let tall = n >= d ? table : Matrix(rows: d, columns: d) { $0 < n ? table[$0, $1] : 0 }
    let factor = (1 / Double(n).squareRoot()) * (try QR(of: tall).r)
    var kept: [Int] = []
    var basis = Matrix(rows: d, columns: 0)
    for column in 0..<d {
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
