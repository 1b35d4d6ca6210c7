import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture be centred, with a shared covariance and δ in (0, 1], let the minimisers of population InfoNCE with r =
/// q ≥ 1 rows span the Fisher subspace F, and in whitened coordinates that begin with those of F let their Gram matrix be H on F,
/// with eigenvalues below 1. Let (I T) span the row space of a minimiser on a batch of n pairs; the tangents of its angles to F
/// are the singular values of T. (1) As n → ∞, √n T tends in law to C^½ Z, Z of independent standard normal numbers, C =
/// H⁻¹G⁻¹ΩG⁻¹H⁻¹, G = S + I + N R Nᵀ and Ω = E uuᵀ + E vvᵀ, u = E_y[y r(y, x′)] − x and v = E_y[y r(x, y)] − x′ along F, r(x, y)
/// = exp(xᵀHy)/E_y exp(xᵀHy). (2) For the canonical directions of the batch it is C′ = (δ⁻²S³B⁻² − S)/2 in place of C. (3) As δ →
/// 0, δ²C and δ²C′ tend to S³B⁻²/2.
@Suite(.theorem(.proved))
struct `T25 Angles fall like the root of the sample` {
  @Test func `(1) beside the noise of the gradient what is left of T falls faster`() throws {
    // Of the same pairs, in batches of n.
    try rate(
      -1, neighbours: -2...(-0.5), sizes: [120, 1200], of: .batches(), count: 90,
      axes: ("number of pairs n", "|T − its linear part|")
    ) { batches, size in
      let law = try batches.law
      return try batches.rootMeanSquare(pairs: Int(size), of: 1200) { batch in
        let (found, error) = try law.tangents(ofMinimizerOn: batch)
        return Estimate(
          (found - (try law.linearPart(batch))).frobeniusNorm,
          budget: .computed([.rounding: error * found.frobeniusNorm]))
      }
    }
  }

  @Test func `(1) the covariance of the linear part, given the coordinates along F, tends to C`() throws {
    try rate(
      -0.5, neighbours: -1...0, sizes: [100, 400], of: .batches(components: [0, 0, 1]), count: 120,
      axes: ("number of pairs n", "|C of Ω_n − C| over |C|")
    ) { batches, size in
      let law = try batches.law
      let limit = try law.covariance()
      let error = try (law.covariance(step: 1) - limit).frobeniusNorm / limit.frobeniusNorm
      return try batches.rootMeanSquare(pairs: Int(size), of: 1600) { batch in
        Estimate(
          (try law.covariance(given: batch) - limit).frobeniusNorm / limit.frobeniusNorm,
          budget: .computed([.integration: error]))
      }
    }
  }

  @Test func `(1) few batches have a T that the limit would hardly have`() throws {
    try fails(forAtMost: 0.2, detecting: 0.45, of: .batches(), count: 300) {
      .atMost(try $0.deviation(pairs: 400), 3)
    }
  }

  @Test func `(1) centring cannot be dropped`() throws {
    try cannotDrop("centring", of: .batches(), count: 24, replacing: { try $0.shifted }) {
      .atMost(try $0.deviation(pairs: 800), 7)
    }
  }

  @Test func `(2) so it is of canonical directions`() throws {
    try rate(
      -1, neighbours: -2...(-0.5), sizes: [200, 3200], of: .batches(), count: 120,
      axes: ("number of pairs n", "|T − its linear part|")
    ) { batches, size in
      let (law, batch) = (try batches.law, try batches.first(Int(size)))
      let subspace = try batch.canonicalSubspace(dimension: batches.problem.rank)
      let found = try law.tangents(subspace.basis.transposed)
      let turned = try subspace.error * batches.problem.mixture.condition.squareRoot()
      return Estimate(
        (found - (try law.canonicalLinearPart(batch))).frobeniusNorm,
        budget: .computed([.rounding: 2 * turned * (1 + found.inner(found))]))
    }
  }

  @Test func `(3) the limit for small δ`() throws {
    try rate(
      1, neighbours: 0...2, sizes: [0.01, 0.02], of: .batches(components: [0, 0, 1]), count: 41,
      axes: ("bias δ", "|δ²C − its limit| over the limit")
    ) { batches, bias in
      let law = try LimitLaw(batches.problem.with(\.bias, bias))
      let (limit, scaled) = (try law.limitForSmallBias, try bias * bias * law.covariance())
      let coarse = try bias * bias * law.covariance(step: 1)
      return Estimate(
        (scaled - limit).frobeniusNorm / limit.frobeniusNorm,
        budget: .computed([.integration: (coarse - scaled).frobeniusNorm / limit.frobeniusNorm]))
    }
  }
}
