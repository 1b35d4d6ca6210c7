import Evidence
import LinearAlgebra
import RandomNumbers

extension CosineInfoNCE {
  /// Minimises the loss over encoders with r rows.
  ///
  ///     let found = try CosineInfoNCE(mixture.pairs(bias: 0.8), temperature: 0.5).minimizer(rank: 2)
  ///
  /// The loss is not convex: of descents from several random starts the one that is lowest after 25 steps goes on, and nothing
  /// certifies that no other encoder is lower. The solver sees values and gradients, in coordinates where the within-class
  /// covariance is the identity, and never the Fisher subspace. A second descent, with a finer rule for the integrals, starts from
  /// beside the end of the first, and where it ends is returned. The angle between the two row spaces is taken for the error: an
  /// estimate, no bound.
  /// - Parameters:
  ///   - rank: r in 1 … 3, at most d.
  ///   - starts: at least 1.
  /// - Throws: ``CosineError/rank(_:)`` for another rank, ``CosineError/unresolved`` where the components are too far apart for the
  ///   rules, which resolve ten standard deviations or so, `LinearAlgebraError` when the within-class covariance is singular to
  ///   rounding.
  public func minimizer(rank: Int, starts: Int = 3) throws -> LinearEncoder {
    let d = pairs.mixture.dimension
    guard SphereRule.dimensions.contains(rank), rank <= d else { throw CosineError.rank(rank) }
    precondition(starts >= 1, "a descent has a start")
    let root = try Cholesky(of: pairs.mixture.withinClassCovariance)
    let white = try CosineInfoNCE(
      AugmentedPairs(
        mixture: pairs.mixture.mapped(by: root.solveLower(.identity(d))), coupling: pairs.coupling),
      temperature: temperature)
    var generator = CounterBasedGenerator(key: 0xc051)
    func deviates() -> Matrix { .normal(rows: rank, columns: d, using: &generator) }
    let coarse = SphericalCosineLoss(white, rule: try SphereRule(dimension: rank, angles: 32))
    let fine = SphericalCosineLoss(white, rule: try SphereRule(dimension: rank, angles: 40))
    let scout = LimitedMemoryBFGS(stepLimit: 25)
    let scouted = (0..<starts).map { _ in scout.minimize(from: deviates(), coarse.evaluate) }
    guard let lowest = scouted.filter(\.value.isFinite).min(by: { $0.value < $1.value }) else {
      throw CosineError.unresolved
    }
    let solver = LimitedMemoryBFGS()
    let first = solver.minimize(from: lowest.point, coarse.evaluate)
    let step = 1e-2 * first.point.frobeniusNorm / Double(rank * d).squareRoot()
    let second = solver.minimize(from: first.point + step * deviates(), fine.evaluate)
    guard second.value.isFinite else { throw CosineError.unresolved }
    let rows = [first, second].map { root.solveTransposedLower($0.point.transposed) }
    let spans = try rows.map { try Subspace(spannedBy: $0, tolerance: Double(d) * .ulpOfOne) }
    let apart = ErrorBudget([.certificate: try spans[0].sine(of: spans[1]).value], grade: .estimated)
    return LinearEncoder(
      encoder: rows[1].transposed, value: second.value,
      rowSpace: Subspace(exactBasis: spans[1].exactBasis, budget: spans[1].budget + apart))
  }
}
