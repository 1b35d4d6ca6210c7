import LinearAlgebra

/// A population loss of a linear encoder that is a function of the outputs' covariance A T Aᵀ and of their covariance
/// across a pair, A C Aᵀ: VICReg and Barlow Twins with their penalties (theory: T44). Their constrained form is
/// ``SimSiam/minimizer(rank:under:)`` with whitened outputs.
///
/// It depends on the single outputs, not on the Gram matrix alone, and is not convex: a minimiser is a stationary point.
public protocol RedundancyReduction: Sendable {
  var pairs: AugmentedPairs { get }
  /// The value and the gradient at an encoder, both for covariances T and C, d × d.
  func evaluate(_ encoder: Matrix, total: Matrix, cross: Matrix) -> (value: Double, gradient: Matrix)
}

extension RedundancyReduction {
  /// The loss at an encoder, r × d: that of its outputs as they are, whose covariances are computed in 106 bits. O(d² r).
  public func value(_ encoder: Matrix) -> Double {
    let centred = AugmentedPairs(centring: pairs)
    let a = MatrixEstimate(encoder)
    func outputs(_ moment: MatrixEstimate) -> Matrix { (a * moment * a.transposed).value.high.symmetricPart }
    return evaluate(
      .identity(encoder.rows), total: outputs(centred.mixture.totalEstimate),
      cross: outputs(centred.pairMomentEstimate)
    ).value
  }

  /// The gradient with respect to the encoder, r × d. O(d² r).
  public func gradient(_ encoder: Matrix) -> Matrix {
    let centred = AugmentedPairs(centring: pairs)
    return evaluate(encoder, total: centred.mixture.totalCovariance, cross: centred.pairMoment).gradient
  }
}

/// The population VICReg loss (Bardes, Ponce and LeCun 2022) of a linear encoder with r outputs z = A x,
///
///     λ E|z − z′|² + 2 (μ/r) Σ_j max(0, 1 − √(Var z_j + 10⁻⁴)) + 2 (ν/r) Σ_{i≠j} Cov(z_i, z_j)².
///
/// The hinge has a corner at variances 1 − 10⁻⁴. Where the variance term is strong the minimum lies there, the constrained
/// form up to scale; descent then stops near it, at a gradient that is not small.
public struct VICReg: RedundancyReduction {
  public let pairs: AugmentedPairs
  /// λ, μ and ν, at least 0; the paper takes 25, 25 and 1.
  public let invariance: Double
  public let variance: Double
  public let covariance: Double

  public init(_ pairs: AugmentedPairs, invariance: Double = 25, variance: Double = 25, covariance: Double = 1)
  {
    precondition(invariance >= 0 && variance >= 0 && covariance >= 0, "weights of penalties are at least 0")
    self.pairs = pairs
    self.invariance = invariance
    self.variance = variance
    self.covariance = covariance
  }

  public func evaluate(_ encoder: Matrix, total: Matrix, cross: Matrix) -> (value: Double, gradient: Matrix) {
    let (spread, differences) = (encoder * total, encoder * (total - cross))
    let outputs = spread.timesTranspose(encoder).symmetricPart
    let scale = 2 / Double(encoder.rows)
    let deviations = outputs.diagonal.map { ($0 + 1e-4).squareRoot() }
    let off = outputs - .diagonal(outputs.diagonal)
    let hinge = deviations.reduce(0) { $0 + max(0, 1 - $1) }
    let value =
      2 * invariance * differences.inner(encoder) + scale * (variance * hinge + covariance * off.inner(off))
    let pull = Matrix.diagonal(deviations.map { $0 < 1 ? -variance / $0 : 0 }) + (4 * covariance) * off
    return (value, (4 * invariance) * differences + scale * (pull * spread))
  }
}

/// The population Barlow Twins loss (Zbontar, Jing, Misra, LeCun and Deny 2021) of a linear encoder,
/// Σ_i (1 − R_ii)² + λ Σ_{i≠j} R_ij², R the correlations of the outputs across a pair.
public struct BarlowTwins: RedundancyReduction {
  public let pairs: AugmentedPairs
  /// λ, at least 0; the paper takes .005.
  public let redundancy: Double

  public init(_ pairs: AugmentedPairs, redundancy: Double = 0.005) {
    precondition(redundancy >= 0, "the weight of a penalty is at least 0")
    self.pairs = pairs
    self.redundancy = redundancy
  }

  /// NaN where an output is constant.
  public func evaluate(_ encoder: Matrix, total: Matrix, cross: Matrix) -> (value: Double, gradient: Matrix) {
    let (spread, crossed) = (encoder * total, encoder * cross)
    let variances = (0..<encoder.rows).map { i in
      zip(spread.row(i), encoder.row(i)).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let scale = Matrix.diagonal(variances.map { 1 / $0.squareRoot() })
    let correlations = (scale * crossed.timesTranspose(encoder) * scale).symmetricPart
    // The derivative with respect to R.
    let pull = Matrix(rows: encoder.rows, columns: encoder.rows) {
      $0 == $1 ? -2 * (1 - correlations[$0, $0]) : 2 * redundancy * correlations[$0, $1]
    }
    let value = (0..<encoder.rows).reduce(0.0) { sum, i in
      (0..<encoder.rows).reduce(sum) { sum, j in
        let entry = correlations[i, j]
        return sum + (i == j ? (1 - entry) * (1 - entry) : redundancy * entry * entry)
      }
    }
    let shrink = Matrix.diagonal(zip((pull * correlations).diagonal, variances).map { -2 * $0 / $1 })
    return (value, 2 * (scale * pull * scale * crossed) + shrink * spread)
  }
}
