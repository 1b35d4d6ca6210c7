import LinearAlgebra

/// Clusters of points about k centres: a local minimum of the sum of squared distances of the points to their nearest centre.
///
/// Lloyd's algorithm from k-means++ seeds (Arthur and Vassilvitskii 2007), the best of several starts. A centre that loses all of
/// its points moves to the point that is farthest from its own centre. Where the points have fewer than k different values, some
/// clusters stay empty.
public struct KMeans: Sendable {
  /// Lloyd's algorithm ends where nothing changes; this many steps are never reached on points in general position.
  static let stepLimit = 300

  /// d × k.
  public let centres: Matrix
  /// The cluster of each of the n points, 0 ..< k.
  public let assignments: [Int]
  /// The sum of squared distances, in the squared unit of the points.
  public let inertia: Double

  /// Clusters points; O(n k d) a step.
  /// - Parameters:
  ///   - points: d × n, finite, one a column.
  ///   - clusters: k in 1 … n.
  ///   - restarts: how many starts, at least 1.
  ///   - generator: the source of the seeds; its stream fixes the result.
  public init(
    _ points: Matrix, clusters: Int, restarts: Int = 10, using generator: inout some RandomNumberGenerator
  ) {
    precondition(clusters >= 1 && clusters <= points.columns, "between 1 and n clusters")
    precondition(restarts >= 1, "at least one start")
    precondition(points.isFinite, "points are finite")
    // Scaled to at most 1, no square overflows.
    let scale = points.largestEntry
    let unit = scale > 0 ? points.map { $0 / scale } : points
    var best = Lloyd(unit, seeds: Self.seeds(unit, clusters, using: &generator))
    for _ in 1..<restarts {
      let other = Lloyd(unit, seeds: Self.seeds(unit, clusters, using: &generator))
      if other.inertia < best.inertia { best = other }
    }
    centres = scale * best.centres
    assignments = best.assignments
    inertia = scale * scale * best.inertia
  }

  /// k of the points: each next one is drawn with a probability proportional to its squared distance from those before.
  private static func seeds(
    _ points: Matrix, _ k: Int, using generator: inout some RandomNumberGenerator
  ) -> Matrix {
    let n = points.columns
    var chosen = [generator.integer(in: 0...(n - 1))]
    var distances = [Double](repeating: .infinity, count: n)
    while chosen.count < k {
      let last = points.column(chosen[chosen.count - 1])
      for i in 0..<n { distances[i] = min(distances[i], squaredDistance(points, i, last)) }
      var rest = generator.uniform() * distances.reduce(0, +)
      // Where all distances are zero, the points are used up, and any of them will do.
      let next = distances.firstIndex { distance in
        rest -= distance
        return rest < 0
      }
      chosen.append(next ?? distances.indices.last { distances[$0] > 0 } ?? 0)
    }
    return Matrix(columnVectors: chosen.map(points.column))
  }

  private static func squaredDistance(_ points: Matrix, _ i: Int, _ centre: [Double]) -> Double {
    points.withUnsafeEntries { points in
      var sum = 0.0
      for c in centre.indices {
        let difference = points[i * centre.count + c] - centre[c]
        sum += difference * difference
      }
      return sum
    }
  }
}
