import Evidence
import Foundation
import LinearAlgebra

/// The parameters of a mixture as JSON has them: of the right shape, not checked further.
struct MixtureParameters: Decodable {
  private var weights: [Double]
  private let means: Matrix
  private var covariances: GaussianMixture.Covariances

  /// - Throws: ``MixtureError`` naming the key and the index, or the line and the column of what is no JSON.
  init(json: Data) throws(MixtureError) {
    do {
      let parameters = try JSONDecoder().decode(MixtureParameters.self, from: json)
      if let slip = slip(in: json) { throw slip }
      self = parameters
    } catch let error as MixtureError {
      // Foundation tells none from the others while it decodes: 1e999, 1e-999, 02, which is no number of JSON, and what is no string or key.
      if case .wrongType(_, JSONKind.beyondRange, _) = error {
        if let text = json.withoutUnderflows {
          self = try MixtureParameters(json: text)
          return
        }
        try Self.checkEncoding(of: json)
        let problem = syntaxProblem(in: json)
        if problem.isPlaced || problem.description.contains("surrogate") {
          throw .notJSON(problem: problem.description)
        }
      }
      throw error
    } catch {
      // Foundation's lenient reading traps on what is no UTF-8.
      try Self.checkEncoding(of: json)
      // NaN and Infinity are words that Python writes and JSON lacks; a lenient reading finds where they stand.
      let lenient = JSONDecoder()
      lenient.allowsJSON5 = true
      do {
        _ = try lenient.decode(MixtureParameters.self, from: json)
      } catch let error as MixtureError {
        if case .wrongType = error { throw error }
      } catch {}
      throw .notJSON(problem: syntaxProblem(in: json).description)
    }
  }

  private static func checkEncoding(of json: Data) throws(MixtureError) {
    let lines = json.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if let line = lines.firstIndex(where: { String(validating: $0, as: UTF8.self) == nil }) {
      throw .notJSON(problem: "bytes that are no UTF-8 at line \(line + 1)")
    }
  }

  func mixture() throws(MixtureError) -> GaussianMixture {
    try GaussianMixture(weights: weights, means: means, covariances: covariances)
  }

  enum CovarianceType: String, CaseIterable {
    case tied, full, diag, spherical
  }

  enum Key: String, CodingKey, CaseIterable {
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

    /// The key that is meant: an attribute of scikit-learn's fitted mixtures ends in an underscore.
    var meant: Key? {
      Key(rawValue: stringValue)
        ?? Key(rawValue: String(stringValue.dropLast())).flatMap {
          stringValue.last == "_" && $0 != .covarianceType ? $0 : nil
        }
    }
  }

  /// What else a fitted mixture of scikit-learn has: its settings, and how the fit went.
  private static let fittedKeys: Set<String> = [
    "n_components", "tol", "reg_covar", "max_iter", "n_init", "init_params", "weights_init", "means_init",
    "precisions_init", "random_state", "warm_start", "verbose", "verbose_interval", "n_features_in_",
    "feature_names_in_", "precisions_", "precisions_cholesky_", "converged_", "n_iter_", "lower_bound_",
    "lower_bounds_",
  ]

  init(from decoder: any Decoder) throws {
    guard let object = try? decoder.container(keyedBy: AnyKey.self) else {
      throw MixtureError.wrongType(
        key: "the top level", found: try JSONKind(from: decoder).description,
        expected: "an object with the \(Key.list)")
    }
    let isFitted = object.contains(AnyKey(stringValue: "weights_"))
    var keys: [Key: AnyKey] = [:]
    for key in object.allKeys.sorted(by: { $0.stringValue < $1.stringValue }) {
      guard let meant = key.meant else {
        if isFitted, Self.fittedKeys.contains(key.stringValue) { continue }
        throw MixtureError.unknownKey(key.stringValue, expected: Key.list)
      }
      guard keys.updateValue(key, forKey: meant) == nil else {
        throw MixtureError.repeatedKey(meant.rawValue)
      }
    }
    func key(_ key: Key) throws(MixtureError) -> AnyKey {
      guard let found = keys[key] else { throw .missingKey(key.rawValue, expected: Key.list) }
      return found
    }
    // What is missing is said before what is wrong.
    for each in Key.allCases { _ = try key(each) }
    weights = try object.decode(NumberList.self, forKey: key(.weights)).numbers
    let lists = try object.decode(NestedList<NumberList>.self, forKey: key(.means)).elements.map(\.numbers)
    let d = lists.first?.count ?? 0
    try Self.check(lists, key: "means", length: d)
    means = Matrix(columnVectors: lists)
    // Checked before the covariances are read, so that what is wrong with the means is not said of them.
    try GaussianMixture.check(means: means, weights: weights)
    covariances = try Self.covariances(
      in: object, type: key(.covarianceType), key: key(.covariances), dimension: d)
  }

  private static func covariances(
    in object: KeyedDecodingContainer<AnyKey>, type: AnyKey, key: AnyKey, dimension d: Int
  ) throws -> GaussianMixture.Covariances {
    let name = try object.decode(JSONKind.self, forKey: type)
    guard let type = name.string.flatMap(CovarianceType.init) else {
      throw MixtureError.wrongType(
        key: "covariance_type", found: name.description,
        expected: "one of " + CovarianceType.allCases.map(\.rawValue).joined(separator: ", "))
    }
    switch type {
    case .tied:
      let rows = try object.decode(NestedList<NumberList>.self, forKey: key)
      return .tied(try matrix(rows, key: "covariances", dimension: d))
    case .full:
      let list = try object.decode(NestedList<NestedList<NumberList>>.self, forKey: key)
      return .full(
        try list.elements.enumerated().map { k, rows in
          try matrix(rows, key: "covariances[\(k)]", dimension: d)
        })
    case .diag:
      let lists = try object.decode(NestedList<NumberList>.self, forKey: key).elements.map(\.numbers)
      try check(lists, key: "covariances", length: d)
      return .diagonal(Matrix(columnVectors: lists))
    case .spherical:
      return .spherical(try object.decode(NumberList.self, forKey: key).numbers)
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
        key: "\(key)[\(index)]", found: list.count.counted("number"),
        expected: "\(d), as many as means[0] has")
    }
  }
}

// MARK: Numbers of 32 bits

extension MixtureParameters {
  /// How far from each other two numbers that should be equal are where they were rounded to 32 bits, relative.
  static let rounding = 1e-6
  /// The same of the halves of a covariance, which were computed in 32 bits one by one, over its largest entry: of fitted ones it is up to
  /// 3e-6.
  static let asymmetry = 1e-5

  /// Undoes what rounding to 32 bits did to the sum of the weights and the symmetry of the covariances.
  /// - Returns: in words, what was changed.
  mutating func round() -> [String] { roundWeights() + symmetrise() }

  private mutating func roundWeights() -> [String] {
    let sum = weights.reduce(0, +)
    guard abs(sum - 1) > GaussianMixture.weightTolerance, abs(sum - 1) <= Self.rounding else { return [] }
    weights = weights.map { $0 / sum }
    return ["The weights were divided by their sum, \(sum)."]
  }

  private mutating func symmetrise() -> [String] {
    var largest = 0.0
    func symmetric(_ matrix: Matrix) -> Matrix {
      guard matrix.rows == matrix.columns, matrix.isFinite else { return matrix }
      let difference = (matrix - matrix.transposed).largestEntry / matrix.largestEntry
      guard difference > GaussianMixture.symmetryTolerance, difference <= Self.asymmetry else {
        return matrix
      }
      largest = max(largest, difference)
      return matrix.symmetricPart
    }
    switch covariances {
    case .tied(let matrix): covariances = .tied(symmetric(matrix))
    case .full(let matrices): covariances = .full(matrices.map(symmetric))
    case .diagonal, .spherical: return []
    }
    return largest > 0
      ? [
        "The halves of a covariance differed by up to \(largest) of its largest entry; their mean was taken."
      ] : []
  }
}
