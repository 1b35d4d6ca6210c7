import Evidence
import Foundation
import LinearAlgebra

// What the projection on a subspace keeps of a point (theory: T03, T23).

extension GaussianMixture {
  /// "The posterior over the components given x is that given the projection of x on the subspace", at points.
  ///
  /// Measured: the total variation distance between the posterior by the d-dimensional densities and that by the densities
  /// of the mixture of Vᵀ x, V the basis of the subspace, at the point where it is largest beside its bound. The bound is
  /// the rounding of both, and what the error of the subspace does to the logarithms of the second. O(K d³ + K n d²).
  /// - Parameters:
  ///   - subspace: of 1 … d dimensions.
  ///   - sine: a bound on the sine of its angle to the exact one in whitened coordinates; nil takes the error of the
  ///     subspace times √cond(W).
  ///   - points: d × n, at least one.
  /// - Throws: `LinearAlgebraError` or ``MixtureError`` when a covariance is singular to rounding.
  public func sufficiency(
    of subspace: Subspace, turnedBy sine: Double? = nil, at points: Matrix
  ) throws -> Verdict {
    let whole = try ComponentDensities(of: self, at: points)
    let projection = subspace.basis.transposed
    let part = try ComponentDensities(of: mapped(by: projection), at: projection * points)
    let (errors, difference) = (
      try projectionErrors(subspace, sine, whole, part, at: points), whole.posterior - part.posterior
    )
    return Self.worst(
      errors.indices.map { point in
        .vanishes(
          measured: difference.column(point).reduce(0) { $0 + abs($1) } / 2,
          budget: ErrorBudget.computed([.rounding: errors[point]]))
      })
  }

  /// What the logarithms of the posterior's odds of both routes may differ by at each point, if the subspace is sufficient.
  ///
  /// The projected means and covariance are rounded as those of all dimensions are. A subspace that is off by a sine α
  /// loses up to α |ν_k − ν_l| of the difference of two means in whitened coordinates, times the point's distance to both.
  fileprivate func projectionErrors(
    _ subspace: Subspace, _ sine: Double?, _ whole: ComponentDensities, _ part: ComponentDensities,
    at points: Matrix
  ) throws(LinearAlgebraError) -> [Double] {
    let whitening = try whitening
    let spectrum = try SymmetricEigen(of: withinClassCovariance).values
    let condition = spectrum[dimension - 1] / spectrum[0]
    let sine =
      sine
      ?? (condition.squareRoot() * subspace.error + 8 * Double(dimension) * .ulpOfOne * condition)
    let (centres, whitened) = (whitening.solveLower(means), whitening.solveLower(points))
    let components = (0..<componentCount).map { centres.columns($0..<($0 + 1)) }
    let widest = components.flatMap { a in components.map { (a - $0).frobeniusNorm } }.max() ?? 0
    return whole.errors.indices.map { point in
      let x = whitened.columns(point..<(point + 1))
      let distance = components.map { (x - $0).frobeniusNorm }.max() ?? 0
      return 2 * whole.errors[point] + part.errors[point] + sine * widest * distance
    }
  }

  fileprivate static func worst(_ verdicts: [Verdict]) -> Verdict {
    verdicts.dropFirst().reduce(verdicts.first ?? .inconclusive("no points")) { $0.and($1) }
  }
}

extension AugmentedPairs {
  /// "The density ratio of a pair at x and x′ is that of the pair of their projections on the subspace", at points.
  ///
  /// Measured: the difference of the logarithms log Σ π_kl p_k(x) p_l(x′) / (wₖ w_l) by the d-dimensional densities and by
  /// those of Vᵀ x, at the pair of points where it is largest beside its bound.
  /// - Parameters:
  ///   - subspace: of 1 … d dimensions.
  ///   - sine: as for one point.
  ///   - x: d × n, at least one.
  ///   - y: d × n, the other halves.
  /// - Throws: `LinearAlgebraError` or ``MixtureError`` when a covariance is singular to rounding.
  public func sufficiency(
    of subspace: Subspace, turnedBy sine: Double? = nil, at x: Matrix, _ y: Matrix
  ) throws -> Verdict {
    precondition(x.columns == y.columns, "two points a pair")
    let projection = subspace.basis.transposed
    let projected = try AugmentedPairs(mixture: mixture.mapped(by: projection), coupling: coupling)
    func densities(_ points: Matrix) throws -> (whole: ComponentDensities, part: ComponentDensities, [Double])
    {
      let whole = try ComponentDensities(of: mixture, at: points)
      let part = try ComponentDensities(of: projected.mixture, at: projection * points)
      return (whole, part, try mixture.projectionErrors(subspace, sine, whole, part, at: points))
    }
    let (first, second) = (try densities(x), try densities(y))
    let whole = logDensityRatios(first.whole, second.whole)
    let part = projected.logDensityRatios(first.part, second.part)
    // The joint law and both marginals each follow the logarithms of their densities.
    return GaussianMixture.worst(
      whole.indices.map { pair in
        .vanishes(
          measured: abs(whole[pair] - part[pair]),
          budget: ErrorBudget.computed([.rounding: 2 * (first.2[pair] + second.2[pair])]))
      })
  }

  /// log Σ π_kl p_k(x) p_l(x′) / (wₖ w_l): the logarithm of the joint density of a pair over the product of its marginals,
  /// which is the best critic of InfoNCE (theory: T23), a number for each pair of points.
  func logDensityRatios(_ x: ComponentDensities, _ y: ComponentDensities) -> [Double] {
    let w = mixture.weights
    return (0..<x.logarithms.columns).map { n in
      let (f, g) = (x.logarithms.column(n), y.logarithms.column(n))
      let joint = w.indices.flatMap { k in
        w.indices.map { l in log(coupling[k, l]) + f[k] + g[l] }
      }
      func marginal(_ logarithms: [Double]) -> Double {
        logSumExp(w.indices.map { log(w[$0]) + logarithms[$0] })
      }
      return logSumExp(joint) - marginal(f) - marginal(g)
    }
  }
}
