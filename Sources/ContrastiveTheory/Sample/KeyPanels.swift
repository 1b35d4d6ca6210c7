import LinearAlgebra

/// Columns of r numbers in panels of eight, coordinate by coordinate, as CVectorMath's softmax reads and writes them: whoever
/// walks through a panel reads one piece of memory. Zeros fill up the last panel and r to a multiple of 4.
struct KeyPanels {
  /// The number of columns n, without those that fill up.
  let count: Int
  /// The coordinates r, without those that fill up.
  let rank: Int
  /// [panel][coordinate][8].
  var entries: [Double]

  static func panels(_ count: Int) -> Int { (count + 7) / 8 }
  static func filled(_ count: Int) -> Int { (count + 3) / 4 * 4 }

  /// The numbers of a panel.
  var panelSize: Int { 8 * Self.filled(rank) }

  /// Zeros.
  init(count: Int, rank: Int) {
    (self.count, self.rank) = (count, rank)
    entries = .init(repeating: 0, count: Self.panels(count) * 8 * Self.filled(rank))
  }

  /// - Parameter columns: r × n.
  init(_ columns: Matrix) {
    self.init(count: columns.columns, rank: columns.rows)
    for j in 0..<count {
      for c in 0..<rank { entries[index(c, j)] = columns[c, j] }
    }
  }

  /// r × n.
  var matrix: Matrix { Matrix(rows: rank, columns: count) { entries[index($0, $1)] } }

  /// Adds the entries of panels of the same shape.
  static func += (a: inout Self, b: Self) {
    for index in a.entries.indices { a.entries[index] += b.entries[index] }
  }

  private func index(_ coordinate: Int, _ column: Int) -> Int {
    column / 8 * panelSize + 8 * coordinate + column % 8
  }
}
