/// One of `count` parts of a list: every `count`-th of its items.
package struct Shard: Codable, Sendable, Equatable, Hashable {
  /// From 1 to `count`.
  package var index: Int
  package var count: Int

  package init(index: Int, count: Int) { (self.index, self.count) = (index, count) }

  /// Reads "i/n" with 1 ≤ i ≤ n ≤ ``mostParts``, as in "2/3"; nil for anything else.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let index = parts[0], let count = parts[1] else { return nil }
    self.init(index: index, count: count)
    do { try validate() } catch { return nil }
  }

  /// Everything.
  package static let whole = Shard(index: 1, count: 1)

  /// Whether the item with this number, counted from 0, belongs to it.
  package func contains(_ number: Int) -> Bool { number % count == index - 1 }
}
