import CVectorMath
import Foundation

/// The scores of a few anchors against all n keys, and the buffers that one thread needs for them.
struct ScoreStrip {
  /// [i]: log Σⱼ exp sᵢⱼ of the anchors added last.
  private(set) var logarithms: [Double]
  /// r numbers for each of them: Σⱼ pᵢⱼ kⱼ.
  private(set) var keysByAnchor: [Double]

  private let n: Int
  private let r: Int
  private let width: Int
  private let height: Int
  private let tiles: Int
  /// The distances of two coordinates of the keys, and of two anchors of a tile.
  private let keyStride: Int
  private let tileStride: Int
  /// Scores, then their shifted exponentials, tile after tile.
  private var scores: [Double]
  /// r × anchors for each tile: Σⱼ exp(shifted sᵢⱼ) kⱼ.
  private var partial: [Double]
  /// anchors × r: the anchors times what puts a tile right.
  private var scaled: [Double]
  /// [tile * width + i]: what was subtracted, and the sum of the exponentials.
  private var shifts: [Double]
  private var sums: [Double]

  /// A distance of columns of n numbers: an odd number of cache lines, because the same entries of columns that are a power of
  /// two apart push each other out of the cache.
  static func stride(_ n: Int) -> Int { 8 * ((n + 7) / 8 | 1) }

  /// - Parameters:
  ///   - width: the most anchors at a time.
  ///   - height: the keys of a tile.
  init(keys n: Int, rank r: Int, width: Int, height: Int) {
    (self.n, self.r, self.width, self.height) = (n, r, width, height)
    tiles = (n + height - 1) / height
    (keyStride, tileStride) = (Self.stride(n), Self.stride(height))
    logarithms = .init(repeating: 0, count: width)
    keysByAnchor = .init(repeating: 0, count: r * width)
    scores = .init(repeating: 0, count: tiles * tileStride * width)
    partial = .init(repeating: 0, count: r * width * tiles)
    scaled = .init(repeating: 0, count: r * width)
    shifts = .init(repeating: 0, count: tiles * width)
    sums = shifts
  }

  /// Adds a few anchors.
  /// - Parameters:
  ///   - anchors: r × count.
  ///   - keys: n × r, columns ``stride(_:)`` apart.
  ///   - anchorsByKey: likewise, to which Σᵢ pᵢⱼ aᵢ is added.
  mutating func add(
    _ anchors: UnsafeBufferPointer<Double>, count: Int, keys: UnsafeBufferPointer<Double>,
    anchorsByKey: UnsafeMutableBufferPointer<Double>
  ) {
    for tile in 0..<tiles { exponentiate(tile, anchors, count, keys) }
    for i in 0..<count {
      var shift = -Double.infinity
      for tile in 0..<tiles { shift = max(shift, shifts[tile * width + i]) }
      var sum = 0.0
      for tile in 0..<tiles { sum += sums[tile * width + i] * exp(shifts[tile * width + i] - shift) }
      logarithms[i] = shift + log(sum)
    }
    for index in keysByAnchor.indices { keysByAnchor[index] = 0 }
    for tile in 0..<tiles { distribute(tile, anchors, count, anchorsByKey) }
  }

  private func keyRange(_ tile: Int) -> Range<Int> { tile * height..<min((tile + 1) * height, n) }

  /// The scores of a tile, their exponentials, and the sums of the keys weighted by them.
  private mutating func exponentiate(
    _ tile: Int, _ anchors: UnsafeBufferPointer<Double>, _ count: Int, _ keys: UnsafeBufferPointer<Double>
  ) {
    guard let anchors = anchors.baseAddress, let keys = keys.baseAddress else {
      // Encoders without rows have no coordinates: every score is zero.
      for i in 0..<count { sums[tile * width + i] = Double(keyRange(tile).count) }
      return
    }
    let range = keyRange(tile)
    let (rows, first) = (range.count, keys + range.lowerBound)
    scores.withUnsafeMutableBufferPointer { scores in
      guard let block = scores.baseAddress.map({ $0 + tile * tileStride * width }) else { return }
      vector_tall_product(first, keyStride, rows, anchors, r, count, block, tileStride, 0)
      for i in 0..<count {
        let shift = vector_maximum(block + i * tileStride, rows)
        shifts[tile * width + i] = shift
        sums[tile * width + i] = vector_exponentials(block + i * tileStride, rows, shift)
      }
      partial.withUnsafeMutableBufferPointer { partial in
        guard let partial = partial.baseAddress else { return }
        vector_inner_products(
          first, keyStride, r, block, tileStride, count, rows, partial + tile * r * width)
      }
    }
  }

  /// Adds what a tile contributes to the means of the keys and, for each key, to the sum of the anchors.
  private mutating func distribute(
    _ tile: Int, _ anchors: UnsafeBufferPointer<Double>, _ count: Int,
    _ anchorsByKey: UnsafeMutableBufferPointer<Double>
  ) {
    for i in 0..<count {
      let factor = exp(shifts[tile * width + i] - logarithms[i])
      for row in 0..<r {
        keysByAnchor[i * r + row] += factor * partial[(tile * width + i) * r + row]
        scaled[row * count + i] = factor * anchors[i * r + row]
      }
    }
    let range = keyRange(tile)
    guard let target = anchorsByKey.baseAddress else { return }
    scores.withUnsafeBufferPointer { scores in
      guard let block = scores.baseAddress.map({ $0 + tile * tileStride * width }) else { return }
      vector_tall_product(
        block, tileStride, range.count, scaled, count, r, target + range.lowerBound, keyStride, 1)
    }
  }
}
