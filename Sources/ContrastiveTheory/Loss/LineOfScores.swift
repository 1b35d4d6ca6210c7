import Evidence
import Foundation
import LinearAlgebra

/// The outputs u = b x of a row, normal with a standard deviation for all components.
struct LineOfScores {
  let means: [Double]
  let spread: Double
  let weights: [Double]
  let coupling: Matrix
  let candidates: Double

  /// The reach of a standard normal law, beyond which lies less than rounding.
  private static let reach = 9.0

  /// The largest standard deviation of the scores of an output within that reach.
  var largestDeviation: Double { (farthest + Self.reach * spread) * spread }

  private var ends: (low: Double, high: Double) {
    let reach = Self.reach * spread
    return (means.reduce(.infinity) { min($0, $1) } - reach, means.reduce(-.infinity) { max($0, $1) } + reach)
  }

  /// The number of equidistant outputs less one: they stand at most half of the spread apart, and closer where the outputs of many
  /// candidates differ by so much that ``outputError(step:bound:)`` asks for it. The distances grow with `step`.
  private func outputCount(step: Double) -> Int {
    let shift = min(shift(noise: (2 * log(candidates)).squareRoot() + 1), 80.0.squareRoot())
    let apart = step * min(max(2 * .pi * shift / (40 + shift * shift / 2), 1 / 16), 0.5)
    return Int(((ends.high - ends.low) / (apart * spread)).rounded(.up))
  }

  /// The distance of two outputs, over the spread.
  func outputWidth(step: Double) -> Double {
    (ends.high - ends.low) / (Double(outputCount(step: step)) * spread)
  }

  /// Calls `body` with equidistant outputs and the mass of each component there.
  private func forEachOutput(step: Double, _ body: (_ output: Double, _ masses: [Double]) -> Void) {
    let (low, high) = ends
    let count = outputCount(step: step)
    guard count > 0 else { return }
    let width = (high - low) / Double(count)
    for node in 0...count {
      let u = low + Double(node) * width
      let masses = zip(weights, means).map { weight, mean in
        let deviation = (u - mean) / spread
        return weight * exp(-deviation * deviation / 2) * width / (spread * (2 * Double.pi).squareRoot())
      }
      if masses.contains(where: { $0 > 0 }) { body(u, masses) }
    }
  }

  /// E_x E(log R | x).
  func excess(step: Double) -> Estimate {
    var (sum, size, error) = (0.0, 0.0, NodeError())
    forEachOutput(step: step) { u, masses in
      let (logarithms, errors) = logarithms(at: u, step: step)
      for k in means.indices {
        sum += masses[k] * logarithms[k]
        size += masses[k] * abs(logarithms[k])
        error.add(masses[k], errors[k])
      }
    }
    error.integration += outputError(step: step, bound: excessBound)
    error.rounding += Double(outputCount(step: step) + 200) * .ulpOfOne * size
    return Estimate(sum, budget: error.budget)
  }

  struct Slopes {
    var byMeans: [Double]
    var bySpread: Double
    /// Of the first, the absolute values of all errors added, and of the second.
    var byMeansError = NodeError()
    var bySpreadError = NodeError()
  }

  /// The derivatives of L_N by the means and the spread of the outputs: the mean of Σ (p − 1₊)(u dv + v du).
  func slopes(step: Double) -> Slopes {
    var slopes = Slopes(byMeans: means.map { _ in 0 }, bySpread: 0)
    let nodes = Double(outputCount(step: step) + 2 * means.count + 200) * .ulpOfOne
    forEachOutput(step: step) { u, masses in
      let (shares, errors) = excessShares(at: u, step: step)
      // No noise that a share counts is larger.
      let noisiest = 12 + 2 * abs(u) * spread
      for k in means.indices {
        let noise = shares[k].noise.reduce(0, +)
        let output = zip(means, shares[k].mass).reduce(spread * noise) { $0 + $1.0 * $1.1 }
        for l in means.indices { slopes.byMeans[l] += masses[k] * u * shares[k].mass[l] }
        slopes.byMeans[k] += masses[k] * output
        let deviation = (u - means[k]) / spread
        slopes.bySpread += masses[k] * (u * noise + deviation * output)

        let ofOutput = farthest + spread * noisiest
        var error = errors[k]
        error.rounding += 2 * nodes
        slopes.byMeansError.add(masses[k] * (abs(u) + ofOutput), error)
        slopes.bySpreadError.add(masses[k] * (abs(u) * noisiest + abs(deviation) * ofOutput), error)
      }
    }
    slopes.byMeansError.integration += outputError(step: step, bound: byMeansBound)
    slopes.bySpreadError.integration += outputError(step: step, bound: bySpreadBound)
    return slopes
  }

  /// [k][l]: the law of the positive's component l, given that of x.
  private var partners: [[Double]] { weights.indices.map { k in coupling.row(k).map { $0 / weights[k] } } }

  /// Given u and each component of x: the mean of Σ (p − 1₊) over the candidates of each component, and that of their noise.
  ///
  /// A softmax is an integral as its logarithm is: e^s/Σ e^s = ∫ τ v e^(−τ Σ v) d log τ with v = e^s/Z.
  private func excessShares(
    at u: Double, step: Double
  ) -> (shares: [(mass: [Double], noise: [Double])], errors: [NodeError]) {
    let law = CandidateLaw(line: self, output: u, step: step)
    let partners = partners
    let none = means.map { _ in 0.0 }
    var shares = partners.map { (mass: $0.map { -$0 / law.width }, noise: none) }
    var sums = partners.map { NodeSums(law, partner: $0, candidates: candidates) }
    var (falls, last) = (none, 0.0)
    law.forEachBlock(withSlopes: true) { block in
      let one = block.transform(weights)
      let negatives = one.logarithms.map { exp((candidates - 1) * $0) }
      last = -.infinity
      for k in weights.indices {
        let positive = block.transform(partners[k])
        for node in block.times.indices {
          // Below the first node it is a geometric series.
          let factor = block.isFirst && node == 0 ? 1 + 1 / expm1(law.width) : 1
          let partner = factor * negatives[node]
          let drawn = (candidates - 1) * partner * positive.values[node] / one.values[node]
          var total = 0.0
          for l in weights.indices {
            let share = drawn * weights[l] + partner * partners[k][l]
            shares[k].mass[l] += share * block.mass[l][node]
            shares[k].noise[l] += share * block.noise[l][node]
            total += share * block.mass[l][node]
          }
          sums[k].add(
            block.times[node], drawn: drawn, partner: partner, share: total, one: one.values[node],
            positive: positive.values[node])
        }
        last = max(last, lastLogarithm(one.logarithms, positive.logarithms))
      }
      return isGeometric(&falls, block) ? last : .infinity
    }
    let end = tail(falls, last: last)
    return (
      shares.map { share in (share.mass.map { $0 * law.width }, share.noise.map { $0 * law.width }) },
      sums.map { $0.errorOfShares(law, end: end, weightsError: weightsError) }
    )
  }

  /// E(log R | u, k) for each component k of x.
  private func logarithms(at u: Double, step: Double) -> (values: [Double], errors: [NodeError]) {
    let law = CandidateLaw(line: self, output: u, step: step)
    let partners = partners
    // Below the first node the integrand is t (E R − 1) up to t²: a geometric series.
    var integrals = partners.map { partner in
      let positive = zip(partner, law.expectations).reduce(0) { $0 + $1.0 * $1.1 }
      return (positive - 1) / candidates * exp(CandidateLaw.start) / expm1(law.width)
    }
    var sums = partners.map { NodeSums(law, partner: $0, candidates: candidates) }
    var (falls, last) = (means.map { _ in 0.0 }, 0.0)
    law.forEachBlock(withSlopes: false) { block in
      let one = block.transform(weights)
      let negatives = one.logarithms.map { exp((candidates - 1) * $0) }
      let decays = block.times.map { exp(-$0) }
      last = -.infinity
      for k in weights.indices {
        let positive = block.transform(partners[k])
        for (node, t) in block.times.enumerated() {
          let product = negatives[node] * positive.values[node]
          let logarithm = (candidates - 1) * one.logarithms[node] + positive.logarithms[node]
          // Small t leave a difference of nearly equal numbers.
          let term = t < 1 ? -decays[node] * expm1(logarithm + t) : decays[node] - product
          integrals[k] += term
          sums[k].add(
            t, drawn: (candidates - 1) * product / one.values[node], partner: negatives[node],
            share: abs(term), one: one.values[node], positive: positive.values[node])
        }
        last = max(last, lastLogarithm(one.logarithms, positive.logarithms))
      }
      return isGeometric(&falls, block) ? last : .infinity
    }
    let end = tail(falls, last: last)
    let meanLogarithm = zip(weights, law.meanLogarithms).reduce(0) { $0 + $1.0 * $1.1 }
    return (
      integrals.map { $0 * law.width },
      sums.map {
        $0.errorOfLogarithm(law, end: end, meanLogarithm: meanLogarithm, weightsError: weightsError)
      }
    )
  }

  /// Whether what lies beyond the last node is a geometric series of use. A component that is certainly not the output's has a ψ
  /// that falls late, long after the others' have.
  /// - Parameter falls: the largest of each component's ψ so far, which the block is added to.
  private func isGeometric(_ falls: inout [Double], _ block: CandidateLaw.Block) -> Bool {
    for l in falls.indices { falls[l] = max(falls[l], block.largestFall(l)) }
    return falls.allSatisfy { candidates * $0 > 0.01 }
  }

  /// log Ψ at the last node of a block.
  private func lastLogarithm(_ one: [Double], _ positive: [Double]) -> Double {
    (candidates - 1) * (one.last ?? 0) + (positive.last ?? 0)
  }

  /// The sum of Ψ over the last node, whose largest logarithm is given, and all beyond it, at most: the logarithm of each component's ψ falls
  /// by more and more from node to node.
  private func tail(_ falls: [Double], last: Double) -> Double {
    exp(last) / -expm1(-candidates * falls.reduce(.infinity) { min($0, $1) })
  }
}
