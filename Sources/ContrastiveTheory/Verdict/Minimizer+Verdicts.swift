import Evidence
import LinearAlgebra

// What a certified minimiser says of a subspace. All numbers are in whitened coordinates, where W is the identity.

extension Minimizer {
  /// "The row space of the true minimiser lies in the subspace."
  ///
  /// Measured: the leak |H − Q H Q| / |H| of the computed point, Q the projector on the whitened subspace. If the
  /// minimiser H* lies inside, the leak is at most |H − H*| / |H|, which the certificate bounds; a larger one refutes.
  /// Where H* is zero to the resolution its row space is too, and the leak is compared in absolute terms.
  /// - Parameter subspace: of the original coordinates.
  /// - Throws: `LinearAlgebraError` when LAPACK fails.
  public func containment(in subspace: Subspace) throws(LinearAlgebraError) -> Verdict {
    try containment(in: subspace, within: certificate.budget)
  }

  /// The same of the minimiser for another mixture, whose gradient Λ at H is so little off this one's: the certificate has that as an
  /// error of the gradient, and the modulus is as little another one.
  package func containment(in subspace: Subspace, gradientOff: Double) throws(LinearAlgebraError) -> Verdict {
    let moved = ErrorBudget.proved([.rounding: gradientOff / certificate.modulus])
    return try containment(in: subspace, within: (certificate.budget + moved).scaled(by: 1.01))
  }

  /// - Parameter optimum: how far from the minimiser H is at most.
  private func containment(
    in subspace: Subspace, within optimum: ErrorBudget
  ) throws(LinearAlgebraError) -> Verdict {
    let target = try WhitenedSubspace(subspace, whitening)
    let leak = Self.leak(of: whitenedGram, out: target.basis)
    let size = whitenedGram.frobeniusNorm
    // A projector that is turned by α moves the leak by up to √2 α |H*|; the products round it too.
    let budget =
      optimum + target.budget.scaled(by: 2.0.squareRoot() * (size + optimum.total))
      + .roundedProducts(target.basis.rows * max(target.basis.columns, 1), size: size)
    if (size + optimum.total) * moment <= Verdict.resolution {
      return .vanishes(measured: leak * moment, budget: budget.scaled(by: moment))
    }
    return .vanishes(measured: leak / size, budget: budget.scaled(by: 1 / size))
  }

  /// |H* − Q H* Q| / |H*| of the true minimiser, Q the projector on the whitened subspace, wherever its row space lies.
  /// - Parameter subspace: of the original coordinates.
  /// - Throws: `LinearAlgebraError` when LAPACK fails.
  package func leak(out subspace: Subspace) throws(LinearAlgebraError) -> Estimate {
    let target = try WhitenedSubspace(subspace, whitening)
    let size = whitenedGram.frobeniusNorm
    // A projector that is turned by α moves Q H* Q by up to 2 α |H*| (Proofs/Certificate.md, S7).
    let rounding = ErrorBudget.roundedProducts(target.basis.rows * max(target.basis.columns, 1), size: size)
    let turned = target.budget.scaled(by: 2 * (size + certificate.distance))
    return Estimate(
      Self.leak(of: whitenedGram, out: target.basis), budget: certificate.budget + turned + rounding)
      / Estimate(size, budget: certificate.budget + rounding)
  }

  /// "The critical point that was reached has its row space in the subspace", where the certificate says nothing
  /// because fewer rows were allowed than the optimum needs.
  ///
  /// Measured: |Bᵀ B₂| / |H|, B₂ the part of the whitened encoder outside. By T10 and T62 its square is at most ⟨∇L, B₂⟩ / 2m, m the
  /// certificate's modulus, so that the gradient that is left over bounds it. Only for a centred mixture with a shared covariance; or, by T62, with
  /// block-diagonal ones, which is not checked here. A mean that is not zero, as `GaussianMixture/centred` makes it, counts as an error
  /// of the gradient, which leaves the verdict open where it is more than rounding.
  /// - Parameter subspace: of the original coordinates.
  public func stationaryContainment(in subspace: Subspace) throws(LinearAlgebraError) -> Verdict {
    try stationaryContainment(in: subspace, gradientOff: changeByCentring, modulus: certificate.modulus)
  }

  /// The same for another mixture, whose gradient Λ at H is so little off this one's, and whose modulus is as little another one.
  package func stationaryContainment(
    in subspace: Subspace, gradientOff: Double
  ) throws(LinearAlgebraError) -> Verdict {
    try stationaryContainment(in: subspace, gradientOff: gradientOff, modulus: 0.99 * certificate.modulus)
  }

  private func stationaryContainment(
    in subspace: Subspace, gradientOff: Double, modulus: Double
  ) throws(LinearAlgebraError) -> Verdict {
    guard gradientOff < .infinity else {
      return .inconclusive("the mixture is not centred, and the theorem speaks of those that are")
    }
    let target = try WhitenedSubspace(subspace, whitening)
    let encoder = whitenedEncoder
    let outside = target.outside(of: encoder)
    let (size, whole) = (whitenedGram.frobeniusNorm, encoder.frobeniusNorm)
    func rounding(of size: Double) -> Double {
      ErrorBudget.roundedProducts(encoder.columns * (encoder.rows + encoder.columns), size: size).total
    }
    let outsideNorm = outside.high.frobeniusNorm + target.error * whole + rounding(of: whole)
    let gradientError =
      2 * whole * (certificate.gradientError + gradientOff)
      + rounding(of: 2 * whole * gramGradient.core.frobeniusNorm)
    let half = (1 + 0x1p-30) * outsideNorm / (2 * modulus)
    let left = (gradientNorm * half).squareRoot()
    let integration = ((gradientNorm + gradientError) * half).squareRoot() - left
    let ofGradient = certificate.gradientBudget
    // The angle of the subspace is in what is left as well: no term is better known than it.
    let budget =
      ErrorBudget(
        [
          .certificate: left, ofGradient[.statistical] > 0 ? .statistical : .integration: integration,
          .rounding: rounding(of: whole * whole),
        ], grade: max(ofGradient.grade, target.budget.grade)) + target.budget.scaled(by: size)
    // Where H is zero to the resolution its row space is too, and the leak is compared in absolute terms.
    let scale = size * moment <= Verdict.resolution ? 1 / moment : size
    let leak = (DoubleDoubleMatrix(encoder).transposed * outside).high.frobeniusNorm
    return .vanishes(measured: leak / scale, budget: budget.scaled(by: 1 / scale))
  }

  /// "The row space of the true minimiser equals the subspace."
  ///
  /// Holds when it is contained and H is definite on the subspace by more than its error. Refuted when it leaks; or,
  /// for a shared covariance, when the gradient at H* is certainly not zero on the subspace, because H* ∇L(H*) = 0
  /// then leaves a direction out (theory: section 3); or when the encoder has too few rows.
  ///
  /// The margin is relative to how strongly the loss pulls, at zero, towards the direction of the subspace that it
  /// pulls towards least: a mixture whose means hardly differ there comes no nearer to a violation for that.
  public func spanning(
    of subspace: Subspace, contained: Verdict
  ) throws(LinearAlgebraError) -> Verdict {
    if contained.outcome == .refuted {
      return contained.because("the row space is not contained, so it is not equal")
    }
    guard subspace.dimension > 0 else { return contained }
    guard encoder.rows >= subspace.dimension else {
      return .atMost(Estimate(exactly: Double(subspace.dimension)), Estimate(exactly: Double(encoder.rows)))
        .because("\(encoder.rows.counted("row")) cannot span \(subspace.dimension.counted("dimension"))")
    }
    let target = try WhitenedSubspace(subspace, whitening)
    let size = whitenedGram.frobeniusNorm
    let smallest = try leastEigenvalue(on: target)
    let weakest = try SymmetricEigen(of: pull.compressed(to: target.basis).high).values[0]
    let scale = weakest > 0 ? weakest : 1
    let definite = Verdict.positive(smallest.value, scale: scale, budget: smallest.budget)
    if definite.outcome == .holds { return definite.and(contained) }

    let gradient = gramGradient.compressed(to: target.basis)
    let slopes = try SymmetricEigen(of: gradient.high)
    let steepest = slopes.values.last ?? 0
    let steepness = gramGradient.core.frobeniusNorm
    let ofSlopes = slopes.errors(of: gradient).ofValues
    let ofOptimum = certificate.budget.scaled(by: lipschitz) + certificate.gradientBudget
    let error =
      ofOptimum.scaled(by: 1 + target.error) + target.budget.scaled(by: steepness)
      + .roundedProducts(gradient.rows * target.basis.rows, size: steepness) + .proved([.rounding: ofSlopes])
    let flat = Verdict.positive(-steepest, scale: scale, budget: error)
    if flat.outcome == .refuted {
      return flat.because(
        "the loss rises along a direction of the subspace, which the optimum therefore leaves out")
    }
    return definite.because(
      "along the direction of the subspace that is kept least the optimum has \(shortDecimal(max(smallest.value, 0))), which is not above "
        + "the error \(boundDecimal(certificate.distance)) of the optimum and \(boundDecimal(target.error * size)) of the "
        + "subspace; nor is that direction certainly left out. The rank is at least \(rowSpace.dimension) of \(subspace.dimension)"
    )
  }

  /// "The true minimiser is zero: nothing is learned." Measured: the norm of H times that of the second moment, the size of the
  /// scores, against its distance to the minimiser.
  public func vanishing() -> Verdict {
    .vanishes(measured: moment * whitenedGram.frobeniusNorm, budget: certificate.budget.scaled(by: moment))
  }

  /// H of the true minimiser, d × d, whitened, as far as it is known.
  package var estimate: MatrixEstimate {
    let b = MatrixEstimate(whitenedEncoder)
    let gram = b.transposed * b
    return MatrixEstimate(gram.value.symmetricPart, budget: gram.budget + certificate.budget)
  }

  /// The least eigenvalue of the true minimiser's whitened Gram matrix on a subspace that is not zero.
  package func leastEigenvalue(on subspace: Subspace) throws(LinearAlgebraError) -> Estimate {
    try leastEigenvalue(on: WhitenedSubspace(subspace, whitening))
  }

  private func leastEigenvalue(on target: WhitenedSubspace) throws(LinearAlgebraError) -> Estimate {
    let gram = whitenedGram
    let v = DoubleDoubleMatrix(target.basis)
    let onTarget = (v.transposed * (DoubleDoubleMatrix(gram) * v)).symmetricPart
    let spectrum = try SymmetricEigen(of: onTarget.high)
    let ofProducts = ErrorBudget.roundedProducts(gram.rows * gram.rows, size: gram.frobeniusNorm)
    return Estimate(
      spectrum.values[0],
      budget: certificate.budget + target.budget.scaled(by: gram.frobeniusNorm) + ofProducts
        + .proved([.rounding: spectrum.errors(of: onTarget).ofValues]))
  }

  /// In 106 bits: not to be wrong where a BLAS is.
  private static func leak(of gram: Matrix, out basis: Matrix) -> Double {
    let (h, v) = (DoubleDoubleMatrix(gram), DoubleDoubleMatrix(basis))
    let inside = v * (v.transposed * (h * v)) * v.transposed
    return (h - inside).high.frobeniusNorm
  }
}
