import CVectorMath
import Dispatch
import Foundation
import LinearAlgebra

/// The softmax over all n keys of the scores sᵢⱼ = ⟨aᵢ, kⱼ⟩ of n anchors: the inner loop of losses on a batch.
///
/// Scores exist for 32 anchors at a time, so that memory is O(n r) for each thread; every exponential is computed once. A
/// tile of them is shifted by the largest score of its anchor in it, and put right when the anchor's sum is known. Each
/// thread takes one range of anchors and sums over keys for itself; the threads' sums are added in order. Neither the number
/// of threads nor the tile changes more than rounding.
struct ScoreSoftmax {
  /// The sums over a batch, with pᵢⱼ = exp(sᵢⱼ) / Σ_l exp(sᵢₗ).
  struct Sums {
    /// [i]: log Σⱼ exp sᵢⱼ.
    var logarithms: [Double]
    /// r × n, column i: Σⱼ pᵢⱼ kⱼ.
    var keysByAnchor: Matrix
    /// r × n, column j: Σᵢ pᵢⱼ aᵢ.
    var anchorsByKey: Matrix
  }

  /// How many anchors, and how many keys, make a tile: 256 kB of scores, the share of one thread in a cache of level 2.
  var anchorsInTile = 32
  var keysInTile = 1024
  /// The number of threads; nil takes one for each core, at most 16.
  var threads: Int?

  /// Computes the sums; O(n² r) time.
  /// - Parameters:
  ///   - anchors: r × n.
  ///   - keys: r × n.
  func sums(anchors: Matrix, keys: Matrix) -> Sums {
    let (r, n) = (anchors.rows, anchors.columns)
    precondition(keys.rows == r && keys.columns == n, "one key for each anchor")
    let blocks = (n + anchorsInTile - 1) / anchorsInTile
    let wanted = threads ?? min(ProcessInfo.processInfo.activeProcessorCount, 16)
    let workers = max(min(wanted, blocks), 1)
    var (anchors, keys) = (anchors, keys)
    var logarithms = [Double](repeating: 0, count: n)
    var keysByAnchor = Matrix(rows: r, columns: n)
    var anchorsByKey = Matrix(rows: r, columns: n * workers)
    anchors.withUnsafeMutableEntries { anchors in
      keys.withUnsafeMutableEntries { keys in
        logarithms.withUnsafeMutableBufferPointer { logarithms in
          keysByAnchor.withUnsafeMutableEntries { keysByAnchor in
            anchorsByKey.withUnsafeMutableEntries { anchorsByKey in
              guard n > 0, r > 0, let anchors = anchors.baseAddress, let keys = keys.baseAddress,
                let sums = anchorsByKey.baseAddress, let means = keysByAnchor.baseAddress,
                let logarithms = logarithms.baseAddress
              else { return }
              let batch = Batch(
                anchors: MatrixBlock(anchors, rows: r, columns: n),
                keys: MatrixBlock(keys, rows: r, columns: n),
                logarithms: logarithms, keysByAnchor: MatrixBlock(means, rows: r, columns: n),
                anchorsInTile: anchorsInTile, keysInTile: keysInTile)
              let all = MatrixBlock(sums, rows: r, columns: n * workers)
              // Each thread writes to its own columns only.
              nonisolated(unsafe) let (shared, ownSums) = (batch, all)
              DispatchQueue.concurrentPerform(iterations: workers) { worker in
                var strip = Strip(of: shared, anchorsByKey: ownSums.columns(worker * n..<(worker + 1) * n))
                for block in (worker * blocks / workers)..<((worker + 1) * blocks / workers) {
                  let start = block * anchorsInTile
                  strip.add(start..<min(start + anchorsInTile, n))
                }
              }
            }
          }
        }
      }
    }
    var total = anchorsByKey.columns(0..<n)
    for worker in 1..<workers { total += anchorsByKey.columns(worker * n..<(worker + 1) * n) }
    if r == 0 { logarithms = .init(repeating: log(Double(n)), count: n) }
    return Sums(logarithms: logarithms, keysByAnchor: keysByAnchor, anchorsByKey: total)
  }
}

/// What all threads read, and the columns that each writes to for its anchors.
private struct Batch {
  let anchors: MatrixBlock
  let keys: MatrixBlock
  let logarithms: UnsafeMutablePointer<Double>
  let keysByAnchor: MatrixBlock
  let anchorsInTile: Int
  let keysInTile: Int
}

/// The scores of a few anchors against all keys, and the buffers that one thread needs for them.
private struct Strip: ~Copyable {
  private let batch: Batch
  private let anchorsByKey: MatrixBlock
  private let tiles: Int
  /// n × anchors: scores, then their shifted exponentials, tile after tile.
  private let scores: UnsafeMutablePointer<Double>
  /// r × anchors for each tile: Σⱼ exp(shifted sᵢⱼ) kⱼ.
  private let partial: UnsafeMutablePointer<Double>
  /// r × anchors: the anchors times what puts a tile right.
  private let scaled: UnsafeMutablePointer<Double>
  /// [tile * anchors + i]: what was subtracted, and the sum of the exponentials.
  private var shifts: [Double]
  private var sums: [Double]

  init(of batch: Batch, anchorsByKey: MatrixBlock) {
    (self.batch, self.anchorsByKey) = (batch, anchorsByKey)
    let (r, n, width) = (batch.keys.rows, batch.keys.columns, batch.anchorsInTile)
    tiles = (n + batch.keysInTile - 1) / batch.keysInTile
    scores = .allocate(capacity: n * width)
    partial = .allocate(capacity: r * width * tiles)
    scaled = .allocate(capacity: r * width)
    shifts = .init(repeating: 0, count: tiles * width)
    sums = shifts
  }

  deinit {
    scores.deallocate()
    partial.deallocate()
    scaled.deallocate()
  }

  /// Adds the anchors of a range, at most as many as a tile has.
  mutating func add(_ range: Range<Int>) {
    let anchors = batch.anchors.columns(range)
    for tile in 0..<tiles { exponentiate(tile, anchors) }
    for i in 0..<range.count {
      var shift = -Double.infinity
      for tile in 0..<tiles { shift = max(shift, shifts[tile * batch.anchorsInTile + i]) }
      var sum = 0.0
      for tile in 0..<tiles {
        let index = tile * batch.anchorsInTile + i
        sum += sums[index] * exp(shifts[index] - shift)
      }
      batch.logarithms[range.lowerBound + i] = shift + log(sum)
    }
    let means = batch.keysByAnchor.columns(range)
    for tile in 0..<tiles { distribute(tile, anchors, range.lowerBound, into: means) }
  }

  private func keys(of tile: Int) -> Range<Int> {
    let start = tile * batch.keysInTile
    return start..<min(start + batch.keysInTile, batch.keys.columns)
  }

  private func block(of tile: Int, _ width: Int) -> MatrixBlock {
    let keys = keys(of: tile)
    return MatrixBlock(
      scores + keys.lowerBound * batch.anchorsInTile, rows: keys.count, columns: width)
  }

  private func partialSums(of tile: Int, _ width: Int) -> MatrixBlock {
    let r = batch.keys.rows
    return MatrixBlock(partial + tile * r * batch.anchorsInTile, rows: r, columns: width)
  }

  /// The scores of a tile, their exponentials, and the sum of the keys weighted by them.
  private mutating func exponentiate(_ tile: Int, _ anchors: MatrixBlock) {
    let keys = batch.keys.columns(keys(of: tile))
    let block = block(of: tile, anchors.columns)
    block.setProduct(keys, .transposed, anchors, .plain)
    for i in 0..<anchors.columns {
      let column = block.entries + i * block.stride
      let shift = vector_maximum(column, block.rows)
      let index = tile * batch.anchorsInTile + i
      shifts[index] = shift
      sums[index] = vector_exponentials(column, block.rows, shift)
    }
    partialSums(of: tile, anchors.columns).setProduct(keys, .plain, block, .plain)
  }

  /// Adds what a tile contributes to the means of the keys and, for each key, to the sum of the anchors.
  private func distribute(_ tile: Int, _ anchors: MatrixBlock, _ first: Int, into means: MatrixBlock) {
    let (r, width) = (anchors.rows, anchors.columns)
    let partial = partialSums(of: tile, width)
    for i in 0..<width {
      let factor = exp(shifts[tile * batch.anchorsInTile + i] - batch.logarithms[first + i])
      for row in 0..<r {
        means.entries[i * r + row] += factor * partial.entries[i * r + row]
        scaled[i * r + row] = factor * anchors.entries[i * r + row]
      }
    }
    anchorsByKey.columns(keys(of: tile)).setProduct(
      MatrixBlock(scaled, rows: r, columns: width), .plain, block(of: tile, width), .transposed, adding: true)
  }
}
