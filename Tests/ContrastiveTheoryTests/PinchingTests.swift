import Evidence
import Foundation
import LinearAlgebra
import RandomNumbers
import Testing

@testable import ContrastiveTheory

extension Pinching {
  /// "The loss of the projected encoder is at most the mean over the noise outside."
  fileprivate func verdict(_ loss: ScoreLoss, at points: Matrix, means: Matrix, skew: Double = 1) -> Verdict {
    let (projected, mean) = losses(
      loss, at: points, means: means, probabilities: [skew / (1 + skew), 1 / (1 + skew)])
    return .atMost(projected, mean, scale: max(projected.value, mean.value, 1))
  }
}

@Suite struct `Pinching of encoders` {
  private func mixture(_ key: UInt64) throws -> GaussianMixture {
    try TestMixtures.shared(key, d: 5, components: 3).centred
  }

  private func draw(
    _ count: Int, _ mixture: GaussianMixture, using generator: inout CounterBasedGenerator
  ) throws -> (points: Matrix, means: Matrix) {
    let (points, components) = try mixture.sample(count, using: &generator)
    return (points, Matrix(columnVectors: components.map { mixture.means.column($0) }))
  }

  @Test func `the losses and their errors, by thirty digits`() throws {
    var generator = CounterBasedGenerator(key: 9)
    let count = ProcessInfo.processInfo.environment["CERTIFICATE_TRUTH"].flatMap { Int($0) } ?? 4
    for key in 0..<UInt64(count) {
      let mixture = try mixture(key)
      let root = DoubleDoubleMatrix(mixture.withinClassCovariance).lowerFactor
      let size = pow(10, generator.uniform(in: -1...1))
      let encoder = size * Matrix.normal(rows: 2, columns: 5, using: &generator)
      let (points, means) = try draw(4, mixture, using: &generator)
      // P = Q Qᵀ x by elimination: F's image under Lᵀ is the span of the whitened means.
      let whitenedMeans = root.solving(mixture.centred.exactMeans)
      let span = whitenedMeans.columns(0..<2)
      func inside(_ x: DoubleDoubleMatrix) -> DoubleDoubleMatrix {
        span * (span.transposed * span).solving(span.transposed * x)
      }
      let b = DoubleDoubleMatrix(encoder) * root
      let x = root.solving(DoubleDoubleMatrix(points))
      func loss(_ signs: Int) -> DoubleDouble {
        var outputs = b * inside(x)
        let noise = b * (x - inside(x))
        for j in 0..<4 {
          for i in 0..<2 {
            let part = noise[i, j]
            outputs[i, j] = outputs[i, j] + (signs < 0 ? DoubleDouble(0) : signs >> j & 1 == 0 ? part : -part)
          }
        }
        let scores = outputs.columns(0..<1).transposed * outputs.columns(1..<4)
        let sum = (0..<3).reduce(DoubleDouble(0)) { $0 + (scores[0, $1] - scores[0, 0]).exponential }
        return sum.logarithm
      }
      let mean = (0..<16).reduce(DoubleDouble(0)) { $0 + loss($1) } * DoubleDouble(0x1p-4)
      let pinching = try Pinching(
        encoder, onto: mixture.fisherSubspace, covariance: mixture.withinClassCovariance)
      let found = pinching.losses(.infoNCE, at: points, means: means)
      for (estimate, exact) in [(found.projected, loss(-1)), (found.mean, mean)] {
        let error = abs((DoubleDouble(estimate.value) - exact).high)
        #expect(error <= estimate.budget.total, "\(key): \(estimate) for \(exact.high)")
      }
    }
  }

  @Test func `the projected encoder is A Σ^½ Q Σ^−½, by symmetric roots`() throws {
    let mixture = try mixture(1)
    var generator = CounterBasedGenerator(key: 1)
    let encoder = Matrix.normal(rows: 2, columns: 5, using: &generator)
    let eigen = try SymmetricEigen(of: mixture.withinClassCovariance)
    let (root, inverse) = (eigen.map { $0.squareRoot() }, eigen.map { 1 / $0.squareRoot() })
    let whitened = try Subspace(spannedBy: inverse * mixture.means, tolerance: 1e-10)
    let expected = encoder * root * whitened.projector * inverse
    let pinching = try Pinching(
      encoder, onto: mixture.fisherSubspace, covariance: mixture.withinClassCovariance)
    #expect((pinching.projected - expected).frobeniusNorm < 1e-10 * expected.frobeniusNorm)
  }

  @Test func `the mean over the noise is not below the projected loss, for every loss and skew`() throws {
    var generator = CounterBasedGenerator(key: 2)
    var strict = 0
    for key in 0..<10 {
      let mixture = try mixture(UInt64(key))
      let factor = try Cholesky(of: mixture.withinClassCovariance)
      let raw = Matrix.normal(rows: 3, columns: 5, using: &generator)
      let encoder = 0.5 * factor.solveTransposedLower(raw.transposed).transposed
      let pinching = try Pinching(
        encoder, onto: mixture.fisherSubspace, covariance: mixture.withinClassCovariance)
      let (points, means) = try draw(3 + key % 4, mixture, using: &generator)
      for loss in ScoreLoss.convex {
        for skew in [1.0, 3] {
          let verdict = pinching.verdict(loss, at: points, means: means, skew: skew)
          #expect(verdict.outcome == .holds, "\(loss), skew \(skew): \(verdict)")
          if verdict.margin ?? 0 > 0.01 { strict += 1 }
        }
      }
    }
    // Where the hinge is not active on either side both sides may be equal; elsewhere Jensen is strict.
    #expect(strict > 30)
  }

  @Test func `where the loss is linear in the scores nothing changes: the noise has mean zero`() throws {
    let mixture = try mixture(3)
    var generator = CounterBasedGenerator(key: 3)
    // So small that the hinge is active for every sign.
    let encoder = 0.01 * Matrix.normal(rows: 2, columns: 5, using: &generator)
    let pinching = try Pinching(
      encoder, onto: mixture.fisherSubspace, covariance: mixture.withinClassCovariance)
    let (points, means) = try draw(3, mixture, using: &generator)
    for skew in [1.0, 2.5] {
      let verdict = pinching.verdict(.hinge, at: points, means: means, skew: skew)
      #expect(abs(verdict.difference.value) < 1e-13, "\(verdict)")
    }
    // Without the projection the loss at the points themselves differs.
    let outputs = encoder * points
    let scores = outputs.columns(0..<1).transposeTimes(outputs.columns(1..<3)).storage
    let own = ScoreLoss.hinge.value(positive: scores[0], negatives: [scores[1]])
    #expect(abs(own - pinching.losses(.hinge, at: points, means: means).0.value) > 1e-6)
  }

  @Test func `where the loss is linear in the scores, neither do three values`() throws {
    let mixture = try mixture(3)
    var generator = CounterBasedGenerator(key: 7)
    // So small that the hinge is active for all values.
    let encoder = 0.01 * Matrix.normal(rows: 2, columns: 5, using: &generator)
    let pinching = try Pinching(
      encoder, onto: mixture.fisherSubspace, covariance: mixture.withinClassCovariance)
    let (points, means) = try draw(3, mixture, using: &generator)
    let other = means + 0.7 * Matrix.normal(rows: 5, columns: 3, using: &generator)
    let (projected, mean) = pinching.losses(
      .hinge, at: points, means: means, others: [other], probabilities: [0.2, 0.5, 0.3])
    #expect(abs(projected.value - mean.value) < 1e-13)
    let convex = pinching.losses(
      .logistic, at: 40 * points, means: 40 * means, others: [40 * other], probabilities: [0.2, 0.5, 0.3])
    #expect(convex.mean.value > convex.projected.value + 1e-3)
  }

  @Test func `means outside the subspace break it`() throws {
    var generator = CounterBasedGenerator(key: 5)
    var refuted = 0
    for key in 0..<20 {
      let mixture = try mixture(UInt64(key))
      let moved = try mixture.mapped(by: .identity(5), shift: (0..<5).map { _ in generator.normal() })
      let encoder = 0.3 * Matrix.normal(rows: 2, columns: 5, using: &generator)
      let pinching = try Pinching(
        encoder, onto: mixture.fisherSubspace, covariance: mixture.withinClassCovariance)
      let (points, means) = try draw(4, moved, using: &generator)
      if pinching.verdict(.infoNCE, at: points, means: means).outcome == .refuted { refuted += 1 }
    }
    #expect(refuted > 0)
  }

  @Test func `population InfoNCE does not rise, but by a Euclidean projection it can`() throws {
    var generator = CounterBasedGenerator(key: 4)
    var rises = 0
    for key in 0..<20 {
      let mixture = try mixture(UInt64(key))
      let loss = try InfoNCE(mixture.pairs(bias: 0.8))
      let factor = try Cholesky(of: mixture.withinClassCovariance)
      let raw = Matrix.normal(rows: 2, columns: 5, using: &generator)
      let encoder = 0.3 * factor.solveTransposedLower(raw.transposed).transposed
      let fisher = try mixture.fisherSubspace
      let pinched = try Pinching(encoder, onto: fisher, covariance: mixture.withinClassCovariance).projected
      let value = try loss.value(encoder)
      #expect(try loss.value(pinched) <= value + 1e-12)
      if try loss.value(encoder * fisher.projector) > value + 1e-6 { rises += 1 }
    }
    #expect(rises > 0)
  }

  @Test func `a positive with the anchor's noise gains the square of it`() throws {
    let mixture = try mixture(6)
    var generator = CounterBasedGenerator(key: 6)
    // So small that the hinge is active for every sign, and linear.
    let encoder = 0.01 * Matrix.normal(rows: 2, columns: 5, using: &generator)
    let fisher = try mixture.fisherSubspace
    let pinching = try Pinching(encoder, onto: fisher, covariance: mixture.withinClassCovariance)
    let (points, means) = try draw(3, mixture, using: &generator)
    let own = pinching.losses(.hinge, at: points, means: means)
    let shared = pinching.losses(.hinge, at: points, means: means, pairSharesNoise: true)
    #expect(shared.projected.value == own.projected.value)
    let noise = (encoder - pinching.projected) * points.columns(0..<1)
    #expect(abs(own.mean.value - shared.mean.value - noise.inner(noise)) < 1e-13)
  }

  @Test func `losses of scores by their definitions`() {
    let (positive, negatives) = (0.7, [-0.2, 1.1])
    let sum = exp(0.7) + exp(-0.2) + exp(1.1)
    #expect(
      abs(ScoreLoss.infoNCE.value(positive: positive, negatives: negatives) - log(sum / exp(0.7))) < 1e-15)
    #expect(abs(ScoreLoss.hinge.value(positive: positive, negatives: negatives) - 1.4) < 1e-15)
    let logistic = log(1 + exp(-0.7)) + (log(1 + exp(-0.2)) + log(1 + exp(1.1))) / 2
    #expect(abs(ScoreLoss.logistic.value(positive: positive, negatives: negatives) - logistic) < 1e-15)
    let sigmoid = 1 / (1 + exp(0.7 - 1.1))
    #expect(abs(ScoreLoss.sigmoid.value(positive: positive, negatives: negatives) - sigmoid) < 1e-15)
    #expect(ScoreLoss.sigmoid.value(positive: -800, negatives: [800]) == 1)
    for loss in ScoreLoss.convex {
      #expect(loss.value(positive: -800, negatives: [800]).isFinite)
      #expect(loss.value(positive: 800, negatives: [-800]) == 0)
    }
  }
}
