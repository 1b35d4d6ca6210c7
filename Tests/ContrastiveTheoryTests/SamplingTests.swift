import ContrastiveTheory
import Foundation
import LinearAlgebra
import RandomNumbers
import Testing

/// The false alarm rate of one statistical check. The keys are fixed, so a check that passes once passes always; the
/// rate says how likely another key would fail.
private let falseAlarmRate = 1e-9

@Suite struct Sampling {
  private static func mixtures() throws -> [GaussianMixture] {
    var generator = CounterBasedGenerator(key: 41)
    let means = Matrix.normal(rows: 3, columns: 4, using: &generator)
    let weights = [0.1, 0.2, 0.3, 0.4]
    let matrices = (0..<4).map { _ in
      Matrix.symmetric(spectrum: [0.05, 1, 20], using: &generator)
    }
    let variances = Matrix(rows: 3, columns: 4) { exp(Double($0) - Double($1)) }
    let forms: [GaussianMixture.Covariances] = [
      .tied(matrices[0]), .full(matrices), .diagonal(variances), .spherical(variances.row(1)),
    ]
    return try forms.map { try GaussianMixture(weights: weights, means: means, covariances: $0) }
  }

  @Test func `each component has its share, its mean and its covariance`() throws {
    let count = 40_000
    for (key, mixture) in try Self.mixtures().enumerated() {
      var generator = CounterBasedGenerator(key: UInt64(key), stream: 42)
      let (points, components) = try mixture.sample(count, using: &generator)
      let d = mixture.dimension
      for k in 0..<mixture.componentCount {
        let members = components.indices.filter { components[$0] == k }
        let n = Double(members.count)
        // Hoeffding's bound on a share.
        let shareError = (log(2 / falseAlarmRate) / (2 * Double(count))).squareRoot()
        #expect(abs(n / Double(count) - mixture.weights[k]) <= shareError)

        // Whitened by the symmetric root, which sampling does not use, the points are standard normal.
        let whitening = try SymmetricEigen(of: mixture.covariance(of: k)).map { 1 / $0.squareRoot() }
        let deviations = Matrix(rows: d, columns: members.count) {
          points[$0, members[$1]] - mixture.means[$0, k]
        }
        let white = whitening * deviations
        // n |mean|² is chi-squared with d degrees of freedom: the tail bound of Laurent and Massart (2000).
        let mean = white.times(Array(repeating: 1 / n, count: members.count))
        let x = log(1 / falseAlarmRate)
        #expect(
          n * mean.reduce(0) { $0 + $1 * $1 } <= Double(d) + 2 * (Double(d) * x).squareRoot() + 2 * x)
        // The singular values of a normal d × n matrix: Davidson and Szarek (2001), exact for every n.
        let slack = (Double(d).squareRoot() + (2 * log(2 / falseAlarmRate)).squareRoot()) / n.squareRoot()
        let spread = try SingularValues(of: (1 / n.squareRoot()) * white).values
        #expect(spread.allSatisfy { abs($0 - 1) <= slack }, "component \(k): \(spread), slack \(slack)")
      }
    }
  }

  /// To the last bit it is the sum of its definition, which no dgemm computes.
  @Test func `no BLAS has a part in it`() throws {
    let d = 40
    var generator = CounterBasedGenerator(key: 6)
    let covariance = Matrix.symmetric(spectrum: (1...d).map(Double.init), using: &generator)
    let mean = (0..<d).map(Double.init)
    let mixture = try GaussianMixture(
      weights: [1], means: Matrix(columnVectors: [mean]), covariances: .tied(covariance))
    let factor = try DoubleDoubleCholesky(of: covariance).factor
    var again = generator
    let points = try mixture.sample(10, using: &generator).points
    for point in 0..<10 {
      _ = again.uniform()
      let deviates = (0..<d).map { _ in again.normal() }
      for i in 0..<d {
        let deviation = (0...i).reduce(0) { $0 + factor[i, $1] * deviates[$1] }
        #expect(points[i, point] == deviation + mean[i])
      }
    }
  }

  @Test func `the beginning of a longer sample is a shorter sample`() throws {
    for mixture in try Self.mixtures() {
      var first = CounterBasedGenerator(key: 5)
      var second = CounterBasedGenerator(key: 5)
      let long = try mixture.sample(50, using: &first)
      let short = try mixture.sample(20, using: &second)
      #expect(Array(long.components.prefix(20)) == short.components)
      #expect(long.points.columns(0..<20) == short.points)
    }
  }

  @Test func `an empty sample and a sample of one component`() throws {
    var generator = CounterBasedGenerator(key: 6)
    let mixture = try GaussianMixture(
      weights: [1], means: Matrix(columnVectors: [[2]]), covariances: .spherical([1e-300]))
    let (points, components) = try mixture.sample(3, using: &generator)
    #expect(points == Matrix(rows: 1, columns: 3, repeating: 2))
    #expect(components == [0, 0, 0])
    #expect(try mixture.sample(0, using: &generator).points.columns == 0)
  }
}
