import MixtureFamilies
import TheoremTesting

// Mixtures whose covariances differ, by blocks: one block for whitened F, one for what is orthogonal to it.

/// A mixture with a covariance Σₖ each in coordinates where F is spanned by the first q axes, and then mapped by a regular
/// matrix; the cross-blocks of the Σₖ, multiplied by a number, average to zero.
struct BlockProblem: Sendable, Codable {
  let weights: [Double]
  /// The means in the first q coordinates, q × K, one column a list; centred.
  let means: [[Double]]
  /// The covariances without cross-blocks, one a component.
  let blocks: [[[Double]]]
  /// The cross-blocks, q × (d − q), one a component, with average zero.
  let crosses: [[[Double]]]
  /// The factor of the cross-blocks.
  var cross: Double
  /// The map, d × d, one row a list.
  let map: [[Double]]
  let bias: Double

  /// The problem in the original coordinates, with one row more than F has dimensions.
  var problem: Problem {
    get throws {
      let (d, q) = (map.count, means[0].count)
      let centres = Matrix(rows: d, columns: weights.count) { $0 < q ? means[$1][$0] : 0 }
      let covariances = weights.indices.map { k in
        var covariance = Matrix(rowVectors: blocks[k])
        for i in 0..<q {
          for j in q..<d {
            covariance[i, j] = cross * crosses[k][i][j - q]
            covariance[j, i] = covariance[i, j]
          }
        }
        return covariance
      }
      let mixture = try GaussianMixture(weights: weights, means: centres, covariances: .full(covariances))
        .mapped(by: Matrix(rowVectors: map))
      return Problem(mixture: mixture, bias: bias, rank: min(q + 1, d), route: .coordinates)
    }
  }

  /// "The row space of the minimiser lies in the Fisher subspace of the pooled covariance."
  var containment: Verdict {
    get throws {
      let problem = try problem
      return try problem.loss.minimizer(rank: problem.rank).containment(in: problem.mixture.fisherSubspace)
    }
  }

  func crossed(by factor: Double) -> BlockProblem {
    var crossed = self
    crossed.cross = factor
    return crossed
  }

  /// Two or three components; the blocks of the covariances have eigenvalues between 1/2 and 2, and the cross-blocks are
  /// small enough, with a factor of at most 1, for positive covariances.
  static func draw(
    cross: ClosedRange<Double>, using generator: inout some RandomNumberGenerator
  ) throws -> BlockProblem {
    var recipe = MixtureFamily()
    let count = generator.uniform() < 0.95 ? 2 : 3
    let d = generator.integer(in: count...5)
    let q = count - 1
    recipe.dimensions = q...q
    recipe.componentShares = count == 2 ? [0, 1] : [0, 0, 1]
    recipe.condition = 1...1
    recipe.fisherRatios = 0.5...4
    recipe.weightRatio = 5
    let small = try recipe.draw(using: &generator)
    let w = small.weights
    var crosses = w.map { _ in
      // Entries of at most .6 / (d K), so that a cross-block's norm is below 1/2, the least eigenvalue of the blocks.
      Matrix(rows: q, columns: d - q) { _, _ in 0.6 / Double(d * count) * generator.uniform(in: -1...1) }
    }
    let average = zip(w, crosses).reduce(Matrix(rows: q, columns: d - q)) { $0 + $1.0 * $1.1 }
    crosses = crosses.map { $0 - average }
    let blocks = w.map { _ in
      var block = Matrix(rows: d, columns: d)
      for range in [0..<q, q..<d] {
        let spectrum = range.map { _ in generator.uniform(in: 0.5...2) }
        let part = Matrix.symmetric(spectrum: spectrum, using: &generator)
        for i in range { for j in range { block[i, j] = part[i - range.lowerBound, j - range.lowerBound] } }
      }
      return block
    }
    let scales = (0..<d).map { i in i == 0 ? 1 : generator.logUniform(in: 0.1...10) }
    let map = Matrix.orthogonal(d, using: &generator) * Matrix.diagonal(scales)
    return BlockProblem(
      weights: w, means: (0..<count).map(small.means.column), blocks: blocks.map { b in (0..<d).map(b.row) },
      crosses: crosses.map { x in (0..<q).map(x.row) }, cross: generator.uniform(in: cross),
      map: (0..<d).map(map.row), bias: generator.uniform(in: 0.3...1))
  }
}

extension GaussianMixture {
  /// The largest distance of a covariance to the pooled one in coordinates where that is the identity, Frobenius norm.
  var covarianceDifference: Double {
    get throws {
      let root = try Cholesky(of: withinClassCovariance)
      return (0..<componentCount).reduce(0) { largest, k in
        let half = root.solveLower(covariance(of: k))
        return max(largest, (root.solveLower(half.transposed) - .identity(dimension)).frobeniusNorm)
      }
    }
  }
}

extension Observation<BlockProblem> {
  /// How far the optimum is outside F, against how much the covariances differ.
  static let leakByDifference = Observation(
    "leak out of the pooled F by the difference of the covariances",
    x: (
      "largest whitened difference to the pooled covariance", { try $0.problem.mixture.covarianceDifference }
    ),
    y: ("share of H outside F", { try $0.containment.difference.value }))
}

extension Family<BlockProblem> {
  /// Without cross-blocks.
  static let blocks = Family("covariances that differ by blocks") { try .draw(cross: 0...0, using: &$0) }
    .covering("condition of the pooled covariance at least 10", 0.3) { block in
      let spectrum = try SymmetricEigen(of: block.problem.mixture.withinClassCovariance).values
      return spectrum[spectrum.count - 1] >= 10 * spectrum[0]
    }
    .covering("PCA at least 10 degrees off F", 0.2) { block in
      let mixture = try block.problem.mixture
      let fisher = try mixture.fisherSubspace
      let principal = try mixture.principalSubspace(dimension: fisher.dimension)
      return try principal.largestAngle(to: fisher).map { $0 >= 10 * .pi / 180 } ?? false
    }
    .covering("noisy bias, below .95", 0.3) { $0.bias < 0.95 }

  /// With cross-blocks.
  static let crossBlocks = Family("covariances with cross-blocks") { try .draw(cross: 0.2...1, using: &$0) }
    .covering("noisy bias, below .95", 0.3) { $0.bias < 0.95 }
}
