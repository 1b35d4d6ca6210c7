/// How well two partitions of n objects agree, by three indices that do not depend on the clusters' numbers. All three are 1 for
/// equal partitions.
///
/// Conventions are those of scikit-learn: logarithms are natural, mutual information is normalised by the mean of both
/// entropies, and equal partitions agree fully also where an index is 0/0: one cluster, or n of them.
public struct ClusterAgreement: Sendable, Equatable {
  /// Hubert and Arabie's adjusted Rand index (*Comparing partitions*, 1985), −1/2 … 1; 0 is the mean of partitions that are drawn
  /// with the same sizes of clusters.
  public let adjustedRandIndex: Double
  /// I / ((H + H′)/2), 0 … 1; not adjusted for chance: many small clusters score high.
  public let normalisedMutualInformation: Double
  /// (I − E I) / ((H + H′)/2 − E I), at most 1; the mean is that of all partitions with the same sizes of clusters (Vinh, Epps
  /// and Bailey 2010), exactly.
  public let adjustedMutualInformation: Double

  /// Compares two partitions; O(n + K K′ m), where m is the size of the largest cluster.
  /// - Parameters:
  ///   - first: the cluster of each object; any numbers will do.
  ///   - second: likewise, as many.
  public init(_ first: [Int], _ second: [Int]) {
    precondition(first.count == second.count && !first.isEmpty, "partitions of the same objects")
    let table = ContingencyTable(first, second)
    guard !table.isOneToOne else {
      (adjustedRandIndex, normalisedMutualInformation, adjustedMutualInformation) = (1, 1, 1)
      return
    }
    // No denominator is zero below: each vanishes for equal partitions only.
    adjustedRandIndex = Self.adjustedRandIndex(table)
    let information = table.mutualInformation
    let entropy = (table.rowEntropy + table.columnEntropy) / 2
    let expected = table.expectedMutualInformation
    normalisedMutualInformation = information / entropy
    adjustedMutualInformation = (information - expected) / (entropy - expected)
  }

  private static func adjustedRandIndex(_ table: ContingencyTable) -> Double {
    func pairs(_ counts: [Int]) -> Double { counts.reduce(0) { $0 + Double($1) * Double($1 - 1) / 2 } }
    let both = pairs(table.counts.flatMap(\.self))
    let (rows, columns) = (pairs(table.rowSums), pairs(table.columnSums))
    let expected = rows * columns / pairs([table.total])
    return (both - expected) / ((rows + columns) / 2 - expected)
  }
}
