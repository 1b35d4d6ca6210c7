import CVectorMath
import Evidence
import Foundation
import LinearAlgebra
import RandomNumbers
import Testing

@testable import ContrastiveTheory

/// Each term of the certificate (Proofs/Certificate.md, S10) by itself, made so large that no other one hides it, or held against what
/// it stands for in 106 bits: in a whole certificate the larger terms cover for a small one that is forgotten.
@Suite struct `Terms of the certificate` {
  @Test func `what the whitened means are off by, at optima and at small encoders`() throws {
    var generator = CounterBasedGenerator(key: 61)
    for key in 0..<24 {
      let (d, components) = (2 + key % 4, 2 + key % 3)
      let scale = pow(10, generator.uniform(in: -1...1))
      let loss = try InfoNCE(
        Self.mixture(d: d, components, scale: scale, using: &generator).pairs(
          bias: generator.uniform(in: 0.2...1)))
      let whitened = try #require(loss.whitened as? SharedCovarianceInfoNCE)
      let small = (0.01 / scale) * Matrix.normal(rows: 2, columns: d, using: &generator)
      let encoder = key % 2 == 0 ? try loss.minimizer(rank: components - 1).whitenedEncoder : small
      let relative = 1e-6
      let bound = try whitened.knowing(means: whitened.means, within: relative).gramGradient(at: encoder)
      let exact = try whitened.gramGradient(at: encoder)
      let scaled = whitened.means.scalingColumns(by: whitened.weights.map { $0.squareRoot() })
      let root = try Cholesky(of: .identity(d) + scaled.timesTranspose(scaled))
      for index in 0..<20 {
        let direction =
          index == 0 ? whitened.means : .normal(rows: d, columns: components, using: &generator)
        let change = (relative * whitened.means.frobeniusNorm / direction.frobeniusNorm) * direction
        let moved = try whitened.knowing(means: whitened.means + change, within: 0).gramGradient(at: encoder)
        let difference = moved.whole - exact.whole
        #expect(difference.frobeniusNorm <= bound.error.total)
        #expect(root.solveLower(difference).frobeniusNorm <= bound.weightedError.total)
      }
    }
  }

  @Test func `what the whitened means are off by where its first power does nothing`() throws {
    // Equal means and a short row across them, along which they are off.
    let mixture = try GaussianMixture(
      weights: [0.5, 0.5], means: Matrix(rowVectors: [[1, 1], [0, 0]]), covariances: .tied(.identity(2)))
    let whitened = try #require(try InfoNCE(mixture.pairs(bias: 0.8)).whitened as? SharedCovarianceInfoNCE)
    let (encoder, means) = (Matrix(rowVectors: [[0, 0.03]]), Matrix(rowVectors: [[1, 1], [0, 0]]))
    let change = Matrix(rowVectors: [[0, 0], [0.3, -0.3]])
    func gradient(_ means: Matrix, within relative: Double) throws -> GramGradient {
      try whitened.knowing(means: means, within: relative).gramGradient(at: encoder)
    }
    let (bound, exact) = (try gradient(means, within: 0.3), try gradient(means, within: 0))
    let difference = try (gradient(means + change, within: 0).whole - exact.whole).frobeniusNorm
    #expect(difference > 0.07 && difference <= bound.error.total)
  }

  @Test func `what a coarse rule leaves of the integrals`() throws {
    var generator = CounterBasedGenerator(key: 62)
    for key in 0..<12 {
      let (d, components) = (2 + key % 4, 2 + key % 3)
      let loss = try InfoNCE(
        Self.mixture(d: d, components, scale: 1.5, using: &generator).pairs(bias: 0.8))
      let whitened = try #require(loss.whitened as? SharedCovarianceInfoNCE)
      let encoder = try loss.minimizer(rank: components - 1).whitenedEncoder
      let rough = whitened.targeting(1e-2)
      let (coarse, fine) = try (rough.gramGradient(at: encoder), whitened.gramGradient(at: encoder))
      let difference = (coarse.whole - fine.whole).frobeniusNorm
      #expect(difference <= coarse.error.total)
      #expect(difference > 100 * coarse.error[.rounding], "the rule is not coarse")
      let (moments, exact) = try (rough.posterior(at: encoder), whitened.posterior(at: encoder))
      for (found, truth, error) in [
        (moments.matrix, exact.matrix, moments.matrixError),
        (moments.covariance, exact.covariance, moments.covarianceError),
      ] {
        #expect((found - truth).frobeniusNorm <= error.total)
        #expect((found - truth).frobeniusNorm > 100 * error[.rounding])
      }
    }
  }

  @Test func `the integrals of a large encoder, with scores as wide in three dimensions`() throws {
    let means = 5 * Matrix(rowVectors: [[1, 1, -1, -1], [1, -1, 1, -1], [1, -1, -1, 1]])
    let mixture = try GaussianMixture(
      weights: [0.25, 0.25, 0.25, 0.25], means: means, covariances: .tied(.identity(3)))
    let gradient = try InfoNCE(mixture.pairs(bias: 0.5)).whitened.gramGradient(at: .identity(3))
    #expect(gradient.error[.integration] < 1e-9)
  }

  @Test func `the rounding of the sums, by the same sums in 106 bits`() throws {
    var generator = CounterBasedGenerator(key: 63)
    for key in 0..<8 {
      let (count, axes) = (2 + key % 3, 1 + key % 2)
      let weights = TestMixtures.weights(count, using: &generator)
      let means =
        pow(10, generator.uniform(in: -1...1.5))
        * Matrix.normal(rows: count, columns: count, using: &generator)
      let directions =
        pow(10, generator.uniform(in: -1...0.7))
        * Matrix.normal(rows: count, columns: min(axes, count - 1), using: &generator)
      let target = 1e-16
      let moments = try SoftmaxMoments(
        weights: weights, means: means, directions: directions, target: target, nodeBudget: 1e6,
        withValue: false)
      let exact = Self.posterior(
        weights, means, directions,
        over: SoftmaxMoments.rule(directions: directions, target: target, nodeBudget: 1e6).0)
      let off = (exact - DoubleDoubleMatrix(moments.posterior)).high.storage.reduce(0) { $0 + abs($1) }
      // The sums of the library have some nodes more, beyond the radius.
      #expect(off <= moments.roundingError + 2 * target)
      #expect(off > 0 && moments.roundingError < 1e-13)
    }
  }

  @Test(arguments: [3, 30, 100])
  func `the sum of the logarithms of as many nodes as are added in a row, by 106 bits`(_ count: Int) {
    // Equal terms, so that the roundings of a sum go the same way.
    let (blocks, weight) = (SoftmaxSums.longestSum - 1, 0.3)
    let ones = [Double](repeating: 1, count: 4 * blocks * count)
    let weights = [Double](repeating: 1 / Double(count), count: count)
    for factor in stride(from: 0.47, to: 4, by: 0.37) {
      let factors = [Double](repeating: factor, count: count * count)
      var scratch = [Double](repeating: 0, count: count * (1 + 2 * (count + 3)))
      let each = 8 * count * count + 4
      var sums = [Double](repeating: 0, count: 3 * each)
      let axis = lattice_axis(first: 0, step: 0x1p-20, count: 4 * blocks, table: 0)
      softmax_add_lattice(
        [axis], 1, 1, [Double](repeating: weight, count: 4 * blocks) + ones, 1, 1, weights, factors,
        count, count, blocks, 1, &scratch, &sums)
      let logarithm = sums[(2 * each - 4)..<(2 * each)]
      let terms = DoubleDouble(Double(blocks * count)) * DoubleDouble(weight) * DoubleDouble(weights[0])
      let exact = terms * (DoubleDouble(Double(count)) * DoubleDouble(factor)).logarithm
      let counted = Double(SoftmaxSums.longestSum + 2 * count + 8) * .ulpOfOne / 2
      for lane in logarithm {
        #expect(abs((DoubleDouble(lane) - exact).high) <= counted * (1 + exact.high), "factor \(factor)")
      }
    }
  }

  @Test func `the rounding of the scores' law, by another route in 106 bits`() throws {
    var generator = CounterBasedGenerator(key: 64)
    for key in 0..<12 {
      let (d, count, rows) = (2 + key % 4, 2 + key % 4, 1 + key % 3)
      let weights = TestMixtures.weights(count, using: &generator)
      let means = DoubleDoubleMatrix(.normal(rows: d, columns: count, using: &generator))
      let size = pow(10, generator.uniform(in: -2...1))
      let encoder = DoubleDoubleMatrix(size * Matrix.normal(rows: rows, columns: d, using: &generator))
      let law = try ScoreLaw(encoder: encoder, means: means, weights: weights)
      // ⟨B(νₗ − Σ w ν), B ν_k⟩ and the covariance of these under a component, from H = BᵀB.
      let centre = means * DoubleDoubleMatrix(Matrix(columnVectors: [weights]))
      let centred = means - centre * DoubleDoubleMatrix(Matrix(rows: 1, columns: count, repeating: 1))
      let images = encoder.transposed * (encoder * centred)
      let ofMeans = (images.transposed * means - DoubleDoubleMatrix(law.means)).high.largestEntry
      let directions = DoubleDoubleMatrix(law.directions)
      let left = (images.transposed * images - directions * directions.transposed).high.frobeniusNorm
      #expect(ofMeans + Double(count).squareRoot() * left <= (1 + 1e-9) * law.error)
      let scale = law.means.largestEntry + law.directions.inner(law.directions)
      #expect(law.error > 0 && law.error < 1e-13 * scale)
    }
  }

  @Test func `the rounding of weights and couplings, by quotients in 106 bits`() throws {
    var generator = CounterBasedGenerator(key: 65)
    for count in 2...12 {
      let given = (0..<count).map { _ in generator.uniform(in: 0.01...1) }
      let rough = given.reduce(0, +)
      let mixture = try GaussianMixture(
        weights: given.map { $0 / rough }, means: .normal(rows: 2, columns: count, using: &generator),
        covariances: .tied(.identity(2)))
      let bias = generator.uniform(in: 0.1...0.9)
      let loss = try InfoNCE(mixture.centred.pairs(bias: bias))
      let whitened = try #require(loss.whitened as? SharedCovarianceInfoNCE)
      let sum = given.reduce(DoubleDouble(0)) { $0 + DoubleDouble($1 / rough) }
      let exact = given.map { DoubleDouble($0 / rough) / sum }
      for k in 0..<count {
        #expect(
          abs((DoubleDouble(whitened.weights[k]) / exact[k] - DoubleDouble(1)).high) <= whitened.weightsError)
        for l in 0..<count {
          let apart = (DoubleDouble(1) - DoubleDouble(bias)) * exact[k] * exact[l]
          let coupling = k == l ? DoubleDouble(bias) * exact[k] + apart : apart
          let found = DoubleDouble(whitened.coupling[k, l])
          #expect(abs((found / coupling - DoubleDouble(1)).high) <= whitened.weightsError)
        }
      }
      #expect(whitened.weightsError > 0 && whitened.weightsError < 1e-14)
    }
  }

  @Test func `how far the encoder is from the point that is certified`() throws {
    var generator = CounterBasedGenerator(key: 66)
    let loss = try InfoNCE(Self.mixture(d: 3, 3, scale: 1.5, using: &generator).pairs(bias: 0.8))
    let minimizer = try loss.minimizer(rank: 2)
    let gradient = try loss.whitened.gramGradient(at: minimizer.whitenedEncoder)
    for displacement in [1e-6, 1e-3] {
      let moved = GramGradient(
        basis: gradient.basis, exactCore: gradient.exactCore, encoder: gradient.encoder,
        moment: gradient.moment, momentError: gradient.momentError,
        error: gradient.error, weightedError: gradient.weightedError, displacement: displacement)
      let certificate = try Certificate(moved, modulus: 1, lipschitz: minimizer.lipschitz)
      // The point may be the optimum.
      #expect(certificate.distance >= displacement && certificate.distance < 100 * displacement)
    }
  }

  private static func mixture(
    d: Int, _ components: Int, scale: Double, using generator: inout CounterBasedGenerator
  ) throws -> GaussianMixture {
    try GaussianMixture(
      weights: TestMixtures.weights(components, using: &generator),
      means: scale * Matrix.normal(rows: d, columns: components, using: &generator),
      covariances: .tied(.identity(d))
    ).centred
  }

  /// Σ over the rule's nodes of wₖ times the softmax of log w and the scores under component k.
  private static func posterior(
    _ weights: [Double], _ means: Matrix, _ directions: Matrix, over rule: LatticeRule
  ) -> DoubleDoubleMatrix {
    let turn = DoubleDouble(2) * DoubleDouble(high: .pi, low: 0x1.1a62633145c07p-53)
    let cell = rule.steps.reduce(DoubleDouble(0.5)) { $0 * DoubleDouble($1) / turn.squareRoot }
    var posterior = DoubleDoubleMatrix(Matrix(rows: weights.count, columns: weights.count))
    rule.forEachNode { node, _ in
      let square = node.reduce(DoubleDouble(0)) { $0 + DoubleDouble($1) * DoubleDouble($1) }
      let mass = cell * (DoubleDouble(-0.5) * square).exponential
      for k in weights.indices {
        let scores = weights.indices.map { l in
          node.indices.reduce(DoubleDouble(means[l, k])) {
            $0 + DoubleDouble(directions[l, $1]) * DoubleDouble(node[$1])
          }
        }
        let largest = DoubleDouble(scores.map(\.high).max() ?? 0)
        let terms = zip(weights, scores).map { weight, score in
          DoubleDouble(weight) * (score - largest).exponential
        }
        let total = terms.reduce(DoubleDouble(0), +)
        for l in weights.indices {
          posterior[k, l] = posterior[k, l] + DoubleDouble(weights[k]) * mass * terms[l] / total
        }
      }
    }
    return posterior
  }
}

extension GramGradient {
  /// Λ, d × d.
  fileprivate var whole: Matrix { CongruentMatrix(factor: basis, core: core).matrix }
}

extension SharedCovarianceInfoNCE {
  fileprivate func knowing(means: Matrix, within relative: Double) -> Self {
    Self(
      exactMeans: DoubleDoubleMatrix(means), meansError: relative, weights: weights, coupling: coupling,
      integrationTarget: integrationTarget, nodeBudget: nodeBudget)
  }
}
