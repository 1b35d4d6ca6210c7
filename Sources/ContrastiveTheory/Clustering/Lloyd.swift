import LinearAlgebra

/// Lloyd's algorithm (*Least squares quantization in PCM*, 1982) from given centres: each point goes to its nearest centre, each
/// centre to the mean of its points, until nothing changes.
struct Lloyd {
  /// d × k.
  private(set) var centres: Matrix
  private(set) var assignments: [Int]
  /// The sum of the squared distances of the points to their centres.
  var inertia: Double { distances.reduce(0, +) }

  private let points: Matrix
  /// Of each point to its centre, squared.
  private var distances: [Double]

  init(_ points: Matrix, seeds: Matrix) {
    (self.points, centres) = (points, seeds)
    assignments = Array(repeating: -1, count: points.columns)
    distances = Array(repeating: 0, count: points.columns)
    _ = assign()
    for _ in 0..<KMeans.stepLimit {
      moveCentres()
      guard assign() else { break }
    }
  }

  /// Sends each point to its nearest centre, the first of equals; whether a point changed its centre.
  private mutating func assign() -> Bool {
    let (d, k) = (points.rows, centres.columns)
    var changed = false
    var sums = [Double](repeating: 0, count: k)
    points.withUnsafeEntries { points in
      // One coordinate after the other, so that the distances to all centres grow together.
      centres.transposed.withUnsafeEntries { centres in
        for i in assignments.indices {
          for j in 0..<k { sums[j] = 0 }
          sums.withUnsafeMutableBufferPointer { sums in
            for c in 0..<d {
              let own = points[i * d + c]
              for j in 0..<k {
                let difference = own - centres[c * k + j]
                sums[j] += difference * difference
              }
            }
          }
          var (nearest, least) = (0, Double.infinity)
          for j in 0..<k where sums[j] < least { (nearest, least) = (j, sums[j]) }
          if assignments[i] != nearest {
            assignments[i] = nearest
            changed = true
          }
          distances[i] = least
        }
      }
    }
    return changed
  }

  private mutating func moveCentres() {
    let (d, k) = (points.rows, centres.columns)
    var sizes = Array(repeating: 0, count: k)
    for index in assignments { sizes[index] += 1 }
    for empty in sizes.indices where sizes[empty] == 0 {
      // A point that is alone at its centre has distance 0 and stays there; where all have, no cluster can be filled.
      guard let farthest = distances.indices.max(by: { distances[$0] < distances[$1] }),
        distances[farthest] > 0
      else { break }
      sizes[assignments[farthest]] -= 1
      sizes[empty] = 1
      assignments[farthest] = empty
      distances[farthest] = 0
    }
    var sums = Matrix(rows: d, columns: k)
    sums.withUnsafeMutableEntries { sums in
      points.withUnsafeEntries { points in
        for (i, index) in assignments.enumerated() {
          for c in 0..<d { sums[index * d + c] += points[i * d + c] }
        }
      }
    }
    for (index, size) in sizes.enumerated() where size > 0 {
      for c in 0..<d { centres[c, index] = sums[c, index] / Double(size) }
    }
  }
}
