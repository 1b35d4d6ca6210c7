import CVectorMath
import Foundation

/// The scores of a few anchors against all n keys, and the buffers that one thread needs for them.
struct ScoreStrip {
  /// [i]: log Σⱼ exp sᵢⱼ of the anchors added last.
  private(set) var logarithms: [Double]
  /// r numbers for each of them: Σⱼ pᵢⱼ kⱼ.
  private(set) var keysByAnchor: [Double]

  private let keys: KeyPanels
  private let tilePanels: Int
  /// The longest key.
  private let reach: Double
  /// r, filled up.
  private let rank: Int
  /// The anchors, filled up, and later divided by their sums of exponentials.
  private var anchors: [Double]
  /// [i]: what is subtracted from the scores.
  private var shifts: [Double]
  /// [panel][i][8]: exp(sᵢⱼ − shift).
  private var exponentials: [Double]
  /// [i][8] and [i][coordinate][4]: their sums, and the keys' sums weighted by them.
  private var sums: [Double]
  private var keySums: [Double]

  /// Up to this size the exponentials of scores need no shift: the sum of e³⁰⁰ over any batch is far from overflow.
  private static let unshiftedScore = 300.0

  /// - Parameters:
  ///   - width: the most anchors at a time.
  ///   - height: the keys of a tile, in whole panels.
  init(keys: KeyPanels, width: Int, height: Int) {
    self.keys = keys
    tilePanels = KeyPanels.panels(height)
    rank = KeyPanels.filled(keys.rank)
    let filled = KeyPanels.filled(width)
    reach = Self.longestColumn(keys.entries, step: 8, panel: keys.panelSize, offsets: 8)
    logarithms = .init(repeating: 0, count: width)
    keysByAnchor = .init(repeating: 0, count: keys.rank * width)
    anchors = .init(repeating: 0, count: rank * filled)
    shifts = .init(repeating: 0, count: filled)
    exponentials = .init(repeating: 0, count: KeyPanels.panels(keys.count) * 8 * filled)
    sums = .init(repeating: 0, count: 8 * filled)
    keySums = .init(repeating: 0, count: 4 * rank * filled)
  }

  /// Adds a few anchors.
  /// - Parameters:
  ///   - columns: r × count.
  ///   - anchorsByKey: as the keys, to which Σᵢ pᵢⱼ aᵢ is added.
  mutating func add(_ columns: ArraySlice<Double>, count: Int, to anchorsByKey: inout KeyPanels) {
    let r = keys.rank
    for index in anchors.indices { anchors[index] = 0 }
    for i in 0..<count {
      for c in 0..<r { anchors[i * rank + c] = columns[columns.startIndex + i * r + c] }
    }
    let filled = KeyPanels.filled(count)
    chooseShifts(filled)
    exponentiate(filled)
    for i in 0..<count {
      let sum = (0..<8).reduce(0) { $0 + sums[8 * i + $1] }
      logarithms[i] = shifts[i] + log(sum)
      for c in 0..<rank {
        let place = i * rank + c
        anchors[place] /= sum
        if c < r { keysByAnchor[i * r + c] = (0..<4).reduce(0) { $0 + keySums[4 * place + $1] } / sum }
      }
    }
    // Those that fill up have sums as well, but are zero.
    exponentials.withUnsafeBufferPointer { exponentials in
      anchorsByKey.entries.withUnsafeMutableBufferPointer { target in
        guard let exponentials = exponentials.baseAddress, let target = target.baseAddress else { return }
        softmax_distribute(exponentials, keys.count, anchors, rank, filled, target)
      }
    }
  }

  /// Zero where the scores are small enough, or the largest score of each anchor.
  private mutating func chooseShifts(_ count: Int) {
    for i in shifts.indices { shifts[i] = 0 }
    let longest = Self.longestColumn(anchors, step: 1, panel: rank, offsets: 1)
    guard !(longest * reach <= Self.unshiftedScore) else { return }
    for i in shifts.indices { shifts[i] = -.infinity }
    softmax_raise_maxima(keys.entries, keys.count, anchors, rank, count, &shifts)
  }

  /// The exponentials of all scores and their sums, a tile of keys at a time, which stays in the nearest cache.
  private mutating func exponentiate(_ count: Int) {
    for index in sums.indices { sums[index] = 0 }
    for index in keySums.indices { keySums[index] = 0 }
    keys.entries.withUnsafeBufferPointer { entries in
      exponentials.withUnsafeMutableBufferPointer { exponentials in
        guard let exponentials = exponentials.baseAddress else { return }
        for panel in stride(from: 0, to: KeyPanels.panels(keys.count), by: tilePanels) {
          // Encoders without rows have no coordinates, and nothing is read.
          guard let first = entries.baseAddress else { return }
          softmax_exponentiate(
            first + panel * keys.panelSize, min(8 * tilePanels, keys.count - 8 * panel), anchors, rank, count,
            shifts, exponentials + panel * 8 * count, &sums, &keySums)
        }
      }
    }
  }

  /// The largest Euclidean norm of columns whose entries are `step` apart, `offsets` columns in each panel.
  private static func longestColumn(_ entries: [Double], step: Int, panel: Int, offsets: Int) -> Double {
    guard panel > 0 else { return 0 }
    var longest = 0.0
    for start in Swift.stride(from: 0, to: entries.count, by: panel) {
      for column in start..<(start + offsets) {
        var square = 0.0
        for index in Swift.stride(from: column, to: start + panel, by: step) {
          square += entries[index] * entries[index]
        }
        // A NaN is carried along: nothing is known of such scores.
        longest = square.isNaN ? .nan : max(longest, square)
      }
    }
    return longest.squareRoot()
  }
}
