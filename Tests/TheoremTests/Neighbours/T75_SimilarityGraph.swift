import Foundation
import MixtureFamilies
import TheoremTesting

/// Let π be a weighted graph on n ≥ 3 vertices without loops in which each vertex has an edge, and let W_π be a random subgraph with one
/// edge out of each vertex, with a probability proportional to the product of the weights of its edges. For the Gaussian kernel graph
/// k(zᵢ, zⱼ) = exp(−|zᵢ − zⱼ|²/2) of encoded vertices let W_k be likewise. Then the cross-entropy of W_k relative to W_π is n times InfoNCE
/// with Gaussian scores: anchors uniform, positives proportional to πᵢⱼ, all other vertices as candidates (Tan and others).
@Suite(.theorem(.proved))
struct `T75 A similarity graph` {
  @Test func `the cross-entropy over all subgraphs`() throws {
    try identity(.similarityGraphs) { ($0.crossEntropy, $0.infoNCE) }
  }

  @Test func `twin: edges out of any vertex`() throws {
    try twin(dropping: "one edge out of each vertex", of: .similarityGraphs) { graph in
      var free = graph
      free.onePerVertex = false
      return free
    } _: {
      .equal($0.crossEntropy, $0.infoNCE)
    }
  }
}

/// A graph and its encoded vertices.
private struct SimilarityGraph: Sendable, Codable {
  /// π, n × n, zero on the diagonal.
  var weights: [[Double]]
  /// The zᵢ.
  var encoded: [[Double]]
  /// Whether a subgraph has one edge out of each vertex; otherwise n edges, each out of any vertex.
  var onePerVertex = true

  private var count: Int { weights.count }

  private var kernel: [[Double]] {
    encoded.indices.map { i in
      encoded.indices.map { j in
        i == j ? 0 : exp(-zip(encoded[i], encoded[j]).reduce(0) { $0 + pow($1.0 - $1.1, 2) } / 2)
      }
    }
  }

  /// Minus Σ P_π(W) log P_k(W) over all subgraphs W, both laws normalised by their sums over all subgraphs.
  var crossEntropy: Estimate {
    let kernel = kernel
    var (sumPi, sumKernel, mixed) = (0.0, 0.0, 0.0)
    func visit(_ edge: Int, _ pi: Double, _ product: Double) {
      guard edge < count else {
        sumPi += pi
        sumKernel += product
        if pi > 0 { mixed += pi * log(product) }
        return
      }
      for i in onePerVertex ? edge...edge : 0...(count - 1) {
        for j in 0..<count where j != i { visit(edge + 1, pi * weights[i][j], product * kernel[i][j]) }
      }
    }
    visit(0, 1, 1)
    return Estimate(log(sumKernel) - mixed / sumPi, budget: budget)
  }

  /// n times the loss: Σᵢ Σⱼ (πᵢⱼ/Σπᵢ) (−sᵢⱼ + log Σ exp sᵢₖ), sᵢⱼ = −|zᵢ − zⱼ|²/2.
  var infoNCE: Estimate {
    let kernel = kernel
    let value = weights.indices.reduce(0.0) { sum, i in
      let logarithm = log(kernel[i].reduce(0, +))
      let degree = weights[i].reduce(0, +)
      return sum
        + weights.indices.reduce(0) { sum, j in
          let share = weights[i][j] / degree
          return share > 0 ? sum + share * (logarithm - log(kernel[i][j])) : sum
        }
    }
    return Estimate(value, budget: budget)
  }

  private var budget: ErrorBudget {
    let farthest = encoded.flatMap { $0 }.reduce(0) { $0 + $1 * $1 }
    let subgraphs = pow(Double(onePerVertex ? count - 1 : count * (count - 1)), Double(count))
    return ErrorBudget([.rounding: 4 * subgraphs * Double(count) * (1 + 2 * farthest) * .ulpOfOne])
  }
}

extension Family<SimilarityGraph> {
  fileprivate static let similarityGraphs = Family("graphs of three to five vertices") { generator in
    let (n, r) = (generator.integer(in: 3...5), generator.integer(in: 1...3))
    let isSparse = generator.uniform() < 0.5
    let weights = (0..<n).map { i in
      (0..<n).map { j in
        // The next vertex of a circle is always one.
        let isEdge = i != j && (!isSparse || j == (i + 1) % n || generator.uniform() < 0.5)
        return isEdge ? generator.logUniform(in: 0.01...1) : 0
      }
    }
    let size = generator.logUniform(in: 0.1...2)
    return SimilarityGraph(
      weights: weights, encoded: (0..<n).map { _ in (0..<r).map { _ in size * generator.normal() } })
  }
  .covering("a vertex without an edge to another", 0.2) { graph in
    graph.weights.contains { $0.filter { $0 == 0 }.count > 1 }
  }
}
