import Foundation
import MixtureFamilies
import TheoremTesting

/// Let f map to the unit sphere, let scores be inner products over a temperature τ, and let the M negatives of an anchor be independent
/// draws of the marginal law; L_M = E[−s₊ + log(e^{s₊} + Σ e^{sᵢ})]. (1) L_M − log M differs from the alignment and uniformity −E s₊ +
/// E_x log E_y e^s by at most e^{2/τ} (1 + e^{2/τ}(e^{2/τ} − 1)/2)/M. (2) M times the difference tends to E[W₊ − Var(W | x)/2],
/// W = e^s/E_y e^s: where that is not 0 it falls like 1/M, faster than the M^{−1/2} that Wang and Isola show.
@Suite(.theorem(.proved))
struct `T70 Many negatives` {
  @Test func `(1) the deviation is at most a constant over M`() throws {
    let negatives = Family<Int>("numbers of negatives") { Int($0.logarithmic("negatives", in: 1...1000)) }
    try upperBound(Family.laws.with(negatives)) { law, m in (law.deviation(m).magnitude, law.bound(m)) }
  }

  @Test func `(1) the deviation of few negatives, by the sum over all of them`() throws {
    let fewNegatives = Family<Int>("up to three negatives") { $0.integer("negatives", in: 1...3) }
    try forAll(.laws, fewNegatives) { .equal($0.deviation($1), $0.enumeratedDeviation($1), scale: 1) }
  }

  @Test func `(1) the marginal law cannot be dropped`() throws {
    try cannotDrop("the marginal law of the negatives", of: .laws) { law in
      .atMost(law.deviation(1000).magnitude, law.bound(1000))
    } without: { law in
      let atOnePoint = law.weights.indices.map { $0 == 0 ? 1.0 : 0 }
      return .atMost(law.deviation(1000, negatives: atOnePoint).magnitude, law.bound(1000))
    }
  }

  @Test func `(2) it falls like 1 over M, and not like its root`() throws {
    try rate(
      -1, neighbours: -1.5 ... -0.5, sizes: [128, 512, 2048], of: .laws,
      axes: ("number of negatives M", "deviation from the limit, in nats")
    ) { law, m in law.deviation(Int(m)).magnitude }
  }

  @Test func `(2) M times the deviation tends to its limit`() throws {
    try rate(
      -1, neighbours: -2...0, sizes: [128, 512, 2048], of: .laws,
      axes: ("number of negatives M", "distance of M times the deviation to its limit, in nats")
    ) { law, m in (Estimate(exactly: m) * law.deviation(Int(m)) - law.limit).magnitude }
  }
}

private struct PointLaw: Sendable {
  let weights: [Double]
  /// The joint law of a pair, symmetric, with the weights for its marginals.
  let coupling: Matrix
  let temperature: Double
  /// W = e^s/E_y e^s, an anchor a row.
  let w: Matrix

  /// The relative error of W and of all weights, and what it and the sums over points and nodes do to the mean of log R.
  private var rounding: Double {
    // The coupling's marginals are the weights to rounding.
    let unit: Double = weights.indices.reduce(.ulpOfOne) {
      max($0, abs(coupling.row($1).reduce(0, +) / weights[$1] - 1))
    }
    return 16 * Double(32 * weights.count + 12) * (1 + 2 / temperature) * unit
  }

  /// L_M − log M minus alignment and uniformity: E log R, R = (W₊ + Σ Wᵢ)/M, by Frullani's integral ∫ (e^{−t} − E e^{−tR}) dt/t.
  /// - Parameter negatives: their law; nil for the marginal one.
  func deviation(_ count: Int, negatives: [Double]? = nil) -> Estimate {
    let (m, step) = (Double(count), 0.125)
    let least = w.storage.reduce(1) { min($0, $1) }
    var value = 0.0
    for node in Int(-44 / step)...Int((log(45 / least) / step).rounded(.up)) {
      let t = exp(Double(node) * step)
      for x in weights.indices {
        let below = w.row(x).map { expm1(-t * $0 / m) }
        // The logarithm of E e^{−tW/M}, which rounding must not make that of a negative number.
        func logarithm(_ law: [Double]) -> Double {
          log1p(max(zip(law, below).reduce(0) { $0 + $1.0 * $1.1 }, -1))
        }
        let all = logarithm(coupling.row(x).map { $0 / weights[x] }) + m * logarithm(negatives ?? weights)
        // Small t leave a difference of nearly equal numbers.
        value += step * weights[x] * (t < 1 ? -exp(-t) * expm1(all + t) : exp(-t) - exp(all))
      }
    }
    let error = exp(-40) * (1 + 2 * max(w.largestEntry, 1) + 1 / least)
    return Estimate(value, budget: .proved([.integration: error, .rounding: rounding]))
  }

  /// The same as a sum over the places of all M negatives. O(Kᴹ).
  func enumeratedDeviation(_ count: Int) -> Estimate {
    func mean(_ x: Int, _ sum: Double, _ left: Int) -> Double {
      left == 0
        ? log(sum / Double(count))
        : weights.indices.reduce(0) { $0 + weights[$1] * mean(x, sum + w[x, $1], left - 1) }
    }
    let value = weights.indices.reduce(0) { sum, x in
      weights.indices.reduce(sum) { $0 + coupling[x, $1] * mean(x, w[x, $1], count) }
    }
    return Estimate(value, budget: .proved([.rounding: Double(count) * rounding]))
  }

  func bound(_ count: Int) -> Estimate {
    let e = Estimate.exp(2 / Estimate(exactly: temperature))
    return e * (1 + e * (e - 1) / 2) / Estimate(exactly: Double(count))
  }

  /// E[W₊ − Var(W | x)/2].
  var limit: Estimate {
    let value = weights.indices.reduce(0) { sum, x in
      weights.indices.reduce(sum) {
        $0 + coupling[x, $1] * w[x, $1] - weights[x] * weights[$1] * pow(w[x, $1] - 1, 2) / 2
      }
    }
    let largest = max(w.largestEntry, 1)
    return Estimate(value, budget: .proved([.rounding: largest * largest * rounding]))
  }
}

extension Family<PointLaw> {
  fileprivate static let laws = Family("laws on points of a sphere") { draw in
    let (count, r) = (draw.integer("points", in: 2...8), draw.integer("dimension", in: 1...4))
    let weights = (0..<count).map { _ in draw.logarithmic("weight", in: 0.05...1) }.normalised
    let points = Matrix(columnVectors: (0..<count).map { _ in draw.normals("point", r) }).withUnitColumns
    let temperature = draw.logarithmic("temperature", in: 0.5...10)
    let exponentials = points.gram.map { exp($0 / temperature) }
    let means = exponentials.times(weights)
    return PointLaw(
      weights: weights, coupling: draw.coupling("coupling", weights: weights), temperature: temperature,
      w: Matrix(rows: count, columns: count) { exponentials[$0, $1] / means[$0] })
  }
  .covering("more than three points", 0.5) { $0.weights.count > 3 }
  .covering("a temperature below 1", 0.1) { $0.temperature < 1 }
}
