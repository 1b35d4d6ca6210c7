import Foundation

/// How many objects each cluster of one partition shares with each of another.
struct ContingencyTable {
  /// [i][j]: objects in cluster i of the first partition and cluster j of the second.
  let counts: [[Int]]
  let rowSums: [Int]
  let columnSums: [Int]
  /// The number n of objects.
  let total: Int

  init(_ first: [Int], _ second: [Int]) {
    let (rows, columns) = (Self.indices(of: first), Self.indices(of: second))
    var counts = Array(repeating: Array(repeating: 0, count: columns.count), count: rows.count)
    for (row, column) in zip(first, second) {
      if let i = rows[row], let j = columns[column] { counts[i][j] += 1 }
    }
    self.counts = counts
    rowSums = counts.map { $0.reduce(0, +) }
    columnSums = (0..<columns.count).map { j in counts.reduce(0) { $0 + $1[j] } }
    total = first.count
  }

  private static func indices(of clusters: [Int]) -> [Int: Int] {
    Dictionary(uniqueKeysWithValues: Set(clusters).sorted().enumerated().map { ($1, $0) })
  }

  /// Whether the partitions are equal up to the numbers of their clusters.
  var isOneToOne: Bool {
    rowSums.count == columnSums.count && counts.allSatisfy { row in row.filter { $0 > 0 }.count == 1 }
  }

  /// H of the first partition, in nats.
  var rowEntropy: Double { entropy(rowSums) }
  /// H of the second.
  var columnEntropy: Double { entropy(columnSums) }

  private func entropy(_ sizes: [Int]) -> Double {
    -sizes.reduce(0) { sum, size in
      let share = Double(size) / Double(total)
      return sum + share * log(share)
    }
  }

  /// I in nats, at least 0.
  var mutualInformation: Double {
    var sum = 0.0
    for (i, row) in counts.enumerated() {
      for (j, count) in row.enumerated() where count > 0 { sum += information(count, i, j) }
    }
    // Rounding may leave independent partitions a little below zero.
    return max(sum, 0)
  }

  /// What a cell with a count adds to I.
  private func information(_ count: Int, _ i: Int, _ j: Int) -> Double {
    let n = Double(total)
    let independent = Double(rowSums[i]) * Double(columnSums[j]) / n
    return Double(count) / n * log(Double(count) / independent)
  }

  /// The mean of I over all pairs of partitions with these sizes of clusters, in nats: the count of a cell then has a
  /// hypergeometric law. O(K K′ m).
  var expectedMutualInformation: Double {
    let n = total
    var logFactorials = [0.0]
    for k in 1...n { logFactorials.append(logFactorials[k - 1] + log(Double(k))) }
    func logChoose(_ a: Int, _ b: Int) -> Double {
      logFactorials[a] - logFactorials[b] - logFactorials[a - b]
    }
    var sum = 0.0
    for (i, a) in rowSums.enumerated() {
      for (j, b) in columnSums.enumerated() {
        for count in max(1, a + b - n)...min(a, b) {
          let probability = exp(logChoose(b, count) + logChoose(n - b, a - count) - logChoose(n, a))
          sum += probability * information(count, i, j)
        }
      }
    }
    return sum
  }
}
