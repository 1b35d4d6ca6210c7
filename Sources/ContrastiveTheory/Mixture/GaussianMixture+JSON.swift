import Foundation

// In scikit-learn's words: `weights` (K numbers), `means` (K lists of d numbers), `covariances` and `covariance_type`, which
// says what `covariances` holds: `tied` a d × d matrix as a list of rows, `full` a list of K such matrices, `diag` K lists of
// d variances, `spherical` K variances.

extension GaussianMixture {
  /// Reads a mixture from JSON: an object with `weights`, `means`, `covariances` and `covariance_type`, and nothing else; the
  /// first three may have an underscore behind them, as attributes of a fitted `GaussianMixture` of scikit-learn.
  /// - Throws: ``MixtureError`` naming the key and the index, or the line and the column of what is no JSON.
  public init(json: Data) throws(MixtureError) { self = try MixtureParameters(json: json).mixture() }

  /// Reads a mixture whose numbers may have been rounded to 32 bits: weights whose sum is 1 within 1e-6 are divided by it,
  /// and of covariances that are symmetric to 1e-5 of their largest entry the symmetric part is taken.
  /// - Returns: the mixture, and in words what was done to it.
  /// - Throws: as ``init(json:)``.
  package static func rounded(json: Data) throws(MixtureError) -> (mixture: GaussianMixture, notes: [String])
  {
    var parameters = try MixtureParameters(json: json)
    let notes = parameters.round()
    do { return (try parameters.mixture(), notes) } catch {
      guard case .weightsDoNotSumToOne(let sum, _) = error else { throw error }
      throw .weightsDoNotSumToOne(sum: sum, tolerance: MixtureParameters.rounding)
    }
  }
}

extension GaussianMixture: Codable {
  /// Reads a mixture through the initialiser that checks it.
  /// - Throws: ``MixtureError`` naming the key, the index and what was expected.
  public init(from decoder: any Decoder) throws { self = try MixtureParameters(from: decoder).mixture() }

  /// Writes the mixture in the form in which it is read; every number comes back bit for bit.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: MixtureParameters.Key.self)
    try object.encode(weights, forKey: .weights)
    try object.encode(means.columnVectors, forKey: .means)
    func encode(_ type: MixtureParameters.CovarianceType, _ covariances: some Encodable) throws {
      try object.encode(type.rawValue, forKey: .covarianceType)
      try object.encode(covariances, forKey: .covariances)
    }
    switch covariances {
    case .tied(let matrix): try encode(.tied, matrix.rowVectors)
    case .full(let matrices): try encode(.full, matrices.map(\.rowVectors))
    case .diagonal(let variances): try encode(.diag, variances.columnVectors)
    case .spherical(let variances): try encode(.spherical, variances)
    }
  }
}
