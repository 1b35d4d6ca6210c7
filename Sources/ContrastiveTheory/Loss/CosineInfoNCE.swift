import Evidence
import Foundation
import LinearAlgebra

/// Population InfoNCE with cosine scores at a temperature τ, infinitely many negatives (theory: T64):
/// L(A) = −E cos(A x, A x′)/τ + E_x log E_y exp(cos(A x, A y)/τ).
///
/// For encoders of rank at most 2, any covariances. The angle of A x has a density in closed form, a mixture of
/// projected normal laws, and so has its image under a stretch of the plane, so that both expectations are sums over
/// equidistant angles, which converge faster than any power of the number of nodes.
public struct CosineInfoNCE: Sendable {
  public let pairs: AugmentedPairs
  /// τ > 0.
  public let temperature: Double

  /// - Throws: ``CosineError/temperature(_:)`` unless τ is positive and finite.
  public init(_ pairs: AugmentedPairs, temperature: Double) throws(CosineError) {
    guard temperature > 0, temperature.isFinite else { throw .temperature(temperature) }
    self.pairs = pairs
    self.temperature = temperature
  }

  /// The loss at an encoder, r × d, of rank 1 or 2. The integration error is the difference to a rule with half of the
  /// nodes. Cost: the square of the number of nodes, which grows with the root of the ratio of the encoder's singular values.
  /// - Throws: ``CosineError/rank(_:)`` for another rank, `LinearAlgebraError` when an entry is not finite.
  public func value(_ encoder: Matrix) throws -> Estimate {
    let root = try pairs.mixture.whitening.factor
    let decomposition = try SingularValues(of: encoder * root)
    let largest = decomposition.values.first ?? 0
    let rank = decomposition.values.prefix { $0 > 1e-12 * largest && $0 > 0 }.count
    guard rank == 1 || rank == 2 else { throw CosineError.rank(rank) }
    // Turning the output changes no cosine.
    let rows = decomposition.left.columns(0..<rank).transposeTimes(encoder)
    guard rank == 2 else { return line(rows) }
    // Long outputs are nearly at two opposite angles, in a range of the ratio; half of the stretch widens these and does not
    // narrow the others by more.
    return try plane(rows, stretch: (decomposition.values[1] / largest).squareRoot())
  }

  /// One output: its sign is all that a cosine sees.
  private func line(_ row: Matrix) -> Estimate {
    let mixture = pairs.mixture
    let expected = (0..<mixture.componentCount).map { k in
      let mean = (row * mixture.means.columns(k..<(k + 1)))[0, 0]
      let variance = (row * mixture.covariance(of: k)).inner(row)
      return erf(mean / (2 * variance).squareRoot())
    }
    let alignment = pairs.coupling.inner(
      Matrix(rows: expected.count, columns: expected.count) { expected[$0] * expected[$1] })
    let balance = zip(mixture.weights, expected).reduce(0) { $0 + $1.0 * $1.1 }
    let (positive, negative) = ((1 + balance) / 2, (1 - balance) / 2)
    let scale = 1 / temperature
    let spread =
      positive * log(positive + negative * exp(-2 * scale))
      + negative * log(negative + positive * exp(-2 * scale)) + scale
    let size = scale * (1 + alignment) + abs(log(min(positive, negative)))
    return Estimate(
      spread - scale * alignment,
      budget: ErrorBudget.computed([.rounding: 16 * Double(expected.count) * .ulpOfOne * size]))
  }

  private func plane(_ rows: Matrix, stretch: Double) throws -> Estimate {
    let laws = try (0..<pairs.mixture.componentCount).map { k in
      try ProjectedNormal(
        mean: rows * pairs.mixture.means.columns(k..<(k + 1)),
        covariance: (rows * pairs.mixture.covariance(of: k)).timesTranspose(rows).symmetricPart)
    }
    var nodes = 64
    var value = sum(laws, nodes: nodes, stretch: stretch)
    var error = Double.infinity
    while nodes < 8192, !(error < 1e-13 / temperature) {
      nodes *= 2
      let finer = sum(laws, nodes: nodes, stretch: stretch)
      error = abs(finer - value)
      value = finer
    }
    let rounding = Double(nodes).squareRoot() * 8 * .ulpOfOne * (1 + 1 / temperature)
    return Estimate(value, budget: ErrorBudget.computed([.integration: error, .rounding: rounding]))
  }

  /// The loss by sums over equidistant angles ψ, where the output has the angle φ, tan φ = stretch · tan ψ.
  private func sum(_ laws: [ProjectedNormal], nodes: Int, stretch: Double) -> Double {
    let step = 2 * Double.pi / Double(nodes)
    let points = (0..<nodes).map { (cos(Double($0) * step), stretch * sin(Double($0) * step)) }
    let lengths = points.map { ($0.0 * $0.0 + $0.1 * $0.1).squareRoot() }
    let cosines = zip(points, lengths).map { $0.0 / $1 }
    let sines = zip(points, lengths).map { $0.1 / $1 }
    var mixture = [Double](repeating: 0, count: nodes)
    var means: [(x: Double, y: Double)] = []
    for (k, law) in laws.enumerated() {
      var mean = (x: 0.0, y: 0.0)
      for i in 0..<nodes {
        let mass = step * stretch / (lengths[i] * lengths[i]) * law.density(cosines[i], sines[i])
        mixture[i] += pairs.mixture.weights[k] * mass
        mean = (mean.x + mass * cosines[i], mean.y + mass * sines[i])
      }
      means.append(mean)
    }
    let alignment = pairs.coupling.inner(
      Matrix(rows: laws.count, columns: laws.count) { means[$0].x * means[$1].x + means[$0].y * means[$1].y })
    var spread = 0.0
    for i in 0..<nodes where mixture[i] > 0 {
      var expectation = 0.0
      for j in 0..<nodes {
        let cosine = cosines[i] * cosines[j] + sines[i] * sines[j]
        expectation += mixture[j] * exp((cosine - 1) / temperature)
      }
      spread += mixture[i] * (log(expectation) + 1 / temperature)
    }
    return spread - alignment / temperature
  }
}

/// The law of the angle of a normal vector of the plane.
private struct ProjectedNormal {
  /// Σ⁻¹, Σ⁻¹ m, mᵀ Σ⁻¹ m and 1 / (2π √det Σ).
  private let precision: Matrix
  private let pulled: Matrix
  private let square: Double
  private let scale: Double

  init(mean: Matrix, covariance: Matrix) throws(LinearAlgebraError) {
    let factor = try Cholesky(of: covariance)
    precision = factor.solve(.identity(2))
    pulled = factor.solve(mean)
    square = mean.inner(pulled)
    scale = 1 / (2 * Double.pi * factor.factor.diagonal.reduce(1, *))
  }

  /// The density at the angle with this cosine and sine: the integral of the normal density along the ray,
  /// ∫ r exp(−(a r² − 2 b r + mᵀΣ⁻¹m)/2) dr with a = uᵀΣ⁻¹u and b = uᵀΣ⁻¹m.
  func density(_ cosine: Double, _ sine: Double) -> Double {
    let a =
      precision[0, 0] * cosine * cosine + 2 * precision[0, 1] * cosine * sine + precision[1, 1] * sine * sine
    let c = (pulled[0, 0] * cosine + pulled[1, 0] * sine) / a.squareRoot()
    let below = erfc(-c / 2.0.squareRoot()) / 2
    let ray = exp(-square / 2) + c * below * (2 * Double.pi).squareRoot() * exp((c * c - square) / 2)
    return max(scale * ray / a, 0)
  }
}

/// Why a cosine loss has no value.
public enum CosineError: Error, Equatable, Sendable {
  case temperature(Double)
  case rank(Int)
}

extension CosineError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .temperature(let temperature): "temperature: found \(temperature), expected a number above 0"
    case .rank(let rank): "the encoder has rank \(rank), expected 1 or 2"
    }
  }
}
