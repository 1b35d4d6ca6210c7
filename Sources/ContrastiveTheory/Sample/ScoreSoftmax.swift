import LinearAlgebra

/// The softmax over all n keys of the scores sᵢⱼ = ⟨aᵢ, kⱼ⟩ of n anchors: the inner loop of losses on a batch.
///
/// Scores exist for 32 anchors at a time, so that memory is O(n r) for each thread; every exponential is computed once. Each
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

  /// How many anchors, and how many keys, make a tile: 16 kB of scores, which stay in a cache of level 1.
  var anchorsInTile = 32
  var keysInTile = 64
  /// See ``Workers``.
  var threads: Int?

  /// Computes the sums; O(n² r) time.
  /// - Parameters:
  ///   - anchors: r × n.
  ///   - keys: r × n.
  func sums(anchors: Matrix, keys: Matrix) -> Sums {
    precondition(keys.rows == anchors.rows && keys.columns == anchors.columns, "one key for each anchor")
    let n = anchors.columns
    let blocks = (n + anchorsInTile - 1) / anchorsInTile
    let workers = Workers(threads, tasks: blocks)
    let panels = KeyPanels(keys)
    let parts = workers.map(workers.count) { worker in
      let start = worker * blocks / workers.count * anchorsInTile
      let end = min((worker + 1) * blocks / workers.count * anchorsInTile, n)
      return Part(
        anchors: anchors.columns(start..<end), keys: panels, width: anchorsInTile, height: keysInTile)
    }
    var (logarithms, keysByAnchor) = ([Double](), [Double]())
    var anchorsByKey = KeyPanels(count: n, rank: keys.rows)
    for part in parts {
      logarithms += part.logarithms
      keysByAnchor += part.keysByAnchor
      anchorsByKey += part.anchorsByKey
    }
    return Sums(
      logarithms: logarithms, keysByAnchor: Matrix(rows: keys.rows, columns: n, storage: keysByAnchor),
      anchorsByKey: anchorsByKey.matrix)
  }
}

/// What the anchors of one thread contribute.
private struct Part {
  var logarithms: [Double] = []
  /// r numbers for each anchor.
  var keysByAnchor: [Double] = []
  var anchorsByKey: KeyPanels

  init(anchors: Matrix, keys: KeyPanels, width: Int, height: Int) {
    let r = anchors.rows
    logarithms.reserveCapacity(anchors.columns)
    keysByAnchor.reserveCapacity(r * anchors.columns)
    anchorsByKey = KeyPanels(count: keys.count, rank: r)
    var strip = ScoreStrip(keys: keys, width: width, height: height)
    for start in stride(from: 0, to: anchors.columns, by: width) {
      let count = min(width, anchors.columns - start)
      strip.add(anchors.storage[(start * r)..<((start + count) * r)], count: count, to: &anchorsByKey)
      logarithms += strip.logarithms.prefix(count)
      keysByAnchor += strip.keysByAnchor.prefix(count * r)
    }
  }
}
