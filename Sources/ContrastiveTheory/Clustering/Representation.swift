import LinearAlgebra

/// A linear map of rows of data, found from one half of them and applied to the other.
public struct Representation: Sendable {
  /// How a representation is found.
  public enum Method: String, Sendable, Codable, CaseIterable {
    /// The encoder of a batch's InfoNCE minimiser: it sees which rows are a pair, and no class.
    case infoNCE = "infonce"
    /// The leading linear discriminants, at the scale where the pooled within-class covariance is the identity.
    case discriminants = "lda"
    /// The leading principal components.
    case principalComponents = "pca"
    /// The standardised columns themselves, however many.
    case raw
  }

  /// InfoNCE draws so many partners for each row that there are at least this many pairs.
  static let pairCount = 1000

  /// r × d, for the kept and standardised columns.
  private let map: Matrix
  private let table: StandardisedTable

  /// The number of coordinates r.
  public var dimension: Int { map.rows }

  /// Finds a representation. Columns are standardised by these rows; those that are constant in them, or a linear combination of
  /// earlier ones, are dropped.
  ///
  /// InfoNCE costs O(m² r) a step for m pairs, the others O(n d² + d³).
  /// - Parameters:
  ///   - data: at least two classes, two rows in each.
  ///   - dimension: r, at least 1; not more than there are kept columns.
  ///   - bias: δ in [0, 1] of InfoNCE's pairs, see ``LabelledData/pairs(bias:using:)``.
  ///   - generator: the source of the pairs.
  /// - Throws: ``LabelledDataError``, ``PairsError``, ``BatchError``, `LinearAlgebraError`.
  public init(
    _ method: Method, of data: LabelledData, dimension: Int, bias: Double,
    using generator: inout some RandomNumberGenerator
  ) throws {
    precondition(dimension >= 1, "a representation has coordinates")
    table = try StandardisedTable(data)
    let d = table.columnNames.count
    let r = min(dimension, d)
    switch method {
    case .infoNCE:
      let standardised = LabelledData(
        columnNames: table.columnNames, values: table.entries.transposed,
        labels: data.classes.map { data.classNames[$0] })
      var batch = try standardised.pairs(bias: bias, using: &generator)
      while batch.count < Self.pairCount {
        batch = batch.followed(by: try standardised.pairs(bias: bias, using: &generator))
      }
      map = try EmpiricalInfoNCE(batch.centred).minimizer(rank: r).encoder
    case .discriminants:
      let mixture = try ClassMixture(data).mixture
      let basis = try LinearDiscriminants(of: mixture, dimension: r).subspace.basis
      let within = basis.transposeTimes(mixture.withinClassCovariance * basis).symmetricPart
      map = try Cholesky(of: within).solveLower(basis.transposed)
    case .principalComponents:
      let covariance = (1 / Double(data.rowCount)) * table.entries.gram
      map = try Subspace.leadingEigenspace(of: covariance, dimension: r).basis.transposed
    case .raw:
      map = .identity(d)
    }
  }

  /// The representation of other rows of the same columns, r × n, one a column; not finite where a row is out of all proportion to
  /// those it was found from.
  public func callAsFunction(_ data: LabelledData) -> Matrix { map * table.standardised(data) }
}

extension SampledPairs {
  /// These pairs, then others.
  fileprivate func followed(by others: SampledPairs) -> SampledPairs {
    func joined(_ a: Matrix, _ b: Matrix) -> Matrix {
      Matrix(rows: a.rows, columns: a.columns + b.columns, storage: a.storage + b.storage)
    }
    return SampledPairs(first: joined(first, others.first), second: joined(second, others.second))
  }
}
