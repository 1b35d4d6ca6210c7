import Foundation
import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture in d ≥ 2 dimensions be centred, with a bias δ in (0, 1], a line for its Fisher subspace F, and
/// covariances that in whitened coordinates have the blocks σₖ² on F and Sₖ off it, and cross-blocks t Xₖ, t > 0, Σ wₖ Xₖ = 0. At
/// t = 0 let h be the minimiser's Gram number on F, s the coordinate there, νₖ its mean under component k, ψ its cumulant
/// generating function, pₖ the softmax of log wₖ + h s νₖ + ½h² s² σₖ², and aₖ = E pₖ s² + wₖ Eₖ ψ″(h s). (1) Then for the Gram
/// matrix H of every minimiser of population InfoNCE, of any number of rows r ≥ 1, |H − Q H Q| / |H| = c t + O(t²), c = √2 |(Σ aₖ
/// Sₖ)⁻¹ Σ aₖ Xₖ|, (2) and c > 0 for all weights, means, blocks and Xₖ but a set of measure zero.
@Suite(.theorem(.proved))
struct `T63 The leak is first order in the cross-block` {
  @Test func `(1) the leak grows like the cross-block`() throws {
    try rate(
      1, neighbours: 0...2, sizes: [0.02, 0.06, 0.18], of: .line,
      axes: ("factor t of the cross-blocks", "share of H outside F")
    ) { try leak($0, at: $1) }
  }

  @Test func `(1) what is left of it falls faster`() throws {
    try rate(
      3, neighbours: 1...5, sizes: [0.1, 0.2, 0.4], of: .line,
      axes: ("factor t of the cross-blocks", "difference of the leak to c t")
    ) { blocks, t in try (leak(blocks, at: t) - Estimate(exactly: t) * slope(blocks)).magnitude }
  }

  @Test func `(2) there is a leak`() throws {
    let small = Family<CrossBlocks>.line.map("small cross-blocks") { blocks, draw in
      try blocks.crossed(by: draw.logarithmic("t", in: 0.001...0.3)).problem
    }
    try forAll(small, count: 60, observing: [.leakByCrossBlock]) { try $0.staysInF.not }
  }

  @Test func `(1) centring cannot be dropped`() throws {
    try cannotDrop("centring", of: .line, count: 12, replacing: { try $0.offCentre }) {
      try .atMost(leak($0, at: 0.001), Estimate(exactly: 0.002) * slope($0))
    }
  }

  /// |H − Q H Q| / |H|.
  private func leak(_ blocks: CrossBlocks, at t: Double) throws -> Estimate {
    let problem = try blocks.crossed(by: t).problem
    return try problem.minimizer.leak(out: problem.mixture.fisherSubspace)
  }

  /// c, of the law at t = 0. Its error is estimated, by a coarser sum and a certificate's step: the scores are quadratic, for which no bound
  /// of a plain sum of a quotient is at hand.
  private func slope(_ model: CrossBlocks) throws -> Estimate {
    let mixture = model.problem.mixture
    let root = try mixture.root
    let line = try mixture.fisherSubspace.mapped(by: root.factor.transposed).basis
    let outside = .identity(mixture.dimension) - line.timesTranspose(line)
    let (blocks, crossBlocks) = (try mixture.whitenedCovariances, try mixture.whitened(model.crosses))
    let variances = blocks.map { line.inner($0 * line) }
    let scores = root.solveLower(mixture.means).transposeTimes(line).column(0)
    let best = try model.problem.minimizer
    let size = line.inner(best.whitenedGram * line)
    func slope(_ h: Double, step: Double) throws -> Double {
      let a = responses(weights: mixture.weights, means: scores, variances: variances, h: h, step: step)
      func mean(_ matrices: [Matrix]) -> Matrix {
        zip(a, matrices).reduce(0 * outside) { $0 + $1.0 * (outside * $1.1) }
      }
      // Of F itself nothing is to be solved for.
      let spread = mean(blocks) * outside + line.timesTranspose(line)
      let pull = mean(crossBlocks) * line
      return try 2.0.squareRoot() * Cholesky(of: spread.symmetricPart).solve(pull).frobeniusNorm
    }
    let value = try slope(size, step: 1 / 32)
    let coarser = try slope(size, step: 1 / 16)
    let moved = try slope(size + best.certificate.distance, step: 1 / 32)
    return Estimate(value, budget: .computed([.integration: abs(coarser - value) + abs(moved - value)]))
  }

  /// aₖ, by the trapezoidal rule with steps in units of the least standard deviation of s.
  private func responses(
    weights: [Double], means: [Double], variances: [Double], h: Double, step: Double
  ) -> [Double] {
    let (least, widest) = (variances.min() ?? 1, variances.max() ?? 1)
    let reach = 10 * widest.squareRoot() + (means.map(abs).max() ?? 0)
    let count = Int((reach / (step * least.squareRoot())).rounded(.up))
    var sums = weights.map { _ in 0.0 }
    for node in -count...count {
      let s = reach * Double(node) / Double(count)
      let densities = zip(means, variances).map { mean, variance in
        reach / Double(count) * exp(-(s - mean) * (s - mean) / (2 * variance))
          / (2 * .pi * variance).squareRoot()
      }
      let masses = zip(weights, densities).map(*)
      let exponents = zip(means, variances).map { h * s * $0 + h * h * s * s * $1 / 2 }
      let largest = exponents.max() ?? 0
      let posterior = zip(weights, exponents).map { $0 * exp($1 - largest) }.normalised
      // ψ″: the variance of the law that is tilted by h s.
      let tilted = zip(means, variances).map { $0 + $1 * h * s }
      func mean(_ values: [Double]) -> Double { zip(posterior, values).reduce(0) { $0 + $1.0 * $1.1 } }
      let centre = mean(tilted)
      let variance = mean(zip(tilted, variances).map { ($0 - centre) * ($0 - centre) + $1 })
      for k in sums.indices { sums[k] += posterior[k] * s * s * masses.reduce(0, +) + masses[k] * variance }
    }
    return sums
  }
}

extension Family<CrossBlocks> {
  /// Two components, or three on a line, in up to five dimensions.
  fileprivate static let line = blocks(
    components: 2...3, shares: [0.7, 0.3], dimensions: 5, fisherDimension: 1)
}
