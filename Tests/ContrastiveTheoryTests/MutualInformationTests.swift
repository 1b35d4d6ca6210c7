import Foundation
import LinearAlgebra
import RandomNumbers
import Testing

@testable import ContrastiveTheory

@Suite struct `Mutual information of pairs` {
  private func pairs(_ key: UInt64, components: Int, bias: Double, d: Int = 4) throws -> AugmentedPairs {
    try TestMixtures.shared(key, d: d, components: components).pairs(bias: bias)
  }

  /// On a line, by its definition: a double sum of densities, not log-sum-exp of scores.
  private func byDefinition(_ mixture: GaussianMixture, coupling: Matrix) -> Double {
    let step = 0.05
    let (means, w) = (mixture.means.row(0), mixture.weights)
    let nodes = stride(from: (means.min() ?? 0) - 9, through: (means.max() ?? 0) + 9, by: step)
    let densities = nodes.map { x in
      means.map { exp(-(x - $0) * (x - $0) / 2) / (2 * Double.pi).squareRoot() }
    }
    var sum = 0.0
    for f in densities {
      for g in densities {
        var joint = 0.0
        for k in w.indices { for l in w.indices { joint += coupling[k, l] * f[k] * g[l] } }
        let (p, q) = (zip(w, f).map { $0 * $1 }.reduce(0, +), zip(w, g).map { $0 * $1 }.reduce(0, +))
        if joint > 0 { sum += joint * log(joint / (p * q)) * step * step }
      }
    }
    return sum
  }

  @Test func `the definition on a line, by a double sum`() throws {
    for (means, weights) in [([1.0, -1], [0.5, 0.5]), ([0.3, 2, -2], [0.6, 0.25, 0.15])] {
      let mixture = try GaussianMixture(
        weights: weights, means: Matrix(rowVectors: [means]), covariances: .tied(.identity(1)))
      for bias in [0.3, 0.9, 1] {
        let pairs = try mixture.pairs(bias: bias)
        let information = try pairs.mutualInformation()
        #expect(information.budget.total < 1e-9)
        #expect(abs(information.value - byDefinition(mixture, coupling: pairs.coupling)) < 1e-9)
      }
    }
  }

  @Test func `more dimensions than F has change nothing`() throws {
    let line = try GaussianMixture(
      weights: [0.3, 0.7], means: Matrix(rowVectors: [[1.4, 0]]), covariances: .tied(.identity(1)))
    let map = Matrix(columnVectors: [[1, 2, -1]])
    var generator = CounterBasedGenerator(key: 8)
    let noise = Matrix.symmetric(spectrum: [0, 0.5, 2], using: &generator)
    // Means 1.4 a on a line, whose distance in the wider covariance is that of the line once it is measured.
    let covariance = map.timesTranspose(map) + noise + Matrix.identity(3)
    let wide = try GaussianMixture(
      weights: line.weights, means: map * line.means, covariances: .tied(covariance))
    let white = try Cholesky(of: covariance).solveLower(wide.means)
    let distance = (white.columns(0..<1) - white.columns(1..<2)).frobeniusNorm
    let same = try GaussianMixture(
      weights: line.weights, means: Matrix(rowVectors: [[distance, 0]]), covariances: .tied(.identity(1)))
    let (a, b) = (
      try wide.pairs(bias: 0.8).mutualInformation(), try same.pairs(bias: 0.8).mutualInformation()
    )
    #expect(abs(a.value - b.value) < 1e-12)
  }

  @Test func `zero for independent pairs, the components' own where they are far apart`() throws {
    let none = try pairs(1, components: 2, bias: 0).mutualInformation()
    #expect(abs(none.value) < 1e-12)
    let mixture = try GaussianMixture(
      weights: [0.4, 0.6], means: Matrix(rowVectors: [[0, 14]]), covariances: .tied(.identity(1)))
    for bias in [0.5, 1] {
      let far = try mixture.pairs(bias: bias)
      let components = far.componentInformation.value
      #expect(abs(try far.mutualInformation().value - components) < 1e-6)
      if bias == 1 { #expect(abs(components - far.componentEntropy.value) < 1e-14) }
    }
  }

  @Test func `the critic of other pairs does worse by a divergence`() throws {
    // Between joint laws of one mixture, so that nothing else changes: second order in the change of the coupling.
    let pairs = try pairs(5, components: 2, bias: 0.6)
    let best = try pairs.mutualInformation().value
    let losses = try [0.04, 0.02].map { change in
      let other = try pairs.mixture.pairs(bias: 0.6 + change)
      return best - (try pairs.information(ofCriticFor: other.coupling).value)
    }
    #expect(losses[1] > 0)
    #expect(abs(losses[0] / losses[1] - 4) < 0.3)
  }

  @Test func `four dimensions: the informations of the factors of a product add up`() throws {
    for (weight, distances) in [(0.5, [1.0, 2]), (0.3, [2, 3.5])] {
      let lines = try distances.map { distance in
        try GaussianMixture(
          weights: [weight, 1 - weight], means: Matrix(rowVectors: [[0, distance]]),
          covariances: .tied(.identity(1)))
      }
      let product = try GaussianMixture(
        weights: [
          weight * weight, weight * (1 - weight), (1 - weight) * weight, (1 - weight) * (1 - weight),
        ],
        means: Matrix(rowVectors: [[0, 0, distances[0], distances[0]], [0, distances[1], 0, distances[1]]]),
        covariances: .tied(.identity(2)))
      let found = try product.pairs(bias: 1).mutualInformation()
      let sum = try lines.reduce(0) { $0 + (try $1.pairs(bias: 1).mutualInformation().value) }
      #expect(abs(found.value - sum) <= found.budget.total, "\(found) for \(sum)")
      #expect(found.budget.total < 1e-2, "\(found.budget)")
      #expect(found.budget.grade == .proved)
    }
  }

  /// On a line, by its definition, in 106 bits; the step's error is below e^−60.
  private func exactly(_ mixture: GaussianMixture, coupling: Matrix) -> DoubleDouble {
    let step = 0.125
    let scale = DoubleDouble(1) / mixture.covariance(of: 0).storage.map { DoubleDouble($0) }[0].squareRoot
    let means = mixture.means.row(0).map { DoubleDouble($0) * scale }
    let w = mixture.weights.map { DoubleDouble($0) }
    let (low, high) = (means.map(\.high).min() ?? 0, means.map(\.high).max() ?? 0)
    let densities = stride(from: (8 * (low - 10)).rounded() / 8, through: high + 10, by: step).map { x in
      means.map { mean in
        let deviation = DoubleDouble(x) - mean
        return (DoubleDouble(-0.5) * deviation * deviation).exponential
      }
    }
    // ∫ e^{−x²/2} dx, by the same sum.
    let mass = stride(from: -12.0, through: 12, by: step).reduce(DoubleDouble(0)) {
      $0 + (DoubleDouble(-0.5 * $1 * $1)).exponential
    }
    var sum = DoubleDouble(0)
    for f in densities {
      for g in densities {
        var joint = DoubleDouble(0)
        for k in w.indices {
          for l in w.indices { joint = joint + DoubleDouble(coupling[k, l]) * f[k] * g[l] }
        }
        guard joint.high > 1e-34 else { continue }
        let p = zip(w, f).reduce(DoubleDouble(0)) { $0 + $1.0 * $1.1 }
        let q = zip(w, g).reduce(DoubleDouble(0)) { $0 + $1.0 * $1.1 }
        sum = sum + joint * (joint / (p * q)).logarithm
      }
    }
    return sum / (mass * mass)
  }

  @Test func `the information and its error, by thirty digits`() throws {
    var generator = CounterBasedGenerator(key: 16)
    let count = ProcessInfo.processInfo.environment["CERTIFICATE_TRUTH"].flatMap { Int($0) } ?? 3
    for _ in 0..<count {
      let components = generator.integer(in: 2...3)
      let separation = pow(10, generator.uniform(in: -1...0.7))
      let mixture = try GaussianMixture(
        weights: TestMixtures.weights(components, using: &generator),
        means: separation * Matrix.normal(rows: 1, columns: components, using: &generator),
        covariances: .tied(Matrix(rowVectors: [[generator.uniform(in: 0.5...2)]])))
      let pairs = try mixture.pairs(bias: generator.uniform())
      let exact = exactly(mixture, coupling: pairs.coupling)
      for target in [1e-13, 1e-6, 1e-2] {
        let found = try pairs.mutualInformation(target: target)
        let error = abs((DoubleDouble(found.value) - exact).high)
        #expect(error <= found.budget.total, "\(found) for \(exact.high), \(target)")
        // Neither what the rule leaves out nor rounding is told by far too much.
        #expect(found.budget.total < 1e3 * max(target, 1e-15) * (1 + separation * separation), "\(found)")
      }
    }
  }

  @Test func `four dimensions: δ² tr(B²)/2 where the means are near each other`() throws {
    for size in [0.2, 0.1] {
      let mixture = try GaussianMixture(
        weights: [0.5, 0.3, 0.2], means: size * Matrix(rowVectors: [[1, -1, 0.5], [0, 1, -1]]),
        covariances: .tied(.identity(2)))
      let information = try mixture.pairs(bias: 0.7).mutualInformation()
      let between = mixture.betweenClassCovariance
      let leading = 0.49 * between.inner(between) / 2
      #expect(information.budget.total < 0.1 * leading)
      #expect(abs(information.value / leading - 1) < 2 * size * size)
    }
  }
}

@Suite struct `Values of InfoNCE with their error` {
  @Test func `agree with the loss itself, off and at the minimum`() throws {
    let mixture = try TestMixtures.shared(2, d: 5, components: 3)
    let loss = try InfoNCE(mixture.pairs(bias: 0.7))
    let factor = try Cholesky(of: mixture.withinClassCovariance).factor
    var generator = CounterBasedGenerator(key: 2)
    for _ in 0..<5 {
      let b = 0.3 * Matrix.normal(rows: 2, columns: 5, using: &generator)
      let encoder = try Cholesky(of: mixture.withinClassCovariance).solveTransposedLower(b.transposed)
        .transposed
      let value = try loss.value(atWhitened: b.gram)
      #expect(abs(value.value - (try loss.value(encoder))) <= value.budget.total + 1e-13)
      #expect((encoder * factor - b).frobeniusNorm < 1e-12)
    }
    let minimizer = try loss.minimizer(rank: 3)
    let least = try loss.minimumValue(minimizer)
    #expect(abs(least.value - minimizer.value) < 1e-12)
    #expect(least.budget.total < 1e-10)
    // A point that is not the minimum is above it by no more than its own budget says.
    let poor = try loss.minimizer(rank: 1)
    let bound = try loss.minimumValue(poor)
    #expect(bound.value - least.value <= bound.budget.total)
    #expect(bound.value - least.value > 1e-9)
  }
}
