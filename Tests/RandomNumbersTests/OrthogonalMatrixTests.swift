import LinearAlgebra
import RandomNumbers
import Testing

/// Random orthogonal matrices are distributed as they should be.
@Suite struct OrthogonalMatrixTests {
  /// On the sphere of three dimensions a coordinate is uniform in (-1, 1) (Archimedes), and so is every entry of a
  /// Haar matrix of order 3. LAPACK's own Q has a first entry of one sign.
  @Test func `every entry is distributed as under Haar measure`() {
    var generator = CounterBasedGenerator(key: 32)
    let n = 4000
    let sample = (0..<n).map { _ in Matrix.orthogonal(3, using: &generator) }
    for i in 0..<3 {
      for j in 0..<3 {
        let entries = sample.map { $0[i, j] }
        let distance = distance(entries) { min(max(($0 + 1) / 2, 0), 1) }
        #expect(distance < allowedDistance(n), "entry (\(i), \(j))")
      }
    }
  }

  @Test func `both signs are equally frequent`() {
    var generator = CounterBasedGenerator(key: 33)
    let n = 4000
    for order in [1, 2, 5] {
      var (positive, rotations) = (0, 0)
      for _ in 0..<n {
        let q = Matrix.orthogonal(order, using: &generator)
        if q[0, 0] > 0 { positive += 1 }
        if determinant(q) > 0 { rotations += 1 }
      }
      #expect(abs(Double(positive) / Double(n) - 0.5) < allowedDistance(n), "first entry, n = \(order)")
      #expect(abs(Double(rotations) / Double(n) - 0.5) < allowedDistance(n), "determinant, n = \(order)")
    }
  }

  /// By expansion along the first column: for small orders.
  private func determinant(_ a: Matrix) -> Double {
    guard a.rows > 0 else { return 1 }
    return (0..<a.rows).reduce(0) { sum, i in
      let minor = Matrix(rows: a.rows - 1, columns: a.rows - 1) { a[$0 < i ? $0 : $0 + 1, $1 + 1] }
      return sum + (i % 2 == 0 ? 1 : -1) * a[i, 0] * determinant(minor)
    }
  }
}
