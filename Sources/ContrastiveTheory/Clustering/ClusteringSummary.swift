/// The agreement of clusters and classes over several splits, with bootstrap intervals.
///
/// A split is what is resampled: the intervals tell how the mean would change with other random halves, pairs and seeds of the same
/// rows. The halves overlap from split to split, so that they do not tell what other rows would give.
public struct ClusteringSummary: Sendable {
  /// An index of agreement.
  public enum Index: String, Sendable, Codable, CaseIterable {
    case adjustedRand = "ari"
    case normalisedMutualInformation = "nmi"
    case adjustedMutualInformation = "ami"
  }

  /// Of each split, in order.
  public let splits: [[Representations.Method: ClusterAgreement]]

  /// - Parameter splits: at least one, all of the same methods.
  public init(_ splits: [[Representations.Method: ClusterAgreement]]) {
    precondition(!splits.isEmpty, "a mean needs splits")
    self.splits = splits
  }

  /// The mean over the splits; nil for a method that they do not have.
  public func mean(_ index: Index, of method: Representations.Method) -> BootstrapMean? {
    let values = splits.compactMap { $0[method]?[index] }
    return values.isEmpty ? nil : BootstrapMean(of: values)
  }

  /// The mean over the splits of what one method has more than another in the same split.
  public func difference(
    _ index: Index, of method: Representations.Method, beyond other: Representations.Method
  ) -> BootstrapMean? {
    let values = splits.compactMap { split -> Double? in
      guard let first = split[method], let second = split[other] else { return nil }
      return first[index] - second[index]
    }
    return values.isEmpty ? nil : BootstrapMean(of: values)
  }
}

extension ClusterAgreement {
  /// One of the three indices.
  public subscript(index: ClusteringSummary.Index) -> Double {
    switch index {
    case .adjustedRand: adjustedRandIndex
    case .normalisedMutualInformation: normalisedMutualInformation
    case .adjustedMutualInformation: adjustedMutualInformation
    }
  }
}
