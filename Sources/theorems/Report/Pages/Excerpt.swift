/// The pieces of a part of the page, as many as its share of the bytes takes, and how many are left out.
struct Excerpt {
  /// In the order of the items.
  let pieces: [String]
  /// Nil where nothing is left out.
  let rest: Int?
  /// Which of the items are shown.
  let shown: Set<Int>

  /// Nil without items.
  /// - Parameters:
  ///   - bytes: that the pieces take together, at most.
  ///   - matters: the items that take their places before the others.
  ///   - render: makes a piece of an item.
  init?<Item>(
    _ items: [Item], bytes: Int, first matters: (Item) -> Bool = { _ in false }, _ render: (Item) -> String
  ) {
    guard !items.isEmpty else { return nil }
    // The smallest piece: where no such one has room no other is made, since a ledger may have any number of them.
    var (pieces, size, smallest) = ([Int: String](), 0, Int.max)
    for index in items.indices.filter({ matters(items[$0]) }) + items.indices.filter({ !matters(items[$0]) })
    {
      guard pieces.isEmpty || size + smallest <= bytes else { break }
      let piece = render(items[index])
      smallest = min(smallest, piece.utf8.count)
      guard size + piece.utf8.count <= bytes else { continue }
      size += piece.utf8.count
      pieces[index] = piece
    }
    shown = Set(pieces.keys)
    self.pieces = pieces.sorted { $0.key < $1.key }.map(\.value)
    rest = pieces.count < items.count ? items.count - pieces.count : nil
  }
}
