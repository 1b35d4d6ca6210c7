import Evidence
import LinearAlgebra

extension InfoNCE {
  /// "Some minimiser has its row space in the subspace", for encoders with as many rows as the subspace has dimensions
  /// (T20).
  ///
  /// The best encoder with its row space in the subspace solves the problem of the mixture's projection, which is convex, so
  /// that its Gram matrix H is unique and certified. If a minimiser over all encoders lay in the subspace it would be that
  /// one, and a critical point: Λ H = 0. Measured: |Λ H| over |Λ(0)| |H|; the certificate, moved through the Lipschitz
  /// constant of Λ, bounds what that may be wrong by (Proofs/T20). A larger value refutes. That it vanishes says that the
  /// best encoder inside is a critical point of all encoders, which for the whole Fisher subspace makes it a minimiser.
  ///
  /// Only for a shared covariance. Cost: a minimisation in as few dimensions as the subspace has.
  /// - Throws: ``IntegrationError``, `LinearAlgebraError`, ``MixtureError``, ``PairsError``.
  public func criticality(ofBestIn subspace: Subspace) throws -> Verdict {
    guard pairs.mixture.sharedCovariance != nil, subspace.dimension > 0 else {
      return .inconclusive("it takes a shared covariance and a subspace that is not zero")
    }
    // Of a shared covariance it is the same for all H.
    let lipschitz = try whitened.lipschitz(within: 0)
    // The problem of the projections, in whitened coordinates.
    let target = try WhitenedSubspace(subspace, whitening)
    let (means, basis) = (whitening.solveLower(pairs.mixture.exactMeans), DoubleDoubleMatrix(target.basis))
    let projection = try GaussianMixture(
      weights: pairs.mixture.weights, means: (basis.transposed * means).high,
      covariances: .tied(.identity(subspace.dimension)))
    let inside = try InfoNCE(AugmentedPairs(mixture: projection, coupling: pairs.coupling))
      .minimizer(rank: subspace.dimension)
    let encoder = (DoubleDoubleMatrix(inside.encoder) * basis.transposed).high
    let gradient = try whitened.gramGradient(at: encoder, look: .criticality)
    let (size, slope) = (gradient.gram.frobeniusNorm, gradient.core.frobeniusNorm)

    // The problem of the projections has the modulus 1: its minimiser moves by as much as the gradient.
    // The subspace is known up to an angle, which turns H and moves the best encoder inside, as the rounding of its means and rows
    // does (Proofs/T20).
    let turn = 8.0.squareRoot() * target.error
    let (error, distance) = (gradient.error, inside.certificate.budget)
    let (steepest, largest) = (slope + error.total + lipschitz * distance.total, size + distance.total)
    let length = means.normBound
    // Z has the norm √q, so that its rounding to doubles is √q u.
    let relative =
      (1 + Double(subspace.dimension).squareRoot()) * .ulpOfOne
      + pairs.mixture.whitenedMeansError(size: length, by: whitening)
    let ofAngle = target.budget.scaled(
      by: 8.0.squareRoot() * (steepest + (lipschitz * (1 + turn) + 1) * largest))
    let turned =
      ofAngle
      + .proved([
        .rounding: SharedCovarianceInfoNCE.gradientChange(
          byMeansOff: relative, size: length, gram: largest, count: projection.componentCount)
          + 8 * Double(subspace.dimension) * .ulpOfOne * largest
      ])
    let moved = distance + turned
    let off = error + moved.scaled(by: lipschitz)
    let budget =
      off.scaled(by: size) + moved.scaled(by: slope + off.total)
      + .roundedProducts(gradient.core.rows, size: slope * size)
    let scale = pull.matrix.frobeniusNorm * size
    guard scale > 0 else { return .vanishes(measured: 0, budget: moved) }
    return .vanishes(
      measured: (gradient.exactCore * gradient.encoder.gram).high.frobeniusNorm / scale,
      budget: budget.scaled(by: 1 / scale))
  }
}
