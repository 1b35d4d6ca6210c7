import Evidence
import Foundation
import LinearAlgebra
import RandomNumbers
import Testing

@testable import ContrastiveTheory

/// ½ |Bᵀ B − T|² for a symmetric target T: no mixture stands behind it. Its minimiser over r rows is the best
/// positive semidefinite approximation of rank r.
private struct Approximation: EncoderLoss {
  let target: Matrix
  var dimension: Int { target.rows }
  func evaluate(_ encoder: Matrix) throws -> (value: Double, gradient: Matrix) {
    let residual = encoder.gram - target
    return (residual.inner(residual) / 2, 2 * (encoder * residual))
  }
}

/// The same loss in all d coordinates: nothing is known of a smaller space.
private struct Everywhere: WhitenedLoss {
  let loss: SharedCovarianceInfoNCE
  var dimension: Int { loss.dimension }
  func evaluate(_ encoder: Matrix) throws -> (value: Double, gradient: Matrix) { try loss.evaluate(encoder) }
  func gramGradient(at encoder: Matrix) throws -> GramGradient { try loss.gramGradient(at: encoder) }
  func refined(at encoder: Matrix) throws -> (loss: Self, integrationError: Double) {
    let refined = try loss.refined(at: encoder)
    return (Self(loss: refined.loss), refined.integrationError)
  }
  func targeting(_ target: Double) -> Self { Self(loss: loss.targeting(target)) }
}

@Suite struct `Trust-region Newton` {
  @Test func `minimises a loss that has no mixture behind it`() throws {
    var generator = CounterBasedGenerator(key: 1)
    for rank in 1...5 {
      let spectrum = [3, 2, 1, -1, -2.0]
      let loss = Approximation(target: .symmetric(spectrum: spectrum, using: &generator))
      let result = try TrustRegionNewton().minimize(
        loss, from: 0.1 * Matrix.normal(rows: rank, columns: 5, using: &generator))
      let left = spectrum.sorted(by: >).dropFirst(min(rank, 3)).reduce(0) { $0 + $1 * $1 / 2 }
      #expect(abs(result.value - left) < 1e-10, "rank \(rank): \(result.value) for \(left)")
    }
  }

  @Test func `converges quadratically, spare rows or not`() throws {
    for spare in [0, 3] {
      let mixture = try TestMixtures.shared(11, d: 8, components: 3).centred
      let found = try InfoNCE(mixture.pairs(bias: 0.8)).minimizer(rank: 2 + spare)
      // Six digits in at most three steps; a factor 2/3 a step would need 34.
      let late = found.gradientNorms.filter { $0 > 1e-11 && $0 < 1e-5 }
      #expect(late.count <= 3, "\(found.gradientNorms)")
      #expect(found.gradientNorm < 1e-11)
    }
  }

  @Test func `rows that start at zero stay at zero without the escape, and leave the saddle with it`() throws
  {
    let mixture = try TestMixtures.shared(12, d: 6, components: 3).centred
    let loss = try InfoNCE(mixture.pairs(bias: 0.9))
    var generator = CounterBasedGenerator(key: 2)
    let row = 0.2 * Matrix.normal(rows: 1, columns: 6, using: &generator)
    let start = Matrix(rows: 2, columns: 6) { i, j in i == 0 ? row[0, j] : 0 }
    let saddle = try loss.minimizer(rank: 2, start: start, solver: TrustRegionNewton(escapesSaddles: false))
    let minimum = try loss.minimizer(rank: 2, start: start)
    #expect(saddle.gradientNorm < 1e-10)
    #expect(minimum.value < saddle.value - 1e-3)
    #expect(minimum.certificate.distance < 1e-9)
  }

  /// Another path would end at another rotation of the same Gram matrix.
  @Test(arguments: 0..<5 as Range<UInt64>)
  func `a descent in all coordinates ends at the same encoder as in the span of start and means`(key: UInt64)
    throws
  {
    let (d, k) = (15, 3 + Int(key % 2))
    let loss = try InfoNCE(TestMixtures.shared(key, d: d, components: k).centred.pairs(bias: 0.8))
    let whitened = try #require(loss.whitened as? SharedCovarianceInfoNCE)
    var generator = CounterBasedGenerator(key: key, stream: 1)
    let start = 0.1 * Matrix.normal(rows: k - 1, columns: d, using: &generator)
    #expect(try whitened.restricted(toSpaceOf: start)?.basis.columns == 2 * k - 1)
    func minimizer(of whitened: some WhitenedLoss) throws -> Minimizer {
      try Minimizer(
        whitened, modulus: loss.modulus, lipschitz: loss.lipschitz, pull: loss.pull,
        whitening: loss.whitening,
        solver: TrustRegionNewton(), start: start, rank: k - 1)
    }
    let restricted = try minimizer(of: whitened)
    let free = try minimizer(of: Everywhere(loss: whitened))
    let difference = (restricted.encoder - free.encoder).frobeniusNorm
    #expect(difference < 1e-6 * free.encoder.frobeniusNorm, "\(difference)")
  }

  @Test func `the fixtures of T16 come out to all printed digits`() throws {
    let mixture = try GaussianMixture(
      weights: [0.76, 0.23, 0.01], means: Matrix(columnVectors: [[0, 0], [1, -3], [-6, 9]]),
      covariances: .tied(.identity(2))
    ).centred
    let found = try InfoNCE(mixture.pairs(bias: 0.5)).minimizer(rank: 2)
    let eigen = try SymmetricEigen(of: found.whitenedGram).values
    let gradient = try SymmetricEigen(of: found.whitenedGramGradient).values
    // Half a unit of the last printed digit, and what the certificate leaves open; 198.7 is the Lipschitz constant.
    let distance = found.certificate.distance
    #expect(abs(eigen[1] - 0.0613747967) < 0.5e-10 + distance && abs(eigen[0]) <= distance)
    #expect(abs(gradient[1] - 0.00649442327) < 0.5e-11 + 198.7 * distance)
    #expect(abs(found.value - -0.0442983776156) < 0.5e-13 + distance)
  }
}

@Suite struct Certificates {
  @Test func `no feasible point is better than the certificate allows`() throws {
    var generator = CounterBasedGenerator(key: 6)
    for key in 0..<10 {
      let mixture = try TestMixtures.shared(UInt64(key + 20), d: 4, components: 3).centred
      let loss = try InfoNCE(mixture.pairs(bias: 0.7))
      let reference = try loss.minimizer(rank: 4)
      // A solver that stops early, at a random place: its certificate must still cover the distance to the optimum.
      var early = TrustRegionNewton()
      early.stepLimit = key % 4
      let start = 0.3 * Matrix.normal(rows: 4, columns: 4, using: &generator)
      let stopped = try loss.minimizer(rank: 4, start: start, solver: early)
      let distance = (stopped.whitenedGram - reference.whitenedGram).frobeniusNorm
      #expect(distance <= stopped.certificate.distance + reference.certificate.distance)
      #expect(reference.certificate.distance < 1e-9)
    }
  }

  /// A line is spanned at any positive bias (T13).
  @Test func `an early stop leaves open whether a Fisher line is spanned, or says that it is`() throws {
    var open = 0
    for key in 0..<10 as Range<UInt64> {
      let mixture = try TestMixtures.shared(key + 40, d: 4, components: 2).centred
      let fisher = try mixture.fisherSubspace
      for stepLimit in 0..<4 {
        var early = TrustRegionNewton()
        early.stepLimit = stepLimit
        let stopped = try InfoNCE(mixture.pairs(bias: 0.3)).minimizer(rank: 2, solver: early)
        let verdict = try stopped.spanning(of: fisher, contained: stopped.containment(in: fisher))
        #expect(verdict.outcome != .refuted, "\(verdict)")
        open += verdict.outcome == .inconclusive ? 1 : 0
      }
    }
    #expect(open > 0)
  }

  @Test func `unequal covariances are certified with their own modulus`() throws {
    for key in 0..<4 {
      let mixture = try TestMixtures.unequal(UInt64(key), d: 3, components: 2).centred
      let found = try InfoNCE(mixture.pairs(bias: 0.9)).minimizer(rank: 3)
      #expect(found.certificate.modulus > 0 && found.certificate.modulus < 1)
      #expect(found.certificate.distance < 1e-9)
    }
  }
}
