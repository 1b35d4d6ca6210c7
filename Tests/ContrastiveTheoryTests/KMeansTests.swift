import LinearAlgebra
import RandomNumbers
import Testing

@testable import ContrastiveTheory

@Suite struct `k-means` {
  /// Four points each about (0, 0), (10, 0) and (0, 10).
  private static let blobs = Matrix(rows: 2, columns: 12) { row, point in
    let centre = [[0.0, 0], [10, 0], [0, 10]][point / 4][row]
    return centre + [[1.0, 0], [-1, 0], [0, 1], [0, -1]][point % 4][row]
  }

  private func clusters(_ points: Matrix, _ k: Int, restarts: Int = 10, key: UInt64 = 7) -> KMeans {
    var generator = CounterBasedGenerator(key: key)
    return KMeans(points, clusters: k, restarts: restarts, using: &generator)
  }

  @Test(arguments: [1e-200, 1, 1e200]) func `separate blobs, at any scale`(scale: Double) {
    let found = clusters(scale * Self.blobs, 3)
    #expect(ClusterAgreement(found.assignments, (0..<12).map { $0 / 4 }).adjustedRandIndex == 1)
    // Twelve points at distance 1 from their centres.
    if scale == 1 { #expect(abs(found.inertia - 12) <= 1e-12) }
    for (point, cluster) in found.assignments.enumerated() {
      for row in 0..<2 {
        #expect(
          abs(found.centres[row, cluster] - scale * [[0.0, 0], [10, 0], [0, 10]][point / 4][row]) <= 1e-14
            * scale)
      }
    }
  }

  @Test func `the same stream gives the same clusters, and more starts none worse`() {
    var generator = CounterBasedGenerator(key: 3)
    let points = Matrix.normal(rows: 3, columns: 60, using: &generator)
    #expect(clusters(points, 6).assignments == clusters(points, 6).assignments)
    for key in 0..<20 as Range<UInt64> {
      #expect(clusters(points, 6, key: key).inertia <= clusters(points, 6, restarts: 1, key: key).inertia)
    }
  }

  @Test func `a local minimum: every point is at its nearest centre, every centre a mean`() {
    var generator = CounterBasedGenerator(key: 4)
    let points = Matrix.normal(rows: 2, columns: 80, using: &generator)
    let found = clusters(points, 5)
    for cluster in 0..<5 {
      let members = found.assignments.indices.filter { found.assignments[$0] == cluster }
      #expect(!members.isEmpty)
      for row in 0..<2 {
        let mean = members.reduce(0) { $0 + points[row, $1] } / Double(members.count)
        #expect(abs(mean - found.centres[row, cluster]) <= 1e-13)
      }
    }
    func distance(_ point: Int, _ cluster: Int) -> Double {
      (0..<2).reduce(0) {
        let difference = points[$1, point] - found.centres[$1, cluster]
        return $0 + difference * difference
      }
    }
    let distances = (0..<80).map { distance($0, found.assignments[$0]) }
    for point in 0..<80 { #expect((0..<5).allSatisfy { distances[point] <= distance(point, $0) + 1e-13 }) }
    #expect(abs(distances.reduce(0, +) - found.inertia) <= 1e-12)
  }

  @Test func `a centre without points takes the farthest`() {
    let points = Matrix(rowVectors: [[0, 1, 10, 11, 30]])
    let found = Lloyd(points, seeds: Matrix(rowVectors: [[0, 100, 200]]))
    #expect(Set(found.assignments).count == 3)
    #expect(found.inertia <= 1)
  }

  @Test func `equal points, and one cluster a point`() {
    let equal = clusters(Matrix(rows: 2, columns: 5, repeating: 4), 3)
    #expect(equal.inertia == 0 && equal.centres.isFinite && Set(equal.assignments).count == 1)
    let zeros = clusters(Matrix(rows: 2, columns: 5), 5)
    #expect(zeros.inertia == 0 && zeros.centres.isFinite)
    let own = clusters(Self.blobs, 12)
    #expect(Set(own.assignments).count == 12 && own.inertia == 0)
    let two = clusters(Matrix(rowVectors: [[1, 1, 2, 2]]), 3)
    #expect(two.inertia == 0 && Set(two.assignments).count == 2)
  }
}
