import LinearAlgebra

extension InfoNCE {
  /// Minimises the loss over encoders with r rows, and certifies the result.
  ///
  /// The solver sees values and gradients, never the Fisher subspace. A descent does not leave the span of the start's rows and
  /// the whitened means when the covariance is shared, because every gradient lies in it (Proofs/T10, S4); it is computed in
  /// coordinates of that span, which changes nothing but the time. The certificate is that of the whole space.
  /// - Parameters:
  ///   - rank: r ≥ 1, the number of rows of the encoder.
  ///   - start: a start in whitened coordinates with 1 … r rows of d; nil takes what a small sample says of the minimiser, or small
  ///     random numbers of a fixed key, in min(r, K) rows. The solver adds rows, up to r, while that lowers the loss.
  ///   - solver: see ``TrustRegionNewton``.
  public func minimizer(
    rank: Int, start: Matrix? = nil, solver: TrustRegionNewton = TrustRegionNewton()
  ) throws -> Minimizer {
    precondition(rank >= 1, "an encoder has at least one row")
    precondition(
      start.map { $0.rows <= rank && $0.columns == pairs.mixture.dimension } ?? true,
      "a start has at most r rows of d numbers")
    return try Minimizer(
      whitened, modulus: modulus, pull: pull, whitening: whitening,
      offCentre: pairs.mixture.isExactlyCentred ? 0 : offCentre, solver: solver, start: start, rank: rank)
  }

  /// A bound on the length of the whitened mean. O(d²).
  package var offCentre: Double { (1 + 0x1p-20) * whitening.solveLower(pairs.mixture.exactMean).normBound }

  /// What the gradient Λ would change by, Frobenius, were the mixture one of exact hypotheses that this one meets to rounding: what an
  /// optimum of that one is off by more, over the modulus (Proofs/Certificate.md, S10).
  /// - Parameters:
  ///   - means: by how much all whitened means are moved.
  ///   - covariances: by how much a whitened covariance is at most, Frobenius; of a shared one, zero.
  ///   - square: |B|², B the whitened encoder.
  package func gradientChange(byMeansOff means: Double, covariances: Double = 0, at square: Double) -> Double
  {
    let square = (1 + 0x1p-30) * square
    let ofMeans = means == 0 ? 0 : whitened.gradientChange(byMeansOff: means, gram: square)
    guard covariances > 0 else { return ofMeans }
    guard let general = whitened as? GeneralInfoNCE else { return .infinity }
    return ofMeans + general.gradientChange(byCovariancesOff: covariances, modulus: modulus, gram: square)
  }
}
