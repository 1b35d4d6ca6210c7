extension Draw {
  /// A `rows` × `columns` matrix with orthonormal columns, uniformly random: the orthogonal group's Haar measure, where it is
  /// square. A reader sees the matrix; its choices are a normal vector for each column, from which a Householder reflection is
  /// made, and where they are zero it is the identity (Stewart, *The efficient generation of random orthogonal matrices*, 1980).
  /// O(rows² · columns).
  ///
  ///     let frame = draw.orthonormal("frame", rows: 5, columns: 2)
  /// - Parameters:
  ///   - name: what it is about.
  ///   - rows: at least `columns`.
  ///   - columns: at least 0.
  public mutating func orthonormal(_ name: String, rows: Int, columns: Int) -> Matrix {
    guard 0 <= columns, columns <= rows else {
      fail(name, "found \(columns) orthonormal columns of \(rows) numbers, expected as many at most")
      return Matrix(rows: max(rows, 0), columns: max(columns, 0))
    }
    let normals = (0..<columns).map { self.normals(name, rows - $0) }
    var matrix = Matrix(rows: rows, columns: columns) { $0 == $1 ? 1 : 0 }
    for k in (0..<columns).reversed() { matrix.reflect(by: normals[k], from: k) }
    show(name, matrix, inPlaceOf: [])
    return matrix
  }

  /// A symmetric matrix with these eigenvalues, in uniformly random directions. O(d³).
  ///
  ///     let covariance = draw.symmetric("covariance", spectrum: [1, 0.5, 0.01])
  public mutating func symmetric(_ name: String, spectrum: [Double]) -> Matrix {
    let directions = orthonormal(name, rows: spectrum.count, columns: spectrum.count)
    let matrix = directions.scalingColumns(by: spectrum).timesTranspose(directions).symmetricPart
    show(name, matrix, inPlaceOf: [])
    return matrix
  }
}

extension Matrix {
  /// Multiplies rows and columns from the k-th on by the orthogonal matrix whose first column is the vector's direction: the
  /// reflection that takes it to an axis, with the sign that makes it so. Nothing for zero.
  fileprivate mutating func reflect(by vector: [Double], from k: Int) {
    // A length that neither overflows nor vanishes.
    let size = vector.reduce(0) { max($0, abs($1)) }
    guard size > 0, let first = vector.first else { return }
    let scaled = vector.map { $0 / size }
    let length = scaled.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let sign = first < 0 ? -1.0 : 1
    var axis = scaled
    axis[0] += sign * length
    let norm = axis.reduce(0) { $0 + $1 * $1 }
    let rows = rows
    withUnsafeMutableEntries { entries in
      // The columns before the k-th are zero there.
      for start in stride(from: k * rows + k, to: entries.count, by: rows) {
        var along = 0.0
        for i in axis.indices { along += axis[i] * entries[start + i] }
        let factor = 2 * along / norm
        for i in axis.indices { entries[start + i] = sign * (factor * axis[i] - entries[start + i]) }
      }
    }
  }
}
