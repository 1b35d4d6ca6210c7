import MixtureFamilies
import TheoremTesting

/// Let π be a weighted graph on n ≥ 3 vertices without loops in which each vertex has an edge, and let W_π be a random subgraph with one
/// edge out of each vertex, with a probability proportional to the product of the weights of its edges. For the Gaussian kernel graph
/// k(zᵢ, zⱼ) = exp(−|zᵢ − zⱼ|²/2) of encoded vertices let W_k be likewise. Then the cross-entropy of W_k relative to W_π is n times InfoNCE
/// with Gaussian scores: anchors uniform, positives proportional to πᵢⱼ, all other vertices as candidates (Tan and others).
@Suite(.theorem(.proved))
struct `T75 A similarity graph` {
  @Test func `the cross-entropy over all subgraphs`() throws {
    try identity(.graphs(vertices: 3...5)) { (crossEntropy($0), infoNCE($0)) }
  }

  @Test func `one edge out of each vertex cannot be dropped`() throws {
    // Of five vertices there would be three million subgraphs.
    try cannotDrop("one edge out of each vertex", of: .graphs(vertices: 3...4)) {
      .equal(crossEntropy($0), infoNCE($0))
    } without: { graph in
      .equal(crossEntropy(graph) { _ in 0...(graph.weights.rows - 1) }, infoNCE(graph))
    }
  }

  /// sᵢⱼ = −|zᵢ − zⱼ|²/2.
  private func scores(_ graph: SimilarityGraph) -> [[Estimate]] {
    let z = (0..<graph.encoded.columns).map { graph.encoded.column($0).map(Estimate.init(exactly:)) }
    return z.map { a in z.map { b in zip(a, b).map { ($0 - $1).squared }.sum / -2 } }
  }

  /// Minus Σ P_π(W) log P_k(W) over all subgraphs W of n edges, both laws normalised by their sums over all subgraphs.
  /// - Parameter sources: of which vertices the i-th edge may go out; by default the i-th alone.
  private func crossEntropy(
    _ graph: SimilarityGraph, sources: (Int) -> ClosedRange<Int> = { $0...$0 }
  ) -> Estimate {
    let (n, scores) = (graph.weights.rows, scores(graph))
    let kernel = scores.map { $0.map(Estimate.exp) }
    typealias Subgraph = (pi: Estimate, kernel: Estimate, logKernel: Estimate)
    var subgraphs: [Subgraph] = [(1, 1, 0)]
    for edge in 0..<n {
      let edges = sources(edge).flatMap { i in (0..<n).filter { $0 != i }.map { (i, $0) } }
      subgraphs = subgraphs.flatMap { subgraph in
        edges.map { i, j -> Subgraph in
          let pi = Estimate(exactly: graph.weights[i, j])
          return (subgraph.pi * pi, subgraph.kernel * kernel[i][j], subgraph.logKernel + scores[i][j])
        }
      }
    }
    let mixed = subgraphs.map { $0.pi * $0.logKernel }.sum
    return .log(subgraphs.map(\.kernel).sum) - mixed / subgraphs.map(\.pi).sum
  }

  /// n times the loss: Σᵢ Σⱼ (πᵢⱼ/Σπᵢ) (−sᵢⱼ + log Σ exp sᵢₖ).
  private func infoNCE(_ graph: SimilarityGraph) -> Estimate {
    let (vertices, scores) = (graph.weights.diagonal.indices, scores(graph))
    return vertices.map { i in
      let others = vertices.filter { $0 != i }
      let logarithm = Estimate.log(others.map { Estimate.exp(scores[i][$0]) }.sum)
      let pi = others.map { Estimate(exactly: graph.weights[i, $0]) }
      return zip(others, pi).map { j, weight in weight * (logarithm - scores[i][j]) }.sum / pi.sum
    }.sum
  }
}

/// π, n × n and zero on the diagonal, and the encoded vertices zᵢ, one a column.
private typealias SimilarityGraph = (weights: Matrix, encoded: Matrix)

extension Family<SimilarityGraph> {
  fileprivate static func graphs(vertices: ClosedRange<Int>) -> Family {
    Family("graphs of few vertices") { draw in
      let (n, r) = (draw.integer("vertices", in: vertices), draw.integer("rows", in: 1...3))
      let isSparse = draw.element("edges", of: ["all", "some"]) == "some"
      let weights = Matrix(rows: n, columns: n) { i, j in
        // The next vertex of a circle is always one.
        let isEdge = i != j && (!isSparse || j == (i + 1) % n || draw.integer("edge", in: 0...1) == 1)
        return isEdge ? draw.logarithmic("weight", in: 0.01...1) : 0
      }
      let size = draw.logarithmic("size", in: 0.1...2)
      let encoded = Matrix(columnVectors: (0..<n).map { _ in draw.normals("vertex", r) })
      return (weights, size * encoded)
    }
    .covering("a vertex without an edge to another", 0.2) { graph in
      (0..<graph.weights.rows).contains { i in graph.weights.row(i).count { $0 == 0 } > 1 }
    }
  }
}
