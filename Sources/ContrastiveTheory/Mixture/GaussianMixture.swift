import LinearAlgebra

/// A finite mixture of K Gaussians in ℝᵈ (theory: section 1).
///
/// The initialiser is the only way in, so a mixture that exists is valid: positive weights that sum to one, finite
/// means, symmetric positive definite covariances of one dimension.
public struct GaussianMixture: Sendable, Equatable {
  /// The covariances of the components, in scikit-learn's four forms.
  public enum Covariances: Sendable, Equatable {
    /// One d × d matrix that all components share.
    case tied(Matrix)
    /// One d × d matrix a component.
    case full([Matrix])
    /// The variances of each coordinate, d × K, one column a component.
    case diagonal(Matrix)
    /// One variance a component; the covariance is that variance times the identity.
    case spherical([Double])
  }

  /// The K weights, positive, sum 1 to rounding.
  public let weights: [Double]
  /// The means, d × K, one column a component.
  public var means: Matrix { exactMeans.high }
  /// The means as they are before rounding to doubles: of a centred mixture, differences of the given ones.
  let exactMeans: DoubleDoubleMatrix
  /// For each coordinate the largest mean that was given, in absolute value: rounding is relative to it, also after centring.
  let givenSizes: [Double]
  /// The covariances as they were given, each exactly symmetric.
  public let covariances: Covariances

  /// The dimension d, at least 1.
  public var dimension: Int { means.rows }
  /// The number of components K, at least 1.
  public var componentCount: Int { weights.count }

  /// Checks and keeps the parameters; O(K d³) for `full`, O(d³) for `tied`.
  /// - Parameters:
  ///   - weights: K numbers > 0 whose sum is 1 within 1e-9 (room for printed decimals); they are divided by their sum.
  ///   - means: d × K.
  ///   - covariances: see ``Covariances``; symmetric to 1e-12 of the largest entry, positive definite to rounding. Where the halves of
  ///     a matrix differ their mean is taken, to the nearest doubles: the mixture is that of the symmetric matrix.
  /// - Throws: ``MixtureError`` naming the parameter, the component and what was found.
  public init(weights: [Double], means: Matrix, covariances: Covariances) throws(MixtureError) {
    try Self.check(weights: weights, means: means)
    try Self.check(covariances, dimension: means.rows, componentCount: weights.count)
    self.init(
      trustedWeights: Self.normalised(weights), means: DoubleDoubleMatrix(means),
      givenSizes: (0..<means.rows).map { means.rows($0..<($0 + 1)).largestEntry },
      covariances: covariances.symmetric)
  }

  /// A mixture that is valid because it was made from a valid one.
  private init(
    trustedWeights: [Double], means: DoubleDoubleMatrix, givenSizes: [Double], covariances: Covariances
  ) {
    weights = trustedWeights
    exactMeans = means
    self.givenSizes = givenSizes
    self.covariances = covariances
  }

  /// The covariance of component k, d × d.
  public func covariance(of k: Int) -> Matrix {
    switch covariances {
    case .tied(let matrix): matrix
    case .full(let matrices): matrices[k]
    case .diagonal(let variances): .diagonal(variances.column(k))
    case .spherical(let variances): .diagonal(Array(repeating: variances[k], count: dimension))
    }
  }

  /// The covariance that all components share, or nil when they differ. A `full`, `diagonal` or `spherical`
  /// mixture shares a covariance when its matrices are equal entry for entry.
  public var sharedCovariance: Matrix? {
    switch covariances {
    case .tied(let matrix): matrix
    case .full(let matrices): matrices.allSatisfy { $0 == matrices[0] } ? matrices[0] : nil
    case .diagonal(let variances):
      (0..<componentCount).allSatisfy { variances.column($0) == variances.column(0) }
        ? covariance(of: 0) : nil
    case .spherical(let variances): variances.allSatisfy { $0 == variances[0] } ? covariance(of: 0) : nil
    }
  }

  /// The mixture moved so that its mean is zero. InfoNCE with inner products is not translation invariant; the
  /// Fisher subspace is.
  public var centred: GaussianMixture {
    GaussianMixture(
      trustedWeights: weights, means: exactMeans.addingToColumns(-1, times: exactMean),
      givenSizes: givenSizes,
      covariances: covariances)
  }

  /// Whether the mean is zero beyond the rounding of doubles, as that of a mixture is which was centred here: theorems on centred
  /// mixtures say nothing of others.
  var isExactlyCentred: Bool {
    zip(exactMean.high.storage, givenSizes).allSatisfy { abs($0) <= 0x1p-80 * Double(componentCount) * $1 }
  }

  /// The image of the mixture under x ↦ M x + c (theory: T02), to the nearest doubles; the covariances become `tied` or `full`.
  /// - Throws: ``MixtureError`` when the image is degenerate to rounding.
  public func mapped(by map: Matrix, shift: [Double]? = nil) throws(MixtureError) -> GaussianMixture {
    precondition(map.columns == dimension, "the map needs one column a dimension")
    let exactMap = DoubleDoubleMatrix(map)
    var moved = exactMap * exactMeans
    if let shift {
      moved = moved.addingToColumns(1, times: DoubleDoubleMatrix(Matrix(columnVectors: [shift])))
    }
    func image(_ covariance: Matrix) -> Matrix {
      (exactMap * DoubleDoubleMatrix(covariance) * exactMap.transposed).symmetricPart.high
    }
    let covariances: Covariances =
      sharedCovariance.map { .tied(image($0)) }
      ?? .full((0..<componentCount).map { image(covariance(of: $0)) })
    return try GaussianMixture(weights: weights, means: moved.high, covariances: covariances)
  }
}

extension GaussianMixture.Covariances {
  /// With the mean of both halves of each matrix: what reads one half and what reads both would else see different mixtures.
  fileprivate var symmetric: Self {
    /// Halves are added, which do not overflow.
    func mean(_ matrix: Matrix) -> Matrix {
      Matrix(rows: matrix.rows, columns: matrix.columns) {
        let (entry, other) = (matrix[$0, $1], matrix[$1, $0])
        return entry == other ? entry : entry / 2 + other / 2
      }
    }
    return switch self {
    case .tied(let matrix): .tied(mean(matrix))
    case .full(let matrices): .full(matrices.map(mean))
    case .diagonal, .spherical: self
    }
  }
}
