import MixtureFamilies
import TheoremTesting

/// (1) The SimSiam loss L(A) = −E⟨A x, A x′⟩ without a constraint is homogeneous, L(t A) = t² L(A). So it is unbounded below if
/// some encoder has a negative loss, and if none has, its minimum is 0, attained at the collapsed encoder A = 0. (2) If π is
/// positive definite, as for δ > 0, every encoder that does not vanish on all means has a negative loss.
@Suite(.theorem(.proved))
struct `T40 SimSiam without a constraint` {
  @Test func `(1) the loss is homogeneous`() throws {
    let factors = Family("factors") { $0.logarithmic("factor", in: 0.001...1000) }
    try identity(Family.encoders.with(factors)) { drawn, factor in
      let (loss, encoder) = (SimSiam(try drawn.0.pairs), MatrixEstimate(drawn.1))
      let t = Estimate(exactly: factor)
      return (loss.value(t * encoder), t * t * loss.value(encoder))
    }
  }

  @Test func `(2) every encoder that sees the means has a negative loss`() throws {
    try forAll(.encoders) { problem, encoder in .less(loss(encoder, try problem.pairs), than: 0) }
  }

  @Test func `(1, 2) it has no minimum`() throws {
    try forAll(.anyCovariances) { problem in
      let pairs = try problem.pairs
      let leading = try SimSiam(pairs).minimizer(rank: 1, under: .orthonormalRows).encoder
      return .less(loss(leading, pairs), than: 0)
    }
  }

  @Test func `(2) the definite coupling cannot be dropped`() throws {
    try cannotDrop(
      "the definite coupling", of: .swaps, replacing: { (try $0.0.mixture.pairs(kept: 0), $0.1) }
    ) { .less(loss($0.1, $0.0), than: 0) }
  }

  @Test func `(1) two components that always swap collapse`() throws {
    try forAll(.swaps) { pairs, encoder in .less(0, than: loss(encoder, try pairs.mixture.pairs(kept: 0))) }
  }

  private func loss(_ encoder: Matrix, _ pairs: AugmentedPairs) -> Estimate {
    SimSiam(pairs).value(MatrixEstimate(encoder))
  }
}

extension GaussianMixture {
  /// Pairs of two components of equal weight.
  /// - Parameter kept: the probability that a pair shares its component.
  fileprivate func pairs(kept: Double) throws -> AugmentedPairs {
    let (same, other) = (kept / 2, (1 - kept) / 2)
    return try AugmentedPairs(mixture: self, coupling: Matrix(rowVectors: [[same, other], [other, same]]))
  }
}

extension Family<(Problem, Matrix)> {
  fileprivate static let encoders = Family<Problem>.anyCovariances.map("encoders") { problem, draw in
    (problem, draw.encoder(for: problem))
  }
}

extension Family<(AugmentedPairs, Matrix)> {
  fileprivate static let swaps = Family<GaussianMixture>.sharedOrUnequal(
    MixtureFamily(dimensions: 2...24, weights: [0.5, 0.5])
  )
  .map("two equal components, and an encoder of two rows") { mixture, draw in
    let problem = Problem(mixture: mixture, bias: 1, rank: 2)
    return (try mixture.pairs(kept: draw.real("kept", in: 0.6...1)), draw.encoder(for: problem))
  }
  .assuming("the definite coupling") { try SymmetricEigen(of: $0.0.coupling).values[0] > 0 }
}
