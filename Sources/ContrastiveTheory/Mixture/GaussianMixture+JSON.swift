import Foundation
import LinearAlgebra

// Reading and writing in scikit-learn's words: `weights` (K numbers), `means` (K lists of d numbers), `covariances` and
// `covariance_type`, which says what `covariances` holds: `tied` a d × d matrix as a list of rows, `full` a list of K
// such matrices, `diag` K lists of d variances, `spherical` K variances.

extension GaussianMixture {
  /// Reads a mixture from JSON: an object with `weights`, `means`, `covariances` and `covariance_type`, and nothing else.
  /// - Throws: ``MixtureError`` naming the key and the index, or the line and the column of what is no JSON.
  public init(json: Data) throws(MixtureError) {
    do {
      let mixture = try JSONDecoder().decode(GaussianMixture.self, from: json)
      if let key = repeatedKey(in: json) { throw MixtureError.repeatedKey(key) }
      self = mixture
    } catch let error as MixtureError {
      throw error
    } catch {
      // NaN and Infinity are words that Python writes and JSON lacks; a lenient reading finds where they stand.
      let lenient = JSONDecoder()
      lenient.allowsJSON5 = true
      do {
        _ = try lenient.decode(GaussianMixture.self, from: json)
      } catch let error as MixtureError {
        if case .wrongType = error { throw error }
      } catch {}
      throw .notJSON(problem: syntaxProblem(in: json))
    }
  }
}

extension GaussianMixture: Codable {
  private enum CovarianceType: String, CaseIterable {
    case tied, full, diag, spherical
  }

  private enum Key: String, CodingKey, CaseIterable {
    case weights, means, covariances
    case covarianceType = "covariance_type"

    static let list = "keys " + allCases.map(\.rawValue).joined(separator: ", ")
  }

  /// Any key, to find those that are not known.
  private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Reads a mixture through the initialiser that checks it.
  /// - Throws: ``MixtureError`` naming the key, the index and what was expected.
  public init(from decoder: any Decoder) throws {
    guard let all = try? decoder.container(keyedBy: AnyKey.self) else {
      throw MixtureError.wrongType(
        key: "the top level", found: try JSONKind(from: decoder).description,
        expected: "an object with the \(Key.list)")
    }
    for name in all.allKeys.map(\.stringValue).sorted() where Key(rawValue: name) == nil {
      throw MixtureError.unknownKey(name, expected: Key.list)
    }
    let object = try decoder.container(keyedBy: Key.self)
    for key in Key.allCases where !object.contains(key) {
      throw MixtureError.missingKey(key.rawValue, expected: Key.list)
    }

    let weights = try object.decode(NumberList.self, forKey: .weights).numbers
    let means = try object.decode(NestedList<NumberList>.self, forKey: .means).elements.map(\.numbers)
    let d = means.first?.count ?? 0
    try Self.check(means, key: "means", length: d)
    // Checked before the covariances are read, so that what is wrong with the means is not said of them.
    try Self.check(weights: weights, means: Matrix(columnVectors: means))
    try self.init(
      weights: weights, means: Matrix(columnVectors: means),
      covariances: try Self.covariances(in: object, dimension: d))
  }

  private static func covariances(
    in object: KeyedDecodingContainer<Key>, dimension d: Int
  ) throws -> Covariances {
    let name = try object.decode(JSONKind.self, forKey: .covarianceType)
    guard let type = name.string.flatMap(CovarianceType.init) else {
      throw MixtureError.wrongType(
        key: "covariance_type", found: name.description,
        expected: "one of " + CovarianceType.allCases.map(\.rawValue).joined(separator: ", "))
    }
    switch type {
    case .tied:
      let rows = try object.decode(NestedList<NumberList>.self, forKey: .covariances)
      return .tied(try matrix(rows, key: "covariances", dimension: d))
    case .full:
      let list = try object.decode(NestedList<NestedList<NumberList>>.self, forKey: .covariances)
      return .full(
        try list.elements.enumerated().map { k, rows in
          try matrix(rows, key: "covariances[\(k)]", dimension: d)
        })
    case .diag:
      let lists = try object.decode(NestedList<NumberList>.self, forKey: .covariances).elements.map(\.numbers)
      try check(lists, key: "covariances", length: d)
      return .diagonal(Matrix(columnVectors: lists))
    case .spherical:
      return .spherical(try object.decode(NumberList.self, forKey: .covariances).numbers)
    }
  }

  private static func matrix(
    _ rows: NestedList<NumberList>, key: String, dimension d: Int
  ) throws(MixtureError) -> Matrix {
    let rows = rows.elements.map(\.numbers)
    try check(rows, key: key, length: d)
    return Matrix(rowVectors: rows)
  }

  private static func check(_ lists: [[Double]], key: String, length d: Int) throws(MixtureError) {
    for (index, list) in lists.enumerated() where list.count != d {
      throw .shape(
        key: "\(key)[\(index)]", found: "\(list.count) numbers",
        expected: "\(d), as many as means[0] has")
    }
  }

  /// Writes the mixture in the form in which it is read; every number comes back bit for bit.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    try object.encode(weights, forKey: .weights)
    try object.encode(means.columnVectors, forKey: .means)
    func encode(_ type: CovarianceType, _ covariances: some Encodable) throws {
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

extension Matrix {
  fileprivate var rowVectors: [[Double]] { (0..<rows).map(row) }
  fileprivate var columnVectors: [[Double]] { (0..<columns).map(column) }
}
