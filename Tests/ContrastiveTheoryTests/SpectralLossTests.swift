import ContrastiveTheory
import Evidence
import Foundation
import LinearAlgebra
import RandomNumbers
import Testing

/// Losses of the second moments: closed forms against descent and against samples.
@Suite struct `Losses of second moments` {
  /// −2 E⟨Ax, Ax′⟩ + E⟨Ax, Ay⟩² and −E⟨Ax, Ax′⟩ on samples, six standard errors.
  @Test func `values agree with the definition on samples`() throws {
    let mixture = try TestMixtures.unequal(1, d: 3, components: 2)
    let pairs = try mixture.pairs(bias: 0.6)
    var generator = CounterBasedGenerator(key: 2)
    let encoder = 0.4 * Matrix.normal(rows: 2, columns: 3, using: &generator)
    let count = 60_000
    let (x, components) = try mixture.sample(count, using: &generator)
    let (fresh, _) = try mixture.sample(count, using: &generator)
    let factors = try (0..<2).map { try Cholesky(of: mixture.covariance(of: $0)).factor }
    var (alignment, squares) = ([Double](), [Double]())
    for n in 0..<count {
      let row = pairs.coupling.row(components[n])
      let other = generator.uniform() * (row[0] + row[1]) < row[0] ? 0 : 1
      let noise = factors[other] * Matrix.normal(rows: 3, columns: 1, using: &generator)
      let t = encoder * x.columns(n..<(n + 1))
      alignment.append(t.inner(encoder * (mixture.means.columns(other..<(other + 1)) + noise)))
      squares.append(pow(t.inner(encoder * fresh.columns(n..<(n + 1))), 2))
    }
    func check(_ terms: [Double], _ exact: Double) {
      let mean = terms.reduce(0, +) / Double(count)
      let variance = terms.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
      #expect(abs(mean - exact) < 6 * (variance / Double(count)).squareRoot(), "\(mean) for \(exact)")
    }
    check(alignment.map { -$0 }, SimSiam(pairs).value(encoder))
    check(zip(alignment, squares).map { $1 - 2 * $0 }, SpectralContrastive(pairs).value(encoder))
  }

  @Test func `gradients have an error of second order`() throws {
    var generator = CounterBasedGenerator(key: 3)
    let pairs = try TestMixtures.shared(3, d: 4, components: 3, condition: 10).pairs(bias: 0.5)
    let point = 0.3 * Matrix.normal(rows: 2, columns: 4, using: &generator)
    let raw = Matrix.normal(rows: 2, columns: 4, using: &generator)
    let direction = (1 / raw.frobeniusNorm) * raw
    let spectral = SpectralContrastive(pairs)
    let siamese = SimSiam(pairs)
    let slopes = [
      slopeOfError(at: point, along: direction, value: spectral.value, gradient: spectral.gradient),
      slopeOfError(at: point, along: direction, value: siamese.value, gradient: siamese.gradient),
    ]
    for slope in slopes { #expect(abs(slope - 2) < 0.2, "slope \(slope)") }
  }

  /// A descent that knows nothing of eigenproblems.
  private struct Descended: EncoderLoss {
    let loss: SpectralContrastive
    var dimension: Int { loss.pairs.mixture.dimension }
    func evaluate(_ encoder: Matrix) throws -> (value: Double, gradient: Matrix) {
      (loss.value(encoder), loss.gradient(encoder))
    }
  }

  @Test func `the spectral contrastive minimiser is where descent ends`() throws {
    var generator = CounterBasedGenerator(key: 4)
    for rank in 1...3 {
      let pairs = try TestMixtures.shared(5, d: 4, components: 3, condition: 5).centred.pairs(bias: 0.8)
      let loss = SpectralContrastive(pairs)
      let closed = try loss.minimizer(rank: rank)
      let start = 0.2 * Matrix.normal(rows: rank, columns: 4, using: &generator)
      let descended = try TrustRegionNewton().minimize(Descended(loss: loss), from: start)
      #expect(abs(closed.value - loss.value(closed.encoder)) < 1e-12)
      #expect(abs(closed.value - descended.value) < 1e-10)
      #expect((closed.gram - descended.encoder.gram).frobeniusNorm < 1e-5 * closed.gram.frobeniusNorm)
      if rank >= 2 {
        let unconstrained = try loss.unconstrainedGramEstimate.value.high.symmetricPart
        #expect((closed.gram - unconstrained).frobeniusNorm < 1e-11 * unconstrained.frobeniusNorm)
      }
    }
  }

  @Test func `negative correlations are not used`() throws {
    // Two components that avoid each other: C has no positive eigenvalue.
    let mixture = try GaussianMixture(
      weights: [0.5, 0.5], means: Matrix(rowVectors: [[-1, 1], [0, 0]]), covariances: .tied(.identity(2)))
    let pairs = try AugmentedPairs(
      mixture: mixture, coupling: Matrix(rowVectors: [[0.1, 0.4], [0.4, 0.1]]))
    let found = try SpectralContrastive(pairs).minimizer(rank: 2)
    #expect(found.encoder.frobeniusNorm == 0 && found.value == 0 && found.rowSpace.dimension == 0)
    // CCA takes the absolute value: −.6 / 2 is a correlation all the same.
    let correlations = try CanonicalCorrelations(of: pairs, dimension: 1)
    #expect(abs(correlations.values[0].value - -0.3) < 1e-14)
    #expect(try correlations.subspace.equality(with: mixture.fisherSubspace).outcome == .holds)
  }

  @Test func `SimSiam's constraints hold at its minimisers, and no feasible encoder is better`() throws {
    var generator = CounterBasedGenerator(key: 6)
    let mixture = try TestMixtures.shared(7, d: 5, components: 3).centred
    let pairs = try mixture.pairs(bias: 0.9)
    let loss = SimSiam(pairs)
    for constraint in [SimSiam.Constraint.orthonormalRows, .whitenedOutputs] {
      let metric = constraint == .orthonormalRows ? Matrix.identity(5) : mixture.totalCovariance
      let root = try Cholesky(of: metric)
      let found = try loss.minimizer(rank: 2, under: constraint)
      let product = (found.encoder * metric).timesTranspose(found.encoder)
      #expect((product - .identity(2)).frobeniusNorm < 1e-12)
      #expect(abs(found.value - loss.value(found.encoder)) < 1e-12 * abs(found.value))
      var closest = Double.infinity
      for _ in 0..<200 {
        // Near the minimiser and far from it: R Rᵀ = metric, orthonormal rows times R⁻¹.
        let size = generator.uniform(in: 0...1)
        let near = found.encoder * root.factor + size * Matrix.normal(rows: 2, columns: 5, using: &generator)
        let rows = try QR(of: near.transposed).q.transposed
        let feasible = root.solveTransposedLower(rows.transposed).transposed
        #expect(loss.value(feasible) >= found.value - 1e-12 * abs(found.value))
        closest = min(closest, loss.value(feasible) - found.value)
      }
      #expect(closest < 0.05 * abs(found.value))
    }
  }

  @Test func `whitened SimSiam and CCA find F; orthonormal rows and PCA of C find the means`() throws {
    for bias in [0.2, 1.0] {
      let mixture = try TestMixtures.shared(8, d: 5, components: 3).centred
      let pairs = try mixture.pairs(bias: bias)
      let (fisher, means) = (try mixture.fisherSubspace, try mixture.meanSubspace)
      let whitened = try SimSiam(pairs).minimizer(rank: 2, under: .whitenedOutputs)
      let orthonormal = try SimSiam(pairs).minimizer(rank: 2, under: .orthonormalRows)
      #expect(try whitened.rowSpace.equality(with: fisher).outcome == .holds)
      #expect(try orthonormal.rowSpace.equality(with: means).outcome == .holds)
      #expect(try orthonormal.rowSpace.equality(with: fisher).outcome == .refuted)
      #expect(
        try CanonicalCorrelations(of: pairs, dimension: 2).subspace.equality(with: fisher).outcome == .holds)
      #expect(try pairs.principalSubspaceOfPairMoment(dimension: 2).equality(with: means).outcome == .holds)
      #expect(
        try SpectralContrastive(pairs).minimizer(rank: 4).rowSpace.equality(with: fisher).outcome == .holds)
    }
  }
}
