import ContrastiveTheory
import LinearAlgebra
import Testing

@Suite struct Mixtures {
  private let means = Matrix(columnVectors: [[1, 0], [0, 2], [-1, 1]])
  private let weights = [0.2, 0.3, 0.5]

  private func mixture(_ covariances: GaussianMixture.Covariances) throws -> GaussianMixture {
    try GaussianMixture(weights: weights, means: means, covariances: covariances)
  }

  @Test func `the law of total covariance`() throws {
    let mixture = try TestMixtures.unequal(3, d: 4, components: 3)
    // E x xᵀ − μ μᵀ, without the between and within parts.
    var second = Matrix(rows: 4, columns: 4)
    for k in 0..<3 {
      let mean = mixture.means.columns(k..<(k + 1))
      second += mixture.weights[k] * (mixture.covariance(of: k) + mean.timesTranspose(mean))
    }
    let mean = Matrix(columnVectors: [mixture.mean])
    let expected = second - mean.timesTranspose(mean)
    #expect((mixture.totalCovariance - expected).frobeniusNorm < 1e-13 * expected.frobeniusNorm)
    #expect(mixture.centred.mean.allSatisfy { abs($0) < 1e-14 })
  }

  @Test func `the four forms of covariances agree`() throws {
    let diagonal = Matrix.diagonal([2, 3])
    let full = try mixture(.full([diagonal, diagonal, diagonal]))
    let tied = try mixture(.tied(diagonal))
    let axes = try mixture(.diagonal(Matrix(columnVectors: [[2, 3], [2, 3], [2, 3]])))
    for other in [tied, axes] {
      #expect(other.totalCovariance == full.totalCovariance && other.sharedCovariance == diagonal)
      #expect((0..<3).allSatisfy { other.covariance(of: $0) == full.covariance(of: $0) })
    }
    let spherical = try mixture(.spherical([1, 2, 3]))
    #expect(spherical.covariance(of: 2) == .diagonal([3, 3]) && spherical.sharedCovariance == nil)
    #expect(spherical.withinClassCovariance == .diagonal([0.2 + 0.6 + 1.5, 0.2 + 0.6 + 1.5]))
  }

  @Test func `a map carries the moments along`() throws {
    let map = Matrix(rowVectors: [[1, 2], [0, 3]])
    let mapped = try mixture(.tied(.diagonal([2, 3]))).mapped(by: map, shift: [5, 6])
    #expect(mapped.means.column(1) == [9, 12])
    #expect(mapped.withinClassCovariance == (map * Matrix.diagonal([2, 3])).timesTranspose(map))
  }

  @Test func `bad parameters are refused by name`() {
    func refusal(
      weights: [Double]? = nil, means: Matrix? = nil, _ covariances: GaussianMixture.Covariances
    ) -> String? {
      do {
        _ = try GaussianMixture(
          weights: weights ?? self.weights, means: means ?? self.means, covariances: covariances)
        return nil
      } catch { return "\(error)" }
    }
    let identity = GaussianMixture.Covariances.tied(.identity(2))
    #expect(refusal(identity) == nil)
    #expect(refusal(weights: [], identity)?.contains("weights") == true)
    #expect(refusal(weights: [0.5, 0.5, 0.5], identity)?.contains("1.5") == true)
    #expect(refusal(weights: [0.5, 0.5, 0], identity)?.contains("weights[2]") == true)
    #expect(refusal(weights: [0.5, 0.5, .nan], identity)?.contains("weights") == true)
    #expect(refusal(weights: [0.5, 0.5], identity)?.contains("3 vectors") == true)
    #expect(refusal(means: Matrix(rows: 0, columns: 3), identity)?.contains("means") == true)
    #expect(
      refusal(means: means + Matrix(rows: 2, columns: 3, repeating: .infinity), identity)?.contains("means")
        == true)
    #expect(refusal(.tied(.identity(3)))?.contains("3 x 3") == true)
    #expect(refusal(.tied(Matrix(rowVectors: [[1, 0.5], [0.4, 1]])))?.contains("(1, 0)") == true)
    #expect(refusal(.tied(Matrix(rowVectors: [[1, 2], [2, 1]])))?.contains("eigenvalue -1") == true)
    #expect(
      refusal(.tied(Matrix(rowVectors: [[1, 1], [1, 1]])))?.contains("not positive definite") == true)
    #expect(refusal(.full([.identity(2)]))?.contains("1 matrices") == true)
    #expect(refusal(.spherical([1, -1, 1]))?.contains("eigenvalue -1") == true)
    #expect(refusal(.diagonal(Matrix(rows: 3, columns: 2, repeating: 1)))?.contains("covariances") == true)
  }
}

@Suite struct Pairs {
  @Test func `a bias interpolates between one component and all`() throws {
    let mixture = try TestMixtures.shared(1, d: 2, components: 3)
    let pairs = try mixture.pairs(bias: 0.3)
    for k in 0..<3 {
      #expect(abs(pairs.coupling.row(k).reduce(0, +) - mixture.weights[k]) < 1e-15)
    }
    #expect(try mixture.pairs(bias: 1).coupling == .diagonal(mixture.weights))
  }

  @Test func `a coupling is checked`() throws {
    let mixture = try GaussianMixture(
      weights: [0.5, 0.5], means: Matrix(columnVectors: [[1], [-1]]), covariances: .spherical([1, 1]))
    func refusal(_ rows: [[Double]]) -> PairsError? {
      do {
        _ = try AugmentedPairs(mixture: mixture, coupling: Matrix(rowVectors: rows))
        return nil
      } catch { return error }
    }
    #expect(refusal([[0.4, 0.1], [0.1, 0.4]]) == nil)
    #expect(refusal([[0.5]]) == .shape(rows: 1, columns: 1, expected: 2))
    #expect(refusal([[0.6, -0.1], [-0.1, 0.6]]) == .notAProbability(row: 0, column: 1, value: -0.1))
    #expect(refusal([[0.4, 0.1], [0.2, 0.3]]) == .notSymmetric(row: 0, column: 1))
    #expect(refusal([[0.4, 0.2], [0.2, 0.3]]) == .wrongMarginal(row: 0, sum: 0.4 + 0.2, weight: 0.5))
    for bias in [-0.1, 1.1, .nan] {
      #expect(throws: PairsError.self) { try mixture.pairs(bias: bias) }
    }
  }
}
