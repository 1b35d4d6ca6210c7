import ContrastiveTheory
import LinearAlgebra
import TheoremTesting

extension SpikedPair {
  enum Method { case alignment, prediction }

  /// The numbers that decide what the method finds.
  func values(of method: Method) -> SpikedValues {
    switch method {
    case .alignment: correlations
    case .prediction: predictions
    }
  }

  /// "CCA finds the signals in x if and only if they are above the threshold."
  var alignment: Verdict { get throws { try threshold(of: .alignment) } }

  /// "The best prediction finds them if and only if they are above its own."
  var prediction: Verdict { get throws { try threshold(of: .prediction) } }

  private func threshold(of method: Method) throws -> Verdict {
    let recovery = try recovery(by: method)
    return values(of: method).leastOverLargest.value > 1 ? recovery : recovery.not
  }

  /// "The encoder of x that the method finds, with a row for each signal, sees the signals' coordinates and nothing else."
  private func recovery(by method: Method) throws -> Verdict {
    let signalSpace = Subspace(orthonormalBasis: axes.x.columns(0..<signals.count))
    let (rowSpace, rounding) = try rowSpace(of: method)
    let sine = try signalSpace.equality(with: rowSpace).difference
    return .vanishes(measured: sine.value, budget: sine.budget + ErrorBudget([.rounding: rounding]))
  }

  /// That of CCA with k directions, or of the linear prediction of y from x of rank k that has the least mean square error; and what
  /// rounding has done to it before its eigenvectors were found, a sine (Proofs/G3).
  private func rowSpace(of method: Method) throws -> (Subspace, rounding: Double) {
    let (k, mixing) = (signals.count, axes.x + leakage)
    let x = covariance(of: signals.map { $0.spike + $0.noiseX } + noises.map(\.x), mixing, mixing)
      .symmetricPart
    let stretched = axes.y.scalingColumns(by: signals.map { _ in 1 } + noises.map { _ in stretch })
    let y = covariance(of: signals.map { $0.spike + $0.noiseY } + noises.map(\.y), stretched, stretched)
      .symmetricPart
    let cross = covariance(of: signals.map(\.spike) + noises.map(\.covariance), mixing, stretched)
    let root = try Cholesky(of: x)
    let half = root.solveLower(cross)
    let whitened =
      switch method {
      case .alignment: try Cholesky(of: y).solveLower(half.transposed).transposed
      case .prediction: half
      }
    let found = try Subspace.leadingEigenspace(
      of: whitened.timesTranspose(whitened).symmetricPart, dimension: k)
    let values = try SingularValues(of: whitened).values
    let gap = values[k - 1] * values[k - 1] - values[k] * values[k]
    let (conditionX, conditionY) = (try condition(x), try condition(y))
    let moved = 16 * Double(values.count) * .ulpOfOne * (conditionX + conditionY) * values[0]
    return (
      try found.mapped(by: root.solveTransposedLower(.identity(values.count))),
      conditionX.squareRoot() * 2 * values[0] * moved / gap
    )
  }

  private var leakage: Matrix {
    Matrix(rows: axes.x.rows, columns: axes.x.columns) { $1 == signals.count ? leak * axes.x[$0, 0] : 0 }
  }

  /// Of coordinates with these on the diagonal, and with what the signals share beside it, in the directions of two views.
  private func covariance(of diagonal: [Estimate], _ left: Matrix, _ right: Matrix) -> Matrix {
    let coordinates = Matrix(rows: diagonal.count, columns: diagonal.count) { i, j in
      guard i != j else { return diagonal[i].value }
      guard i < signals.count, j < signals.count else { return 0 }
      return signalCorrelation * (signals[i].spike.value * signals[j].spike.value).squareRoot()
    }
    return (left * coordinates).timesTranspose(right)
  }

  private func condition(_ matrix: Matrix) throws -> Double {
    let values = try SymmetricEigen(of: matrix).values
    return values[values.count - 1] / values[0]
  }
}
