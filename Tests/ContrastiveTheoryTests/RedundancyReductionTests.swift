import ContrastiveTheory
import Evidence
import Foundation
import LinearAlgebra
import RandomNumbers
import Testing

@Suite struct `VICReg and Barlow Twins` {
  private func pairs(_ key: UInt64, bias: Double = 0.8) throws -> AugmentedPairs {
    try TestMixtures.shared(key, d: 4, components: 3, condition: 10).centred.pairs(bias: bias)
  }

  @Test func `values by their definitions on samples of outputs`() throws {
    let mixture = try TestMixtures.shared(1, d: 3, components: 3, condition: 4)
    let pairs = try mixture.pairs(bias: 1)
    var generator = CounterBasedGenerator(key: 1)
    let encoder = 0.3 * Matrix.normal(rows: 2, columns: 3, using: &generator)
    let count = 200_000
    let (points, components) = try mixture.sample(count, using: &generator)
    // With bias 1 the partner is another draw of the same component.
    let noise =
      try Cholesky(of: mixture.withinClassCovariance).factor
      * Matrix.normal(rows: 3, columns: count, using: &generator)
    let partners = Matrix(rows: 3, columns: count) { mixture.means[$0, components[$1]] + noise[$0, $1] }
    func centred(_ outputs: Matrix) -> Matrix {
      let means = (0..<2).map { outputs.row($0).reduce(0, +) / Double(count) }
      return Matrix(rows: 2, columns: count) { outputs[$0, $1] - means[$0] }
    }
    let (z, other) = (centred(encoder * points), centred(encoder * partners))
    let share = 1 / Double(count)
    let (covariance, cross) = (share * z.timesTranspose(z), share * z.timesTranspose(other))
    let difference = z - other
    let hinge = covariance.diagonal.reduce(0) { $0 + max(0, 1 - ($1 + 1e-4).squareRoot()) }
    let sampledVICReg =
      3 * share * difference.inner(difference) + 2 * (7 * hinge + 5 * 2 * pow(covariance[0, 1], 2)) / 2
    let deviations = covariance.diagonal.map { $0.squareRoot() }
    let correlations = Matrix(rows: 2, columns: 2) { cross[$0, $1] / deviations[$0] / deviations[$1] }
    let sampledTwins =
      pow(1 - correlations[0, 0], 2) + pow(1 - correlations[1, 1], 2)
      + 0.3 * (pow(correlations[0, 1], 2) + pow(correlations[1, 0], 2))
    let exact = (
      VICReg(pairs, invariance: 3, variance: 7, covariance: 5).value(encoder),
      BarlowTwins(pairs, redundancy: 0.3).value(encoder)
    )
    // Second moments of n samples are off by a few of √(2/n) = .003, relatively.
    #expect(abs(sampledVICReg / exact.0 - 1) < 0.02, "\(sampledVICReg) for \(exact.0)")
    #expect(abs(sampledTwins / exact.1 - 1) < 0.02, "\(sampledTwins) for \(exact.1)")
  }

  @Test func `gradients have an error of second order`() throws {
    var generator = CounterBasedGenerator(key: 2)
    let pairs = try pairs(2)
    let losses: [any RedundancyReduction] = [
      VICReg(pairs, invariance: 1, variance: 2, covariance: 3), BarlowTwins(pairs, redundancy: 0.5),
    ]
    for loss in losses {
      let point = 0.15 * Matrix.normal(rows: 2, columns: 4, using: &generator)
      let raw = Matrix.normal(rows: 2, columns: 4, using: &generator)
      let slope = slopeOfError(
        at: point, along: (0.05 / raw.frobeniusNorm) * raw, value: { loss.value($0) },
        gradient: { loss.gradient($0) })
      #expect(abs(slope - 2) < 0.2, "\(loss): slope \(slope)")
    }
  }

  /// The best of five descents from random starts.
  private func minimizer(of loss: any RedundancyReduction) throws -> StationaryEncoder {
    var generator = CounterBasedGenerator(key: 10)
    let ends = try (0..<5).map { _ in
      try loss.minimizer(from: 0.5 * Matrix.normal(rows: 2, columns: 4, using: &generator))
    }
    return try #require(ends.min { $0.value < $1.value })
  }

  /// The row space as far as it stands above what a gradient of 1e-6 leaves, and its angle to F.
  private func rowSpace(
    _ loss: any RedundancyReduction, _ name: String
  ) throws -> (dimension: Int, angle: Double) {
    let found = try minimizer(of: loss)
    #expect(found.gradientNorm < 1e-6, "\(name)")
    let rows = try Subspace(spannedBy: found.encoder.transposed, tolerance: 1e-3)
    return (rows.dimension, try #require(try rows.largestAngle(to: loss.pairs.mixture.fisherSubspace)).value)
  }

  @Test func `descent ends at a stationary point in F, where r = q; a weak penalty loses a direction of it`()
    throws
  {
    for key in 0..<3 {
      let pairs = try pairs(UInt64(3 + key))
      let strong = try rowSpace(BarlowTwins(pairs, redundancy: 2), "redundancy 2")
      #expect(strong.dimension == 2 && strong.angle < 1e-5, "\(strong)")
      let weak = try rowSpace(BarlowTwins(pairs), "redundancy .005")
      #expect(weak.dimension == 1 && weak.angle < 1e-5, "\(weak)")
      // A weak variance term keeps the outputs below the hinge's corner, where the loss is smooth.
      let free = try rowSpace(VICReg(pairs, invariance: 1, variance: 0.6, covariance: 50), "VICReg")
      #expect(free.dimension == 2 && free.angle < 1e-5, "\(free)")
    }
  }

  @Test func `a strong variance term makes VICReg its constrained form, up to the constant under the root`()
    throws
  {
    let pairs = try pairs(9)
    let loss = VICReg(pairs, invariance: 1, variance: 40, covariance: 400)
    let constrained = try SimSiam(pairs).minimizer(rank: 2, under: .whitenedOutputs)
    // Variances of 1 − 10⁻⁴ are at the corner.
    let corner = (1 - 1e-4).squareRoot() * constrained.encoder
    #expect(loss.value(corner) <= (try minimizer(of: loss).value) + 1e-9)
  }

  @Test func `descent under the constraint keeps it, and ends in F with the least loss of T44`() throws {
    var generator = CounterBasedGenerator(key: 11)
    for key in 0..<3 {
      let pairs = try pairs(UInt64(12 + key))
      let fisher = try pairs.mixture.fisherSubspace
      let best = try SimSiam(pairs).minimizer(rank: 2, under: .whitenedOutputs)
      let losses: [(loss: any RedundancyReduction, least: Double)] = [
        (VICReg(pairs, invariance: 1, variance: 0, covariance: 0), 4 + 2 * best.value),
        // At λ = 1 it is |I − R|², whatever the turn: the eigenvalues alone count.
        (
          BarlowTwins(pairs, redundancy: 1),
          try CanonicalCorrelations(of: pairs, dimension: 2).values.map { (1 - $0).squared }.sum.value
        ),
      ]
      for (loss, least) in losses {
        let found = try loss.whitenedMinimizer(from: .normal(rows: 2, columns: 4, using: &generator))
        let outputs = (found.encoder * pairs.mixture.totalCovariance).timesTranspose(found.encoder)
        #expect((outputs - .identity(2)).frobeniusNorm < 1e-12)
        #expect(abs(found.value - loss.value(found.encoder)) < 1e-12)
        #expect(abs(found.value - least) < 1e-12)
        #expect(found.rowSpace.error < 1e-7, "\(found.rowSpace.error)")
        #expect(try found.rowSpace.equality(with: fisher).outcome == .holds)
      }
    }
  }

  @Test func `no random encoder is better than the minimiser`() throws {
    var generator = CounterBasedGenerator(key: 7)
    let pairs = try pairs(8)
    let root = try Cholesky(of: pairs.mixture.totalCovariance)
    let losses: [any RedundancyReduction] = [VICReg(pairs), BarlowTwins(pairs)]
    for loss in losses {
      let found = try minimizer(of: loss)
      for _ in 0..<200 {
        let raw = Matrix.normal(rows: 2, columns: 4, using: &generator)
        let step = 0.5 * generator.uniform() * root.solveTransposedLower(raw.transposed).transposed
        #expect(loss.value(found.encoder + step) >= found.value - 1e-12)
      }
    }
  }
}
