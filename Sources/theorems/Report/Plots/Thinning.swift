import Foundation

/// Fewer points that look like many of them.
enum Thinning {
  private struct Cell: Hashable { let x: Int, y: Int }

  /// At most so many of the points, and the outermost ones: one in each cell of a grid as fine as that allows, so that a point
  /// far from the others is always kept.
  static func thinned(_ points: [(x: Double, y: Double)], to limit: Int) -> [(x: Double, y: Double)] {
    guard points.count > limit else { return points }
    let outermost = [
      points.min { $0.x < $1.x }, points.max { $0.x < $1.x }, points.min { $0.y < $1.y },
      points.max { $0.y < $1.y },
    ].compactMap(\.self)
    // Of the size of the smallest step that is drawn.
    var size = 0.1
    while true {
      var taken: Set<Cell> = []
      let kept = (outermost + points).filter {
        taken.insert(Cell(x: Int(($0.x / size).rounded(.down)), y: Int(($0.y / size).rounded(.down))))
          .inserted
      }
      if kept.count <= max(limit, outermost.count) { return kept }
      size *= 1.25
    }
  }

  /// How many points of each of several series to keep, so many of all: what a small one leaves falls to the others.
  static func shares(_ counts: [Int], of limit: Int) -> [Int] {
    var (shares, rest) = (counts, limit)
    for (rank, index) in counts.indices.sorted(by: { counts[$0] < counts[$1] }).enumerated() {
      shares[index] = min(counts[index], rest / (counts.count - rank))
      rest -= shares[index]
    }
    return shares
  }
}
