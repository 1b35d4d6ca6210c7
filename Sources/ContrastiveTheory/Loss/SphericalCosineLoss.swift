import Foundation
import LinearAlgebra

/// InfoNCE with cosine scores as a function of the encoder, by a rule on the sphere of the outputs' directions. The rule does not
/// move with the encoder, so that the exponentials of all scores are computed once.
struct SphericalCosineLoss {
  private let mixture: GaussianMixture
  private let coupling: Matrix
  private let temperature: Double
  private let rule: SphereRule
  /// exp((⟨u, v⟩ − 1)/τ) for all pairs of nodes.
  private let kernel: Matrix

  init(_ loss: CosineInfoNCE, rule: SphereRule) {
    (mixture, coupling, temperature) = (loss.pairs.mixture, loss.pairs.coupling, loss.temperature)
    self.rule = rule
    kernel = rule.points.gram.map { exp(($0 - 1) / loss.temperature) }
  }

  /// The value and the gradient at an encoder, r × d; NaN where an output's covariance is singular to rounding, or its direction so
  /// nearly certain that the rule does not see a thousandth of its probability or sees it twice: there is no minimum of use there.
  func evaluate(_ encoder: Matrix) -> (value: Double, gradient: Matrix) {
    let (points, nodes) = (rule.points, 0..<rule.weights.count)
    let components = 0..<mixture.componentCount
    let images = components.map { encoder * mixture.covariance(of: $0) }
    guard
      let laws = try? components.map({ k in
        try ProjectedNormal(
          mean: encoder * mixture.means.columns(k..<(k + 1)),
          covariance: images[k].timesTranspose(encoder).symmetricPart)
      })
    else { return (.nan, encoder) }
    let rays = laws.map { law in nodes.map { law.rays(points, $0) } }
    let masses = Matrix(rows: rule.weights.count, columns: laws.count) {
      rule.weights[$0] * rays[$1][$0].density
    }
    guard components.allSatisfy({ abs(masses.column($0).reduce(0, +) - 1) < 1e-3 }) else {
      return (.nan, encoder)
    }
    let mixed = masses.times(mixture.weights)
    let expectations = kernel.times(mixed)
    // The loss is linear in each of the laws but for the logarithm.
    let pulls = (2 / temperature) * (points * masses * coupling)
    let alignment = (points * masses).inner(pulls) / 2
    let spread = zip(mixed, expectations).reduce(0) { $0 + $1.0 * (log($1.1) + 1 / temperature) }
    let fromOthers = kernel.times(zip(mixed, expectations).map { $0 / $1 })
    let slopes = nodes.map { log(expectations[$0]) + 1 / temperature + fromOthers[$0] }
    let alignments = points.transposeTimes(pulls)
    var gradient = Matrix(rows: encoder.rows, columns: encoder.columns)
    for (k, law) in laws.enumerated() {
      let slope = nodes.map { rule.weights[$0] * (mixture.weights[k] * slopes[$0] - alignments[$0, k]) }
      // ∫ slope · (1, y, y yᵀ) over the law's y, and with it the derivatives along its mean and its covariance.
      let total = nodes.reduce(0.0) { $0 + slope[$1] * rays[k][$1].density }
      let first = Matrix(columnVectors: [points.times(nodes.map { slope[$0] * rays[k][$0].first })])
      let second = points.scalingColumns(by: nodes.map { slope[$0] * rays[k][$0].second }).timesTranspose(
        points)
      let cross = first.timesTranspose(law.mean)
      let centred = second - cross - cross.transposed + total * law.mean.timesTranspose(law.mean)
      let alongMean = law.precision * (first - total * law.mean)
      let twiceAlongCovariance = law.precision * centred * law.precision - total * law.precision
      gradient +=
        alongMean.timesTranspose(mixture.means.columns(k..<(k + 1))) + twiceAlongCovariance * images[k]
    }
    guard let across = try? gradient.withoutTurn(of: encoder) else { return (.nan, encoder) }
    return (spread - alignment, across)
  }
}

extension Matrix {
  /// A gradient without its part along turns of the output, Ω A with Ω skew: the loss has none, and what a rule's error leaves of it
  /// would lead a descent in circles.
  fileprivate func withoutTurn(of encoder: Matrix) throws(LinearAlgebraError) -> Matrix {
    let eigen = try SymmetricEigen(of: encoder.timesTranspose(encoder).symmetricPart)
    let product = timesTranspose(encoder)
    let skew = eigen.vectors.transposeTimes((product - product.transposed) * eigen.vectors)
    let turn = Matrix(rows: rows, columns: rows) { skew[$0, $1] / (eigen.values[$0] + eigen.values[$1]) }
    return self - (eigen.vectors * turn).timesTranspose(eigen.vectors) * encoder
  }
}
