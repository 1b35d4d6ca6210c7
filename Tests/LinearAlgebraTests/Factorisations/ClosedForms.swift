import Foundation
import LinearAlgebra
import RandomNumbers
import Testing

/// The second difference matrix: 2 on the diagonal, -1 beside it.
private func secondDifference(_ n: Int) -> Matrix {
  Matrix(rows: n, columns: n) { $0 == $1 ? 2 : abs($0 - $1) == 1 ? -1 : 0 }
}

/// The angles kπ/(n + 1) its eigenvalues 2 - 2 cos are made of.
private func angles(_ n: Int) -> [Double] { (1...n).map { Double($0) * .pi / Double(n + 1) } }

/// Problems whose solutions are known, in which no factorisation has a part.
extension Factorisations {
  @Test func `closed forms`() throws {
    var ratios = Ratios("closed forms")
    for n in [1, 2, 3, 8, 33, 100] {
      let (k, name) = (secondDifference(n), "n = \(n)")
      let eigenvalues = angles(n).map { 2 - 2 * cos($0) }
      ratios.note("eigenvalues", spectrumRatio(try SymmetricEigen(of: k).values, eigenvalues), name)
      ratios.note(
        "singular values", spectrumRatio(try SingularValues(of: k).values, eigenvalues.reversed()), name)

      // Linear finite elements on an interval: stiffness K, mass M = (6 I - K)/6 of condition below 3.
      let mass = Matrix.identity(n) - 1.0 / 6 * k
      let frequencies = eigenvalues.map { $0 / (1 - $0 / 6) }
      ratios.note(
        "pencil", spectrumRatio(try SymmetricDefinitePencil(k, mass).values, frequencies), name)

      // min(i, j) = L Lᵀ with ones in L, and its inverse is K but for the last entry.
      let minima = Matrix(rows: n, columns: n) { Double(min($0, $1) + 1) }
      let ones = Matrix(rows: n, columns: n) { $0 >= $1 ? 1 : 0 }
      let cholesky = try Cholesky(of: minima)
      ratios.require("Cholesky factor", cholesky.factor == ones, name)
      var inverse = k
      inverse[n - 1, n - 1] = 1
      ratios.require("inverse by Cholesky", cholesky.solve(.identity(n)) == inverse, name)
      ratios.require("inverse by LU", try minima.solve(.identity(n)) == inverse, name)
    }
    ratios.judge()
  }

  @Test func `only the lower triangle counts`() throws {
    var generator = CounterBasedGenerator(key: 3)
    for n in [2, 5, 64] {
      let a = Matrix.symmetric(spectrum: (1...n).map(Double.init), using: &generator)
      let soiled = Matrix(rows: n, columns: n) { $0 >= $1 ? a[$0, $1] : 1e3 }
      #expect(try Cholesky(of: soiled).factor == Cholesky(of: a).factor)
      #expect(try SymmetricEigen(of: soiled).vectors == SymmetricEigen(of: a).vectors)
      #expect(
        try SymmetricDefinitePencil(soiled, soiled).values == SymmetricDefinitePencil(a, a).values)
    }
  }
}
