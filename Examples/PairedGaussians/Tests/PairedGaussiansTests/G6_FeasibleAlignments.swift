import TheoremTesting

/// Let C be a p × q matrix with singular values φ₁ ≥ φ₂ ≥ …, φ_k > 0, and let W (k × p) and V (k × q) satisfy W C Vᵀ = I. Then
/// |W|² + |V|² ≥ 2 Σ_{i≤k} 1/φᵢ in the Frobenius norm, and some W and V attain it.
@Suite(.theorem(.proved))
struct `G6 Feasible alignments` {
  @Test func `the size of both encoders`() throws {
    try lowerBound(.alignments, attaining: 0.999999) { ($0.size(), bound: $0.bound) }
  }

  @Test func `the identity cannot be dropped`() throws {
    try cannotDrop("the identity", of: .alignments) {
      .atMost($0.bound, $0.size())
    } without: {
      .atMost($0.bound, $0.size(product: 0.5))
    }
  }

  @Test func `the largest singular values cannot be dropped`() throws {
    try cannotDrop("the largest singular values", of: .alignments, count: 60) {
      .atMost($0.bound, $0.size())
    } without: {
      .atMost($0.boundOfSmallest, $0.size())
    }
  }
}

private struct Alignment: Sendable {
  /// φ.
  let values: [Estimate]
  /// C.
  let cross: EstimateMatrix
  /// V, and rows in place of W, k × q and k × p.
  let v: EstimateMatrix
  let rows: EstimateMatrix

  var rank: Int { v.rows.count }

  /// |W|² + |V|² where W C Vᵀ is the identity times a number.
  func size(product: Estimate = 1) -> Estimate {
    let w = (rows * cross * v.transposed).inverse * rows
    return w.scaled(by: product).squaredNorm + v.squaredNorm
  }

  var bound: Estimate { 2 * values.prefix(rank).map { 1 / $0 }.sum }
  var boundOfSmallest: Estimate { 2 * values.suffix(rank).map { 1 / $0 }.sum }
}

extension Family<Alignment> {
  fileprivate static let alignments = Family("encoders of a cross-covariance") { draw in
    let (p, q) = (draw.integer("dimension of x", in: 1...5), draw.integer("dimension of y", in: 1...5))
    let (rank, count) = (draw.integer("rank", in: 1...min(p, q)), min(p, q))
    let values = (0..<count).map { _ in draw.logarithmic("singular value", in: 0.05...5) }.sorted(by: >)
    let left = EstimateMatrix(reflectingAlong: (0..<2).map { _ in draw.normals("mirror of x", p) }, order: p)
    let right = EstimateMatrix(reflectingAlong: (0..<2).map { _ in draw.normals("mirror of y", q) }, order: q)
    let phi = values.map(Estimate.init(exactly:))
    let core = EstimateMatrix(diagonal: phi, rows: p, columns: q)
    // Where it is 0 they attain the bound.
    let distance = draw.real("distance", in: 0...1, atEnds: 0.2)
    func encoder(_ name: String, _ frame: EstimateMatrix, _ dimension: Int) -> EstimateMatrix {
      let best = EstimateMatrix(
        diagonal: phi.map { 1 / $0.squareRoot() }, rows: rank, columns: dimension)
      let other = (0..<rank).map { _ in draw.normals(name, dimension).map { Estimate(exactly: distance * $0) }
      }
      return (best - EstimateMatrix(other)) * frame.transposed
    }
    return Alignment(
      values: phi, cross: left * core * right.transposed, v: encoder("rows of V", right, q),
      rows: encoder("rows of W", left, p))
  }
  .covering("fewer rows than singular values", 0.3) { $0.rank < $0.values.count }
  .covering("several rows", 0.3) { $0.rank > 1 }
}
