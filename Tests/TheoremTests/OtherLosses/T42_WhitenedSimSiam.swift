import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture be centred, with any covariances, and let δ > 0. The minimisers of the SimSiam loss −E⟨A x, A x′⟩ under
/// the whitening constraint A T Aᵀ = I have (1) the Fisher subspace F as their row space when r = q, and (2) the span of the r
/// leading linear discriminants when r < q and the Fisher ratios r and r + 1 differ.
@Suite(.theorem(.proved))
struct `T42 SimSiam with whitened outputs finds F` {
  @Test func `(1) as many rows as F has dimensions`() throws { try forAll(.anyCovariances, findsFisher) }

  @Test func `(2) fewer rows find the leading discriminants`() throws {
    let fewerRows = Family<Problem>.withAnyCovariances(
      MixtureFamily(dimensions: 4...24, componentShares: [0, 0, 0.4, 0.3, 0.3]), bias: 0.02...1
    )
    .map("fewer rows than dimensions of F, any covariances") { problem, draw in
      problem.with(\.rank, draw.integer("rows", in: 1...(problem.rank - 1)))
    }
    .assuming("Fisher ratios that differ by a tenth or more at the cut") { problem in
      let ratios = try problem.discriminants(problem.rank + 1).values
      return ratios[problem.rank - 1].value >= 1.1 * ratios[problem.rank].value
    }
    .coveringHardProblems
    try forAll(fewerRows) {
      try $0.simSiam(.whitenedOutputs).equality(with: $0.discriminants($0.rank).subspace)
    }
  }

  @Test func `(1) no other encoder has a lower loss`() throws {
    try upperBound(.feasibleEncoders, attaining: 0.99) { problem, encoder in
      let loss = SimSiam(try problem.pairs).value(MatrixEstimate(encoder))
      return (
        Estimate(-loss.value, budget: try loss.budget + problem.roundingOfOutputs(encoder)),
        // The largest tr(A C Aᵀ).
        try problem.correlations.sum
      )
    }
  }

  @Test func `(1) centring cannot be dropped`() throws {
    try cannotDrop("centring", of: .easyPairs, replacing: { try $0.shifted }, holds: findsFisher)
  }

  private func findsFisher(_ problem: Problem) throws -> Verdict {
    try problem.simSiam(.whitenedOutputs).equality(with: problem.mixture.fisherSubspace)
  }
}
