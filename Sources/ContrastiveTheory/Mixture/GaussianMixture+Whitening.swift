import Evidence
import LinearAlgebra

extension GaussianMixture {
  /// W = L Lᵀ, with the factor exact far beyond doubles; O(d³).
  /// - Throws: `LinearAlgebraError/notPositiveDefinite(leadingMinor:)` when W is singular to rounding.
  var whitening: DoubleDoubleCholesky {
    get throws(LinearAlgebraError) { try DoubleDoubleCholesky(of: exactWithinClassCovariance) }
  }

  /// N = L⁻¹(μₖ − μ) in 106 bits, and what they may be off by, Frobenius. O(d³).
  /// - Throws: `LinearAlgebraError/notPositiveDefinite(leadingMinor:)` when W is singular to rounding.
  package var whitenedDeviations: (exact: DoubleDoubleMatrix, error: Double) {
    get throws(LinearAlgebraError) { whitenedDeviations(by: try whitening) }
  }

  /// The same with the factor of W at hand.
  func whitenedDeviations(by root: DoubleDoubleCholesky) -> (exact: DoubleDoubleMatrix, error: Double) {
    let deviations = root.solveLower(centred.exactMeans)
    let size = deviations.normBound
    return (deviations, whitenedMeansError(size: size, by: root) * size)
  }

  /// L⁻¹ Σₖ L⁻ᵀ of each component, which average to the identity. O(K d³).
  /// - Throws: `LinearAlgebraError/notPositiveDefinite(leadingMinor:)` when W is singular to rounding.
  package var whitenedCovarianceEstimates: [MatrixEstimate] {
    get throws(LinearAlgebraError) {
      let root = try whitening
      let relative = whitenedCovariancesError(by: root)
      return (0..<componentCount).map { k in
        let half = root.solveLower(DoubleDoubleMatrix(covariance(of: k)))
        let whitened = root.solveLower(half.transposed).symmetricPart
        return MatrixEstimate(whitened, budget: .proved([.rounding: relative * whitened.normBound]))
      }
    }
  }

  /// An orthonormal basis of the Fisher subspace in coordinates where W is the identity, d × q. O(d³).
  /// - Throws: as there.
  package var whitenedFisherEstimate: MatrixEstimate {
    get throws(LinearAlgebraError) {
      let (root, fisher) = (try whitening, try fisherSubspace)
      let basis = root.transposeTimes(fisher.exactBasis).orthonormalised
      let turned = fisher.budget(whitenedBy: root).scaled(by: (2 * Double(fisher.dimension)).squareRoot())
      return MatrixEstimate(basis, budget: turned + .proved([.rounding: basis.orthogonalityDefect]))
    }
  }

  /// A bound on how long the whitened mean is outside the Fisher subspace. O(d³).
  /// - Throws: as there.
  package var whitenedMeanOutsideFisher: Double {
    get throws(LinearAlgebraError) {
      let root = try whitening
      let target = try WhitenedSubspace(fisherSubspace, root)
      let mean = root.solveLower(exactMean)
      let known = target.error + whitenedMeansError(size: mean.normBound, by: root) + .ulpOfOne
      return (1 + 0x1p-20) * (target.outside(of: mean.high.transposed).normBound + known * mean.normBound)
    }
  }

  /// What centring and whitening in 106 bits may have done to the whitened means N, Frobenius, over |N|
  /// (Proofs/Certificate.md, S12). O(d³).
  /// - Parameters:
  ///   - size: |N|.
  ///   - root: of W.
  func whitenedMeansError(size: Double, by root: DoubleDoubleCholesky) -> Double {
    guard size > 0 else { return 0 }
    let given = whitenedGiven(by: root)
    let ofCentring = Double(dimension + componentCount) * given.size / size
    return whiteningError(given.spread) + 0x1p-98 * ofCentring
  }

  /// What whitening in 106 bits may have done to a whitened covariance and to a root of it, Frobenius, over its norm
  /// (Proofs/Certificate.md, S12). O(d³).
  func whitenedCovariancesError(by root: DoubleDoubleCholesky) -> Double {
    8 * whiteningError(root.spread) + 0x1p-96 * Double(dimension * dimension)
  }

  /// What whitening in 106 bits may have done to a row that was given in the original coordinates, over its length. O(d³).
  func whitenedRowsError(by root: DoubleDoubleCholesky) -> Double {
    whiteningError(root.spread)
  }

  /// What 106 bits leave of the mixture's covariances and second moments in coordinates where one of them is the identity, Frobenius
  /// (Proofs/Certificate.md, S12): of an entry, what the moments and the given means of both coordinates are. O(d³).
  /// - Parameter root: of that one.
  func whitenedMomentError(by root: DoubleDoubleCholesky) -> Double {
    func length(_ squares: [Double]) -> Double {
      zip(squares, root.matrix.diagonal).reduce(0) { $0 + $1.0 / $1.1 }.squareRoot()
    }
    let (own, given) = (length(secondMoment.diagonal), length(givenSizes.map { $0 * $0 }))
    let spread = root.spread
    return 0x1p-96 * Double(dimension + componentCount) * spread * spread * own * (own + 2 * given)
  }

  /// What a change of each given mean by its own size becomes in whitened coordinates, Frobenius. O(d³).
  func whitenedGivenSize(by root: DoubleDoubleCholesky) -> Double { whitenedGiven(by: root).size }

  private func whitenedGiven(by root: DoubleDoubleCholesky) -> (size: Double, spread: Double) {
    let sizes = zip(givenSizes, withinClassCovariance.diagonal).map { $0 / $1.squareRoot() }
    let inverse = root.inverseRoot(times: sizes)
    // Sums of what is not negative, in doubles.
    func length(_ vector: [Double]) -> Double { Matrix(columnVectors: [vector]).frobeniusNorm }
    let size = length(inverse.products) + inverse.error * length(sizes)
    return ((1 + 0x1p-28) * Double(componentCount).squareRoot() * size, inverse.bound)
  }

  /// What whitening in 106 bits may have done to a whitened vector, over its length.
  private func whiteningError(_ spread: Double) -> Double {
    0x1p-98 * Double(dimension * dimension) * spread * spread
  }
}
