import ContrastiveTheory
import LinearAlgebra
import RandomNumbers

/// Pairs of two modalities for tests; reproducible from a key.
enum TestPairs {
  /// Centred modalities with a coupling of full rank between all of their components.
  static func crossModal(_ key: UInt64, dimensions: (Int, Int), components: (Int, Int)) throws
    -> CrossModalPairs
  {
    var generator = CounterBasedGenerator(key: key, stream: 3)
    let joint = Matrix(rows: components.0, columns: components.1) { _, _ in generator.uniform(in: 0.02...1) }
    let sum = joint.storage.reduce(0, +)
    let coupling = (1 / sum) * joint
    let x = try TestMixtures.shared(key, d: dimensions.0, components: components.0, condition: 20)
    let y = try TestMixtures.shared(key + 1000, d: dimensions.1, components: components.1, condition: 20)
    func reweighted(_ mixture: GaussianMixture, _ weights: [Double]) throws -> GaussianMixture {
      try GaussianMixture(weights: weights, means: mixture.means, covariances: mixture.covariances)
    }
    return try CrossModalPairs(
      x: reweighted(x, (0..<components.0).map { coupling.row($0).reduce(0, +) }),
      y: reweighted(y, (0..<components.1).map { coupling.column($0).reduce(0, +) }), coupling: coupling
    ).centred
  }
}
