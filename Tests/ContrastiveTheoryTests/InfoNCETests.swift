import ContrastiveTheory
import Foundation
import LinearAlgebra
import RandomNumbers
import Testing

@Suite struct `Population InfoNCE` {
  /// The loss by its definition: x drawn from the mixture on a fine Gauss-Hermite-free grid is not possible in d
  /// dimensions, so the definition is sampled, and the exact value must lie within the sampling error.
  @Test func `the exact value agrees with the definition on samples`() throws {
    for (key, mixture) in [
      (1, try TestMixtures.shared(1, d: 3, components: 3)),
      (2, try TestMixtures.unequal(2, d: 3, components: 2)),
    ] {
      var generator = CounterBasedGenerator(key: UInt64(key), stream: 7)
      let pairs = try mixture.pairs(bias: 0.7)
      let encoder = 0.5 * Matrix.normal(rows: 2, columns: 3, using: &generator)
      let exact = try InfoNCE(pairs).value(encoder)

      let factors = try (0..<mixture.componentCount).map {
        try Cholesky(of: mixture.covariance(of: $0)).factor
      }
      func draw(_ k: Int) -> Matrix {
        let noise = factors[k] * Matrix.normal(rows: 3, columns: 1, using: &generator)
        return encoder * (mixture.means.columns(k..<(k + 1)) + noise)
      }
      func component(_ probabilities: [Double]) -> Int {
        var u = generator.uniform()
        for (k, p) in probabilities.enumerated() {
          u -= p
          if u < 0 { return k }
        }
        return probabilities.count - 1
      }
      // log E_y exp⟨t, A y⟩ is a sum over components in closed form; only x and x′ are sampled.
      let count = 40_000
      var sum = 0.0
      var squares = 0.0
      for _ in 0..<count {
        let k = component(mixture.weights)
        let l = component(pairs.coupling.row(k).map { $0 / mixture.weights[k] })
        let (t, other) = (draw(k), draw(l))
        var expectation = 0.0
        for m in 0..<mixture.componentCount {
          let mean = encoder * mixture.means.columns(m..<(m + 1))
          let variance = (encoder * mixture.covariance(of: m)).timesTranspose(encoder)
          expectation += mixture.weights[m] * exp(t.inner(mean) + t.inner(variance * t) / 2)
        }
        let term = -t.inner(other) + log(expectation)
        sum += term
        squares += term * term
      }
      let mean = sum / Double(count)
      let error = ((squares / Double(count) - mean * mean) / Double(count)).squareRoot()
      // Six standard errors: a false alarm of 2e-9.
      #expect(abs(mean - exact) < 6 * error, "sampled \(mean) ± \(error), exact \(exact)")
    }
  }

  @Test func `both routes of integration agree within their errors`() throws {
    var generator = CounterBasedGenerator(key: 3)
    for key in 0..<12 {
      let mixture = try TestMixtures.shared(UInt64(key), d: 2 + key % 4, components: 2 + key % 3)
      let pairs = try mixture.pairs(bias: 0.2 * Double(key % 6))
      let encoder = 0.4 * Matrix.normal(rows: 1 + key % 3, columns: mixture.dimension, using: &generator)
      let scores = try InfoNCE(pairs, route: .scores)
      let coordinates = try InfoNCE(pairs, route: .coordinates)
      let difference = try scores.gradient(encoder) - coordinates.gradient(encoder)
      #expect(abs(try scores.value(encoder) - coordinates.value(encoder)) < 1e-10)
      #expect(difference.frobeniusNorm < 1e-9 * (1 + (try scores.gradient(encoder)).frobeniusNorm))
    }
  }

  @Test func `gradients have an error of second order`() throws {
    var generator = CounterBasedGenerator(key: 4)
    for key in 0..<8 {
      let d = 2 + key % 3
      let mixture =
        key % 2 == 0
        ? try TestMixtures.shared(UInt64(key), d: d, components: 3, condition: 10)
        : try TestMixtures.unequal(UInt64(key), d: d, components: 3)
      let loss = try InfoNCE(mixture.pairs(bias: 0.6))
      let point = 0.4 * Matrix.normal(rows: 2, columns: d, using: &generator)
      let raw = Matrix.normal(rows: 2, columns: d, using: &generator)
      let slope = try slopeOfError(
        at: point, along: (1 / raw.frobeniusNorm) * raw, value: loss.value, gradient: loss.gradient)
      #expect(abs(slope - 2) < 0.2, "slope \(slope)")
    }
  }

  @Test func `one component has no information: the minimiser is zero`() throws {
    let mixture = try GaussianMixture(
      weights: [1], means: Matrix(columnVectors: [[3, 4]]), covariances: .tied(.identity(2)))
    let minimizer = try InfoNCE(mixture.centred.pairs(bias: 1)).minimizer(rank: 2)
    #expect(minimizer.whitenedGram.frobeniusNorm <= minimizer.certificate.distance)
    #expect(minimizer.certificate.distance < 1e-9)
  }

  @Test func `one dimension, coincident means and zero bias are no special cases`() throws {
    let line = try GaussianMixture(
      weights: [0.5, 0.5], means: Matrix(rowVectors: [[-2, 2]]), covariances: .tied(.identity(1)))
    let found = try InfoNCE(line.pairs(bias: 1)).minimizer(rank: 1)
    #expect(
      try found.spanning(of: line.fisherSubspace, contained: found.containment(in: line.fisherSubspace))
        .outcome == .holds)

    let coincident = try GaussianMixture(
      weights: [0.3, 0.3, 0.4], means: Matrix(columnVectors: [[1, 0], [1, 0], [-1.5, 0]]),
      covariances: .tied(.identity(2))
    ).centred
    #expect(try coincident.fisherSubspace.dimension == 1)
    let merged = try InfoNCE(coincident.pairs(bias: 0.5)).minimizer(rank: 3)
    #expect(try merged.containment(in: coincident.fisherSubspace).outcome == .holds)

    let blind = try InfoNCE(line.pairs(bias: 0)).minimizer(rank: 1)
    #expect(blind.whitenedGram.frobeniusNorm <= blind.certificate.distance)
  }

  @Test func `huge and tiny units change nothing`() throws {
    let mixture = try TestMixtures.shared(9, d: 3, components: 3).centred
    let reference = try InfoNCE(mixture.pairs(bias: 0.8)).minimizer(rank: 2)
    for scale in [1e-100, 1e100] {
      let scaled = try mixture.mapped(by: .diagonal([scale, scale, scale]))
      let found = try InfoNCE(scaled.pairs(bias: 0.8)).minimizer(rank: 2)
      #expect(
        (found.whitenedGram - reference.whitenedGram).frobeniusNorm
          <= found.certificate.distance + reference.certificate.distance)
    }
  }
}

@Suite struct `InfoNCE with any coupling` {
  /// A coupling that prefers the next component of a cycle, and is no mixture of diag(w) and w wᵀ.
  private func pairs(_ key: Int, shared: Bool) throws -> AugmentedPairs {
    let base =
      shared
      ? try TestMixtures.shared(UInt64(key), d: 3, components: 3, condition: 10)
      : try TestMixtures.unequal(UInt64(key), d: 3, components: 3)
    let third = 1.0 / 3
    let mixture = try GaussianMixture(
      weights: [third, third, third], means: base.means, covariances: base.covariances
    ).centred
    let coupling = Matrix(rowVectors: [[0.05, 0.2, 0.25], [0.2, 0.1, 0.1], [0.25, 0.1, 0.05]])
    let sums = (0..<3).map { coupling.row($0).reduce(0, +) }
    let rest = Matrix.diagonal(sums.map { 0.5 - $0 })
    let scale = 1 / (coupling + rest).storage.reduce(0, +)
    return try AugmentedPairs(mixture: mixture, coupling: scale * (coupling + rest))
  }

  @Test func `both routes of integration agree within their errors`() throws {
    var generator = CounterBasedGenerator(key: 31)
    for key in 0..<4 {
      let pairs = try pairs(key, shared: true)
      let encoder = 0.4 * Matrix.normal(rows: 2, columns: 3, using: &generator)
      let scores = try InfoNCE(pairs, route: .scores)
      let coordinates = try InfoNCE(pairs, route: .coordinates)
      let gradient = try scores.gradient(encoder)
      #expect(abs(try scores.value(encoder) - coordinates.value(encoder)) < 1e-10)
      #expect(
        (gradient - (try coordinates.gradient(encoder))).frobeniusNorm < 1e-9 * (1 + gradient.frobeniusNorm))
      // The loss is affine in the coupling: π − w wᵀ only moves −tr(G C).
      let independent = try pairs.mixture.pairs(bias: 0)
      let moment = (pairs.mixture.means * (pairs.coupling - independent.coupling)).timesTranspose(
        pairs.mixture.means)
      let expected = try InfoNCE(independent).value(encoder) - encoder.gram.inner(moment)
      #expect(abs(try scores.value(encoder) - expected) < 1e-11)
    }
  }

  @Test func `gradients have an error of second order`() throws {
    var generator = CounterBasedGenerator(key: 32)
    for shared in [true, false] {
      let loss = try InfoNCE(pairs(5, shared: shared))
      let point = 0.4 * Matrix.normal(rows: 2, columns: 3, using: &generator)
      let raw = Matrix.normal(rows: 2, columns: 3, using: &generator)
      let slope = try slopeOfError(
        at: point, along: (1 / raw.frobeniusNorm) * raw, value: loss.value, gradient: loss.gradient)
      #expect(abs(slope - 2) < 0.2, "slope \(slope)")
    }
  }

  @Test func `the minimisers of both routes agree within their certificates`() throws {
    let pairs = try pairs(6, shared: true)
    let found = try [InfoNCE.Route.scores, .coordinates].map {
      try InfoNCE(pairs, route: $0).minimizer(rank: 3)
    }
    let distances = found.map(\.certificate.distance)
    #expect((found[0].whitenedGram - found[1].whitenedGram).frobeniusNorm <= distances[0] + distances[1])
    #expect(distances[0] < 1e-9 && distances[1] < 1e-7)
  }
}
