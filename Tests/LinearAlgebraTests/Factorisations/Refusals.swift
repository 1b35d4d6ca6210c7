import LinearAlgebra
import RandomNumbers
import Testing

/// A symmetric matrix whose leading minors are positive up to the order `minor`, which is not.
private func indefinite(_ n: Int, minor: Int, pivot: Double, using generator: inout CounterBasedGenerator)
  -> Matrix
{
  let unit = Matrix(rows: n, columns: n) { i, j in
    i == j ? 1 : i > j ? generator.uniform(in: -1...1) / Double(n) : 0
  }
  return unit.scalingColumns(by: (1...n).map { $0 == minor ? pivot : 1 }).timesTranspose(unit).symmetricPart
}

extension Factorisations {
  @Test func `not positive definite, by the order of the minor`() {
    var generator = CounterBasedGenerator(key: 4)
    for n in [1, 2, 5, 64, 200] {
      for minor in Set([1, 2, n / 2, n - 1, n]) where (1...n).contains(minor) {
        let a = indefinite(n, minor: minor, pivot: -1, using: &generator)
        let expected = LinearAlgebraError.notPositiveDefinite(leadingMinor: minor)
        #expect(throws: expected, "n = \(n)") { try Cholesky(of: a) }
        #expect(throws: expected, "pencil, n = \(n)") { try SymmetricDefinitePencil(.identity(n), a) }
      }
    }
    // A minor of exactly zero is not positive either.
    let ones = Matrix(rows: 3, columns: 3, repeating: 1)
    #expect(throws: LinearAlgebraError.notPositiveDefinite(leadingMinor: 2)) { try Cholesky(of: ones) }
    #expect(throws: LinearAlgebraError.notPositiveDefinite(leadingMinor: 1)) { try Cholesky(of: 0 * ones) }
  }

  @Test func `wide matrices have no thin QR factorisation`() async {
    await #expect(processExitsWith: .failure) { _ = try QR(of: Matrix(rows: 2, columns: 3)) }
  }

  @Test func `singular systems`() {
    let zeroColumn = Matrix(rows: 64, columns: 64) { i, j in j == 40 ? 0 : i == j ? 2 : 1 / Double(i + j + 1)
    }
    for a in [
      Matrix(rows: 1, columns: 1), Matrix(rowVectors: [[1, 2], [2, 4]]),
      Matrix(rows: 5, columns: 5, repeating: 1), zeroColumn,
    ] {
      #expect(throws: LinearAlgebraError.singular) { try a.solve(.identity(a.rows)) }
    }
  }

  @Test func `NaN and infinity anywhere`() {
    for bad in [Double.nan, -.nan, .infinity, -.infinity] {
      for (i, j) in [(0, 0), (4, 4), (4, 0), (0, 4)] {
        let good = Matrix.identity(5)
        var a = good
        a[i, j] = bad
        let attempts: [(String, () throws -> Any)] = [
          ("Cholesky", { try Cholesky(of: a) }), ("SymmetricEigen", { try SymmetricEigen(of: a) }),
          ("pencil, A", { try SymmetricDefinitePencil(a, good) }),
          ("pencil, B", { try SymmetricDefinitePencil(good, a) }),
          ("SingularValues", { try SingularValues(of: a) }), ("QR", { try QR(of: a) }),
          ("solve, A", { try a.solve(good) }), ("solve, B", { try good.solve(a) }),
        ]
        for (name, attempt) in attempts {
          #expect(throws: LinearAlgebraError.notFinite, "\(name) of \(bad) at (\(i), \(j))") { try attempt() }
        }
      }
    }
  }

  @Test func `a result that overflows`() {
    let huge = Matrix(rows: 4, columns: 4, repeating: .greatestFiniteMagnitude)
    #expect(throws: LinearAlgebraError.notFinite) { try SymmetricEigen(of: huge) }
    #expect(throws: LinearAlgebraError.notFinite) { try SingularValues(of: huge) }
    #expect(throws: LinearAlgebraError.notFinite) { try QR(of: huge) }
    #expect(throws: LinearAlgebraError.notFinite) {
      try Matrix(rowVectors: [[1e-300]]).solve(Matrix(rowVectors: [[1e300]]))
    }
    #expect(throws: LinearAlgebraError.notFinite) {
      try SymmetricDefinitePencil(Matrix(rowVectors: [[1e300]]), Matrix(rowVectors: [[1e-300]]))
    }
  }

  @Test func `order 0`() throws {
    let empty = Matrix(rows: 0, columns: 0)
    #expect(try Cholesky(of: empty).factor == empty)
    #expect(try Cholesky(of: empty).solve(Matrix(rows: 0, columns: 2)) == Matrix(rows: 0, columns: 2))
    #expect(try SymmetricEigen(of: empty).values.isEmpty)
    #expect(try SymmetricEigen(of: empty).vectors == empty)
    #expect(try SymmetricDefinitePencil(empty, empty).vectors == empty)
    #expect(try SingularValues(of: empty).values.isEmpty)
    #expect(try QR(of: empty).q == empty)
    #expect(try QR(of: Matrix(rows: 3, columns: 0)).q == Matrix(rows: 3, columns: 0))
    #expect(try empty.solve(Matrix(rows: 0, columns: 2)) == Matrix(rows: 0, columns: 2))
  }

  @Test func `order 1`() throws {
    let four = Matrix(rowVectors: [[4]])
    let eight = Matrix(rowVectors: [[8]])
    #expect(try Cholesky(of: four).factor == Matrix(rowVectors: [[2]]))
    #expect(try Cholesky(of: four).solve(eight) == Matrix(rowVectors: [[2]]))
    #expect(try four.solve(eight) == Matrix(rowVectors: [[2]]))
    let eigen = try SymmetricEigen(of: -four)
    #expect(eigen.values == [-4] && eigen.vectors.absolute == .identity(1))
    let pencil = try SymmetricDefinitePencil(eight, four)
    #expect(pencil.values == [2] && pencil.vectors.absolute == Matrix(rowVectors: [[0.5]]))
    let svd = try SingularValues(of: -four)
    #expect(svd.values == [4] && svd.left[0, 0] * svd.right[0, 0] == -1)
    let qr = try QR(of: -four)
    #expect(qr.q * qr.r == -four && qr.q.absolute == .identity(1))
  }
}
