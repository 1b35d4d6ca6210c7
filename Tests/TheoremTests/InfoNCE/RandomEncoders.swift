import TheoremTesting

extension Draw {
  /// An encoder in whitened coordinates that no solver has seen, its entries normal deviates.
  /// - Parameter size: its Frobenius norm, about.
  mutating func encoder(_ name: String, rows: Int, dimension: Int, size: Double) -> Matrix {
    (size / Double(rows * dimension).squareRoot())
      * Matrix(rowVectors: (0..<rows).map { _ in normals(name, dimension) })
  }
}
