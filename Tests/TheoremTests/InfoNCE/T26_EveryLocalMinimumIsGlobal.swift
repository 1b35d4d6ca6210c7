import Foundation
import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture be centred, with a shared covariance, let q be the dimension of its Fisher subspace, and let the
/// bias δ be in (0, 1]. Then with r < q rows every local minimum of population InfoNCE over encoders is a global one.
@Suite(.theorem(.disproved))
struct `T26 Every local minimum is global` {
  @Test func `an encoder along the shorter sides of a box`() throws {
    let boxes = [
      Box(halfSides: [3, 4]), Box(halfSides: [2, 2.1]), Box(halfSides: [5, 50]),
      Box(halfSides: [2, 2.04], bias: 0.5), Box(halfSides: [2, 2.1, 2.2]),
      Box(halfSides: [2, 2.1, 2.2], rows: 2),
    ]
    try counterexample(known: boxes) { try shorterSides($0).not }
  }

  @Test func `two valleys of the losses of one row`() throws {
    // In the second one the leading discriminant follows the outlying cluster.
    try counterexample(known: [Box(halfSides: [3, 4]).problem, WhitenedProblem.turned[0]]) {
      try twoValleys($0.problem).not
    }
  }

  @Test func `so for many mixtures of four components far apart`() throws {
    let farApart = Family<WhitenedProblem>.plane(
      "four components in the plane, far apart", components: 4, bias: 0.9...1, scale: 6)
    try fails(forAtMost: 0.9, detecting: 0.995, of: farApart, count: 500) { try twoValleys($0.problem) }
  }

  /// "The best encoder along the first axes is a local minimum, and not a global one": each row would be better along a longer
  /// side, and the second variation of turning it there is positive (Proofs/T26, S2 and S3).
  private func shorterSides(_ box: Box) throws -> Verdict {
    let bias = Estimate(exactly: box.bias)
    var verdicts: [Verdict] = []
    for a in box.halfSides.prefix(box.rows).map(Estimate.init(exactly:)) {
      // For ±a on a line: the Gram number of the best row, and P₁₂, how often it takes one for the other.
      let line = try GaussianMixture(
        weights: [0.5, 0.5], whitenedMeans: Matrix(rowVectors: [[a.value, -a.value]]))
      let loss = try InfoNCE(line.pairs(bias: bias.value))
      let best = try loss.minimizer(rank: 1)
      let posterior = try loss.posterior(at: best)
      let h = Estimate(best.whitenedGram[0, 0], budget: best.certificate.budget)
      let overlap = Estimate(posterior?.matrix[0, 1] ?? .nan, budget: posterior?.matrixError ?? ErrorBudget())
      let held = h - (1 - bias) * a.squared + 4 * a.squared * overlap
      for b in box.halfSides.dropFirst(box.rows).map(Estimate.init(exactly:)) {
        verdicts += [.less(a, than: b), .less(2 * bias * b.squared, than: (1 + b.squared) * held)]
      }
    }
    return .all(verdicts)
  }

  /// "The best and the worst of six descents of one row in the plane show a local minimum that is not global": the losses on two rays
  /// are above the worst, so that there is a local minimum between them; and all losses between them are above the best.
  private func twoValleys(_ problem: Problem) throws -> Verdict {
    let (loss, pairs) = (try problem.loss, try problem.pairs)
    let basis = try problem.mixture.fisherSubspace.basis
    let ends = try loss.endsOfOneRow
    let (best, worst) = (ends[0], ends[ends.count - 1])
    let low = try loss.value(atWhitened: best.whitenedGram)
    let high = try loss.value(atWhitened: worst.whitenedGram)
    let differ = Verdict.less(low, than: high)
    guard differ.outcome == .holds else { return differ }
    func angle(_ end: Minimizer) -> Double {
      let row = end.encoder * basis
      return atan(row[0, 1] / row[0, 0])
    }
    let ascent = (angle(best) - angle(worst) + .pi).truncatingRemainder(dividingBy: .pi)
    /// The ray with the highest loss on the way from the worst to the best.
    func barrier(_ way: Double) throws -> (angle: Double, loss: Double) {
      try (1...3).map { step in
        let ray = angle(worst) + way * Double(step) / 4
        let bound = try OneRowBound(pairs, attained: .infinity, angles: ray...ray)
        return (ray, bound?.lowerBound ?? -.infinity)
      }.max { $0.1 < $1.1 } ?? (0, -.infinity)
    }
    let (down, up) = (try barrier(ascent - .pi), try barrier(ascent))
    let isValley = Verdict.less(high, than: Estimate(exactly: min(down.loss, up.loss)))
    guard isValley.outcome == .holds else { return isValley }
    let valley = try OneRowBound(
      pairs, attained: .infinity, angles: down.angle...up.angle, above: (worst.value + best.value) / 2)
    return isValley.and(.less(low, than: Estimate(exactly: valley?.lowerBound ?? -.infinity)))
  }
}

/// A mixture of 2^q components of equal weight at the corners (±a₁, …, ±a_q), and an encoder along the first axes.
private struct Box {
  /// a, ascending.
  let halfSides: [Double]
  var bias = 1.0
  var rows = 1

  var problem: WhitenedProblem {
    let corners = halfSides.reduce([[]]) { corners, side in corners.flatMap { [$0 + [side], $0 + [-side]] } }
    return WhitenedProblem(bias: bias, weights: corners.map { _ in 1 }, means: corners)
  }
}
