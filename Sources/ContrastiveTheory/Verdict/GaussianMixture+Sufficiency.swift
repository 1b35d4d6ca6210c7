import Evidence
import Foundation
import LinearAlgebra

// What the projection on a subspace keeps of a point (theory: T03, T23).

extension GaussianMixture {
  /// "The posterior over the components given x is that given the projection of x on the subspace", at points.
  ///
  /// Measured: the total variation distance between the posterior by the d-dimensional densities and that by the densities
  /// of the mixture of Vᵀ x, V the basis of the subspace, at the point where it is largest beside its bound. The bound is
  /// the rounding of both, and what the error of the subspace does to the logarithms of the second
  /// (Proofs/T03_PosteriorDependsOnF.md). O(K d³ + K n d²).
  /// - Parameters:
  ///   - subspace: of 1 … d dimensions.
  ///   - points: d × n, at least one.
  /// - Throws: `LinearAlgebraError` when a covariance is singular to rounding.
  public func sufficiency(of subspace: Subspace, at points: Matrix) throws -> Verdict {
    let projected = try ProjectedDensities(of: self, onto: subspace, at: points)
    let difference = projected.whole.posterior - projected.part.posterior
    return Self.worst(
      projected.budgets.indices.map { point in
        .vanishes(
          measured: difference.column(point).reduce(0) { $0 + abs($1) } / 2, budget: projected.budgets[point])
      })
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
  ///   - x: d × n, at least one.
  ///   - y: d × n, the other halves.
  /// - Throws: `LinearAlgebraError` when a covariance is singular to rounding.
  public func sufficiency(of subspace: Subspace, at x: Matrix, _ y: Matrix) throws -> Verdict {
    precondition(x.columns == y.columns, "two points a pair")
    let first = try ProjectedDensities(of: mixture, onto: subspace, at: x)
    let second = try ProjectedDensities(of: mixture, onto: subspace, at: y)
    let whole = logDensityRatios(first.whole, second.whole)
    let part = logDensityRatios(first.part, second.part)
    let rarest = coupling.storage.reduce(1) { $1 > 0 ? min($0, $1) : $0 }
    let ofCoupling = ErrorBudget.proved([.rounding: 8 * .ulpOfOne * -log(rarest)])
    // The joint law and both marginals each follow the logarithms of their densities.
    return GaussianMixture.worst(
      whole.indices.map { pair in
        .vanishes(
          measured: abs(whole[pair] - part[pair]),
          budget: (first.budgets[pair] + second.budgets[pair]).scaled(by: 2) + ofCoupling)
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

/// The densities of a mixture at points, and those of their projections on a subspace.
private struct ProjectedDensities {
  let whole: ComponentDensities
  let part: ComponentDensities
  /// What the logarithms of the posterior's odds of both may differ by at each point, if the subspace is sufficient.
  let budgets: [ErrorBudget]

  init(of mixture: GaussianMixture, onto subspace: Subspace, at points: Matrix) throws(LinearAlgebraError) {
    let whole = try ComponentDensities(of: mixture, at: points)
    let part = try ComponentDensities(of: mixture, along: subspace.exactBasis, at: points)
    (self.whole, self.part) = (whole, part)
    let whitening = try mixture.whitening
    let isPart = subspace.dimension < mixture.dimension
    let turned = isPart ? try WhitenedSubspace(subspace, whitening).budget : .exact
    let changes = try mixture.changesOfOdds(
      whitening, whitened: whitening.solveLower(points), dimension: subspace.dimension)
    budgets = changes.indices.map {
      .proved([.rounding: whole.errors[$0] + part.errors[$0]]) + turned.scaled(by: changes[$0])
    }
  }
}

extension GaussianMixture {
  /// What a subspace of so many dimensions that is turned by a sine α, in whitened coordinates, does to the logarithms of the odds at
  /// whitened points, over α.
  fileprivate func changesOfOdds(
    _ whitening: DoubleDoubleCholesky, whitened points: Matrix, dimension: Int
  ) throws(LinearAlgebraError) -> [Double] {
    let centres = whitening.solveLower(means)
    let distances = (0..<points.columns).map { point in
      (0..<centres.columns).reduce(0) {
        max($0, (points.columns(point..<(point + 1)) - centres.columns($1..<($1 + 1))).frobeniusNorm)
      }
    }
    // Where the covariance is shared the difference of two means is in the exact subspace.
    guard sharedCovariance == nil else { return distances.map { centres.widestColumnDistance * $0 } }
    var (narrowest, stretch) = (1.0, 1.0)
    for k in 0..<componentCount {
      let factor = try DoubleDoubleCholesky(of: covariance(of: k))
      let inverse = factor.solveLower(whitening.factor).frobeniusNorm
      narrowest = max(narrowest, inverse)
      stretch = max(stretch, inverse * whitening.solveLower(factor.factor).frobeniusNorm)
    }
    return distances.map { 2 * stretch * (narrowest * narrowest * $0 * $0 + 2 * Double(dimension)) }
  }
}
