import Matrices
import RandomNumbers

// What a problem has besides its mixture: deviates for families to compose with ``MixtureFamily``.

/// A bias δ, uniform in [0, 1], where each end has a probability of a twentieth.
public func randomBias(using generator: inout some RandomNumberGenerator) -> Double {
  min(max(generator.uniform(in: -0.055...1.055), 0), 1)
}

/// A random symmetric coupling of components, K × K, with the weights for both marginals.
///
/// δ diag(w) + (1 − δ)(w wᵀ + S) with δ uniform and S symmetric, of zero row sums, as large as the entries allow up to a
/// uniform factor: for K ≥ 3 it is no coupling by a bias, and it may be indefinite.
public func randomCoupling(_ weights: [Double], using generator: inout some RandomNumberGenerator) -> Matrix {
  let bias = generator.uniform()
  let raw = Matrix.normal(rows: weights.count, columns: weights.count, using: &generator).symmetricPart
  return .coupling(weights, bias: bias, raw: raw, strength: generator.uniform())
}

extension Matrix {
  /// - Parameters:
  ///   - raw: symmetric, K × K: the direction away from what a bias gives.
  ///   - strength: in [0, 1], of the way that the entries allow.
  static func coupling(_ weights: [Double], bias: Double, raw: Matrix, strength: Double) -> Matrix {
    let count = weights.count
    // P X Pᵀ with P = I − w 1ᵀ has zero row and column sums in the sense of both marginals.
    let keep = Matrix(rows: count, columns: count) { ($0 == $1 ? 1 : 0) - weights[$0] }
    let shift = (keep * raw).timesTranspose(keep).symmetricPart
    // The entries stay at least 0 up to this factor.
    var largest = Double.infinity
    for k in 0..<count {
      for l in 0..<count where shift[k, l] < 0 {
        largest = min(largest, weights[k] * weights[l] / -shift[k, l])
      }
    }
    let factor = largest.isFinite ? strength * largest : 0
    return Matrix(rows: count, columns: count) { k, l in
      max((1 - bias) * (weights[k] * weights[l] + factor * shift[k, l]), 0) + (k == l ? bias * weights[k] : 0)
    }
  }
}
