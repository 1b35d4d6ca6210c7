/// One of `count` parts of a list: every `count`-th of its items.
package struct Shard: Codable, Sendable, Equatable, Hashable {
  /// From 1 to `count`.
  package var index: Int
  package var count: Int

  /// The most parts of a run.
  package static let mostParts = 1_000_000

  package init(index: Int, count: Int) { (self.index, self.count) = (index, count) }

  /// Reads "i/n" with 1 ≤ i ≤ n ≤ ``mostParts``, as in "2/3"; nil for anything else.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let index = parts[0], let count = parts[1] else { return nil }
    self.init(index: index, count: count)
    do { try validate() } catch { return nil }
  }

  /// - Throws: ``ParameterError`` unless it is a part of a run.
  func validate() throws(ParameterError) {
    guard 1 <= index, index <= count, count <= Self.mostParts else {
      throw ParameterError(
        "shard", found: "\(index)/\(count)", expected: "i/n with 1 <= i <= n <= \(Self.mostParts)")
    }
  }

  /// Everything.
  package static let whole = Shard(index: 1, count: 1)

  /// Whether the item with this number, counted from 0, belongs to it.
  package func contains(_ number: Int) -> Bool { number % count == index - 1 }
}
