import LinearAlgebra

/// The population InfoNCE loss of augmented pairs, inner-product scores, infinitely many negatives:
/// L(A) = −E⟨A x, A x′⟩ + E_x log E_y exp⟨A x, A y⟩ (theory: sections 1 and 2). Exact up to integrals with known error.
///
/// A temperature τ only rescales the encoder: A/√τ.
public struct InfoNCE: Sendable {
  /// How the expectation is integrated.
  public enum Route: String, Sendable, Codable {
    /// Over the scores of the components: at most min(r, K − 1) dimensions; needs a shared covariance.
    case scores
    /// Over the encoder's r coordinates: for any covariances.
    case coordinates
  }

  public let pairs: AugmentedPairs
  public let route: Route

  /// The loss in coordinates where the within-class covariance is the identity.
  let whitened: any WhitenedLoss
  /// W = L Lᵀ.
  let whitening: DoubleDoubleCholesky
  /// N = L⁻¹ M, d × K: the means in whitened coordinates.
  private let exactMeans: DoubleDoubleMatrix
  private var means: Matrix { exactMeans.high }
  /// The modulus of strong convexity in whitened coordinates: the smallest eigenvalue of the pencils (Σₖ, W)
  /// (Proofs/Certificate.md, S2).
  let modulus: Double

  /// Prepares the loss; O(d³), with unequal covariances O(K d³).
  /// - Parameters:
  ///   - pairs: of a mixture with any covariances.
  ///   - route: nil takes ``Route/scores`` where the covariance is shared and ``Route/coordinates`` elsewhere.
  ///   - integrationTarget: the error that each integral aims at, relative to a softmax's 1.
  /// - Throws: `LinearAlgebraError` when the within-class covariance is singular to rounding.
  public init(
    _ pairs: AugmentedPairs, route: Route? = nil, integrationTarget: Double = 1e-14
  ) throws(LinearAlgebraError) {
    let mixture = pairs.mixture
    let shared = mixture.sharedCovariance != nil
    precondition(shared || route != .scores, "the scores' route needs a shared covariance")
    self.pairs = pairs
    self.route = route ?? (shared ? .scores : .coordinates)
    let whitening = try mixture.whitening
    self.whitening = whitening
    let means = whitening.solveLower(mixture.exactMeans)
    exactMeans = means
    let meansError = mixture.whitenedMeansError(size: means.high.frobeniusNorm, by: whitening)
    switch self.route {
    case .scores:
      modulus = 1
      whitened = SharedCovarianceInfoNCE(
        exactMeans: means, meansError: meansError, weights: mixture.weights, coupling: pairs.coupling,
        integrationTarget: integrationTarget, nodeBudget: 1e6)
    case .coordinates:
      let covariances = (0..<mixture.componentCount).map { k in
        let half = whitening.solveLower(DoubleDoubleMatrix(mixture.covariance(of: k)))
        return whitening.solveLower(half.transposed).symmetricPart
      }
      var (modulus, widest) = (1.0, 0.0)
      for covariance in covariances {
        let spectrum = try SymmetricEigen(of: covariance.high)
        modulus = min(modulus, (spectrum.values.first ?? 1) - spectrum.errors(of: covariance).ofValues)
        widest = max(widest, covariance.normBound)
      }
      let relative = mixture.whitenedCovariancesError(by: whitening)
      self.modulus = max(modulus - relative * widest, .leastNormalMagnitude)
      whitened = GeneralInfoNCE(
        exactMeans: means, exactCovariances: covariances, weights: mixture.weights, coupling: pairs.coupling,
        lawError: meansError + relative * (1 + widest / self.modulus), integrationTarget: integrationTarget,
        nodeBudget: 4e5)
    }
  }

  /// The loss at an encoder, r × d. Cost O(d² r) plus the integral.
  /// - Throws: ``IntegrationError`` where the encoder is so large that the scores overflow.
  public func value(_ encoder: Matrix) throws -> Double {
    let b = whitening.rowsTimesFactor(encoder).high
    return try whitened.refined(at: b).loss.evaluate(b).value
  }

  /// The gradient with respect to the encoder, r × d. Cost O(d² r) plus the integral; general covariances O(K d² r).
  public func gradient(_ encoder: Matrix) throws -> Matrix {
    let b = whitening.rowsTimesFactor(encoder).high
    let gradient = try whitened.refined(at: b).loss.evaluate(b).gradient
    return (whitening.exactFactor * DoubleDoubleMatrix(gradient.transposed)).high.transposed
  }

  /// N (π − w wᵀ) Nᵀ in whitened coordinates, d × d: minus the gradient Λ at H = 0.
  var pull: CongruentMatrix {
    let w = pairs.mixture.weights
    let excess = Matrix(rows: w.count, columns: w.count) { pairs.coupling[$0, $1] - w[$0] * w[$1] }
    return CongruentMatrix(factor: means, core: excess)
  }
}
