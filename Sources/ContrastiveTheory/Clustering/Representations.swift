import LinearAlgebra

/// Linear maps of rows of data that are found from some rows and applied to others.
///
/// InfoNCE's encoder fixes a subspace and a scale in it, and k-means depends on both. LDA's scale, where the pooled within-class
/// covariance is the identity, is therefore also given to the subspaces of InfoNCE and of PCA: what then differs is the subspace alone.
public struct Representations: Sendable {
  /// How a representation is found.
  public enum Method: String, Sendable, Codable, CaseIterable {
    /// The encoder that minimises InfoNCE on a batch: it sees which rows are a pair, and no class.
    case infoNCE = "infonce"
    /// Its row space at LDA's scale, which the classes give.
    case infoNCEScaled = "infonceScaled"
    /// The leading linear discriminants, at their scale.
    case discriminants = "lda"
    /// The leading principal components.
    case principalComponents = "pca"
    /// Their span at LDA's scale.
    case principalComponentsScaled = "pcaScaled"
    /// The standardised columns themselves, however many.
    case raw
  }

  /// InfoNCE draws as many partners for each row as make at most this many pairs, but at least one.
  static let pairLimit = 500
  /// The part of the gradient's standard error at which the descent ends.
  static let visiblePart = 0.1

  /// What the rows are standardised by.
  private let table: StandardisedTable
  /// The mixture of the classes in the kept columns.
  private let mixture: GaussianMixture
  /// The minimiser of InfoNCE, for standardised columns.
  private let minimizer: EmpiricalMinimizer

  /// Finds the representations. Columns are standardised by these rows; those that are constant in them, or a linear combination of
  /// earlier ones, are dropped.
  ///
  /// InfoNCE costs O(m² r) a step for m pairs, the others O(n d² + d³). It starts from the leading canonical directions of its pairs.
  /// - Parameters:
  ///   - data: at least two classes, two rows in each.
  ///   - dimension: the number of coordinates r, at least 1; not more than there are kept columns.
  ///   - bias: δ in [0, 1] of InfoNCE's pairs, see ``LabelledData/pairs(bias:using:)``.
  ///   - generator: the source of the pairs.
  /// - Throws: ``LabelledDataError``, ``PairsError``, ``BatchError``, `LinearAlgebraError`.
  public init(
    of data: LabelledData, dimension: Int, bias: Double, using generator: inout some RandomNumberGenerator
  ) throws {
    precondition(dimension >= 1, "a representation has coordinates")
    table = try StandardisedTable(data)
    mixture = try ClassMixture(data).mixture
    let standardised = LabelledData(
      columnNames: table.columnNames, values: table.entries.transposed,
      labels: data.classes.map { data.classNames[$0] })
    var batch = try standardised.pairs(bias: bias, using: &generator)
    while batch.count + data.rowCount <= Self.pairLimit {
      batch = batch.followed(by: try standardised.pairs(bias: bias, using: &generator))
    }
    let rank = min(dimension, table.columnNames.count)
    let centred = batch.centred
    // Small outputs: the descent has no need to undo them.
    let start = 0.5 * (try centred.canonicalSubspace(dimension: rank).standardiser(of: centred.secondMoment))
    minimizer = try EmpiricalInfoNCE(centred).minimizer(
      rank: rank, start: start, visiblePart: Self.visiblePart)
  }

  /// The representation of rows of the same columns, r × n, one a column; not finite where a row is out of all proportion to those
  /// it was found from.
  /// - Throws: `LinearAlgebraError` when LAPACK fails.
  public func points(_ method: Method, of data: LabelledData) throws(LinearAlgebraError) -> Matrix {
    let rows = table.standardised(data)
    return try map(method) * rows
  }

  /// The map of standardised columns, r × d.
  private func map(_ method: Method) throws(LinearAlgebraError) -> Matrix {
    let (within, rank) = (mixture.withinClassCovariance, minimizer.encoder.rows)
    switch method {
    case .infoNCE: return minimizer.encoder
    case .infoNCEScaled: return try minimizer.rowSpace.standardiser(of: within)
    case .discriminants:
      return try LinearDiscriminants(of: mixture, dimension: rank).subspace.standardiser(of: within)
    case .principalComponents: return try mixture.principalSubspace(dimension: rank).basis.transposed
    case .principalComponentsScaled:
      return try mixture.principalSubspace(dimension: rank).standardiser(of: within)
    case .raw: return .identity(mixture.dimension)
    }
  }
}

extension Subspace {
  /// A map with this row space under which a covariance becomes the identity, dimension × d.
  fileprivate func standardiser(of covariance: Matrix) throws(LinearAlgebraError) -> Matrix {
    try Cholesky(of: basis.transposeTimes(covariance * basis).symmetricPart).solveLower(basis.transposed)
  }
}

extension SampledPairs {
  /// These pairs, then others.
  fileprivate func followed(by others: SampledPairs) -> SampledPairs {
    SampledPairs(first: first.besides(others.first), second: second.besides(others.second))
  }
}
