import LinearAlgebra
import RandomNumbers
import Testing

@Suite struct RandomMatrixTests {
  @Test func `orthogonal matrices are orthogonal`() {
    var ratios = Ratios("Matrix.orthogonal")
    var generator = CounterBasedGenerator(key: 31)
    for n in [0, 1, 2, 3, 10, 64, 200] {
      let q = Matrix.orthogonal(n, using: &generator)
      ratios.note("I - Qᵀ Q", orthogonalityRatio(q), "n = \(n)")
      ratios.note("I - Q Qᵀ", orthogonalityRatio(q.transposed), "n = \(n)")
    }
    ratios.judge()
  }

  @Test func `symmetric matrices have their spectrum`() throws {
    var generator = CounterBasedGenerator(key: 34)
    let a = Matrix.symmetric(spectrum: [3, -1, 0, 2], using: &generator)
    #expect(a == a.transposed)
    #expect(spectrumRatio(try SymmetricEigen(of: a).values, [-1, 0, 2, 3]) < threshold)
  }

  @Test func `normal matrices are drawn column after column`() {
    var (generator, same) = (CounterBasedGenerator(key: 35), CounterBasedGenerator(key: 35))
    let a = Matrix.normal(rows: 3, columns: 2, using: &generator)
    #expect(a.storage == (0..<6).map { _ in same.normal() })
  }
}
