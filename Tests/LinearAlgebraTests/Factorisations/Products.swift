import LinearAlgebra
import RandomNumbers
import Testing

/// A product by the definition, and the product of the absolute values.
private func definition(_ a: Matrix, _ b: Matrix) -> (product: Matrix, absolute: Matrix) {
  var product = Matrix(rows: a.rows, columns: b.columns)
  var absolute = product
  for j in 0..<b.columns {
    for i in 0..<a.rows {
      var (sum, size) = (0.0, 0.0)
      for k in 0..<a.columns {
        let term = a[i, k] * b[k, j]
        sum += term
        size += abs(term)
      }
      product[i, j] = sum
      absolute[i, j] = size
    }
  }
  return (product, absolute)
}

/// The largest |computed - product| over its bound 2 γ |A||B|, γ = k u / (1 - k u), entry by entry: a theorem for
/// two sums of k products in any orders (Higham, *Accuracy and Stability*, section 3.5).
private func componentwiseRatio(
  _ computed: Matrix, _ exact: (product: Matrix, absolute: Matrix), terms k: Int
) -> Double {
  guard computed.rows == exact.product.rows, computed.columns == exact.product.columns else {
    return .infinity
  }
  let gamma = Double(k) * roundoff / (1 - Double(k) * roundoff)
  var worst = 0.0
  for (index, value) in computed.storage.enumerated() {
    let difference = abs(value - exact.product.storage[index])
    let bound = 2 * gamma * exact.absolute.storage[index] * (1 + gamma)
    let ratio = difference == 0 ? 0 : difference / bound
    worst = ratio.isNaN || worst.isNaN ? .nan : max(worst, ratio)
  }
  return worst
}

extension Factorisations {
  @Test func `products against their definition`() {
    let shapes = [
      (1, 1, 1), (2, 3, 5), (5, 8, 1), (1, 64, 1), (8, 1, 3), (33, 16, 8), (64, 128, 33), (128, 128, 128),
      (512, 33, 5), (3, 512, 8), (16, 8, 512), (0, 3, 2), (3, 0, 2), (3, 2, 0),
    ]
    var ratios = Ratios("products")
    var generator = CounterBasedGenerator(key: 1)
    for (m, k, n) in shapes {
      // Rows of A and columns of B of very different size: only a componentwise bound sees the small ones.
      let grading = { (i: Int) in [1, 1e-100, 1e100][i % 3] }
      let a = Matrix.normal(rows: k, columns: m, using: &generator)
        .scalingColumns(by: (0..<m).map(grading)).transposed
      let b = Matrix.normal(rows: k, columns: n, using: &generator).scalingColumns(by: (0..<n).map(grading))
      let exact = definition(a, b)
      let name = "\(m) × \(k) times \(k) × \(n)"
      ratios.note("A B", componentwiseRatio(a * b, exact, terms: k), name)
      ratios.note("(Aᵀ)ᵀ B", componentwiseRatio(a.transposed.transposeTimes(b), exact, terms: k), name)
      ratios.note("A (Bᵀ)ᵀ", componentwiseRatio(a.timesTranspose(b.transposed), exact, terms: k), name)
      let gram = a.gram
      ratios.note("Aᵀ A", componentwiseRatio(gram, definition(a.transposed, a), terms: m), name)
      ratios.require("Aᵀ A exactly symmetric", gram == gram.transposed, name)
      guard n > 0 else { continue }
      let vector = b.column(n - 1)
      let image = Matrix(rows: m, columns: 1, storage: a.times(vector))
      let definition = definition(a, b.columns((n - 1)..<n))
      ratios.note("A x", componentwiseRatio(image, definition, terms: k), name)
    }
    ratios.judge(limit: 1)
  }

  @Test func `Frobenius norm at every scale`() {
    var ratios = Ratios("frobeniusNorm")
    var generator = CounterBasedGenerator(key: 2)
    for (rows, columns) in [(1, 1), (2, 3), (33, 5), (512, 128)] {
      let a = Matrix.normal(rows: rows, columns: columns, using: &generator)
      let norm = a.inner(a).squareRoot()
      for exponent in [-1020, -700, -300, 0, 300, 700, 1000] {
        let scale = Double(sign: .plus, exponent: exponent, significand: 1)
        let error = abs((scale * a).frobeniusNorm / scale - norm) / norm
        ratios.note(
          "norm", error / (Double(rows * columns) * roundoff), "\(rows) × \(columns), scale 2^\(exponent)")
      }
    }
    ratios.judge()
  }

  @Test func `Frobenius norm at the ends of the numbers`() {
    let least = Double.leastNonzeroMagnitude
    #expect(Matrix(rows: 0, columns: 4).frobeniusNorm == 0)
    #expect(Matrix(rows: 2, columns: 2).frobeniusNorm == 0)
    #expect(Matrix(rowVectors: [[3 * least], [-4 * least]]).frobeniusNorm == 5 * least)
    #expect(Matrix(rowVectors: [[0x3p1020], [-0x4p1020]]).frobeniusNorm == 0x5p1020)
    #expect(Matrix(rowVectors: [[1, .infinity]]).frobeniusNorm == .infinity)
    #expect(Matrix(rowVectors: [[1, .nan]]).frobeniusNorm.isNaN)
  }
}
