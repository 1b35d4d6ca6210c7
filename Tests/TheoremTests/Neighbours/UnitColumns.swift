import LinearAlgebra

extension Matrix {
  /// Its columns as points of the unit sphere: each over its length, and the first axis in place of zero.
  var withUnitColumns: Matrix {
    Matrix(
      columnVectors: (0..<columns).map { j in
        let column = column(j)
        let length = column.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return column.indices.map { length > 0 ? column[$0] / length : $0 == 0 ? 1 : 0 }
      })
  }
}
