import ContrastiveTheory
import LinearAlgebra
import TheoremTesting

extension GaussianMixture: Shrinkable {
  /// Mixtures with a component or a coordinate less; with the identity or the diagonal for the covariance; in whitened
  /// coordinates, where the covariance is the identity, turned so that few coordinates differ from zero; with equal weights
  /// or round ones; with round means and covariances. A mixture that is centred stays so.
  public var simpler: [GaussianMixture] {
    let size = means.frobeniusNorm
    let isCentred = mean.allSatisfy { abs($0) <= 1e-12 * size }
    let candidates = fewerComponents + fewerCoordinates + plainerCovariances + rounderNumbers
    return candidates.map { isCentred ? $0.centred : $0 }
  }

  private var fewerComponents: [GaussianMixture] {
    guard componentCount > 1 else { return [] }
    return (0..<componentCount).compactMap { dropped in
      let kept = (0..<componentCount).filter { $0 != dropped }
      let sum = kept.reduce(0) { $0 + weights[$1] }
      return try? GaussianMixture(
        weights: kept.map { weights[$0] / sum }, means: Matrix(columnVectors: kept.map(means.column)),
        covariances: covariances.keeping(components: kept))
    }
  }

  private var fewerCoordinates: [GaussianMixture] {
    guard dimension > 1 else { return [] }
    return (0..<dimension).compactMap { dropped in
      let kept = (0..<dimension).filter { $0 != dropped }
      return try? GaussianMixture(
        weights: weights, means: Matrix(rowVectors: kept.map(means.row)),
        covariances: covariances.mapped { matrix in
          Matrix(rows: kept.count, columns: kept.count) { matrix[kept[$0], kept[$1]] }
        })
    }
  }

  private var plainerCovariances: [GaussianMixture] {
    var plainer = [
      try? GaussianMixture(weights: weights, means: means, covariances: .tied(.identity(dimension))),
      try? GaussianMixture(
        weights: weights, means: means, covariances: covariances.mapped { .diagonal($0.diagonal) }),
    ]
    if let shared = sharedCovariance, let root = try? Cholesky(of: shared) {
      let whitened = root.solveLower(means)
      plainer.append(
        try? GaussianMixture(weights: weights, means: whitened, covariances: .tied(.identity(dimension))))
      if dimension > 1, let turned = try? turnedToZeros(whitened) {
        plainer.append(
          try? GaussianMixture(weights: weights, means: turned, covariances: .tied(.identity(turned.rows))))
      }
    }
    return plainer.compactMap(\.self)
  }

  /// The columns in the coordinates of the first ones, as in R of their QR factorisation; without the coordinates, beyond the
  /// number of columns, in which all are zero.
  private func turnedToZeros(_ columns: Matrix) throws -> Matrix {
    let leading = min(columns.rows, columns.columns)
    let factors = try QR(of: columns.columns(0..<leading))
    guard leading < columns.columns else { return factors.r }
    return factors.r.besides(factors.q.transposed * columns.columns(leading..<columns.columns))
  }

  private var rounderNumbers: [GaussianMixture] {
    let rounder: [(Double) -> Double] = [
      { $0.rounded() + 0 }, { ($0 * 10).rounded() / 10 + 0 }, { ($0 * 100).rounded() / 100 + 0 },
    ]
    let weighted = weights.simplerProportions.map { proportions in
      let sum = proportions.reduce(0, +)
      return try? GaussianMixture(
        weights: proportions.map { $0 / sum }, means: means, covariances: covariances)
    }
    let rounded = rounder.flatMap { round in
      [
        try? GaussianMixture(weights: weights, means: means.map(round), covariances: covariances),
        try? GaussianMixture(
          weights: weights, means: means, covariances: covariances.mapped { $0.map(round) }),
      ]
    }
    return (weighted + rounded).compactMap(\.self)
  }
}

extension GaussianMixture.Covariances {
  fileprivate func keeping(components kept: [Int]) -> GaussianMixture.Covariances {
    switch self {
    case .tied: self
    case .full(let matrices): .full(kept.map { matrices[$0] })
    case .diagonal(let variances): .diagonal(Matrix(columnVectors: kept.map(variances.column)))
    case .spherical(let variances): .spherical(kept.map { variances[$0] })
    }
  }

  /// Each matrix changed; those that are kept as variances become matrices.
  fileprivate func mapped(_ change: (Matrix) -> Matrix) -> GaussianMixture.Covariances {
    switch self {
    case .tied(let matrix): .tied(change(matrix))
    case .full(let matrices): .full(matrices.map(change))
    case .diagonal(let variances):
      .full((0..<variances.columns).map { change(.diagonal(variances.column($0))) })
    case .spherical: self
    }
  }
}
