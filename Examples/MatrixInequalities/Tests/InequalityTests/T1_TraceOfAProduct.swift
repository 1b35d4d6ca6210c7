import TheoremTesting

/// For real square matrices |tr(Aᵀ B)| ≤ |A| |B| in the Frobenius norm, and some pair attains it.
@Suite(.theorem(.open))
struct `T1 The trace of a product` {
  @Test func `is bounded by the norms`() throws {
    try upperBound(.pairs, attaining: 0.999) { pair in (number: pair.trace, bound: pair.norms) }
  }
}
