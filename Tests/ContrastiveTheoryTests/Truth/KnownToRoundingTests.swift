import Evidence
import LinearAlgebra
import RandomNumbers
import Testing

@testable import ContrastiveTheory

/// That what is known to rounding, or from below, is not taken for exact.
@Suite struct `What is known to rounding is not taken for exact` {
  private func pair() throws -> GaussianMixture {
    try GaussianMixture(
      weights: [0.5, 0.5], means: Matrix(rowVectors: [[1, -1], [0.5, -0.5], [0, 0]]),
      covariances: .tied(.identity(3))
    ).centred
  }

  @Test func `a span that may have more dimensions refutes no equality`() throws {
    let plane = Subspace(orthonormalBasis: Matrix(columnVectors: [[1, 0, 0], [0, 1, 0]]))
    var line = Subspace(orthonormalBasis: plane.basis.columns(0..<1))
    #expect(try line.equality(with: plane).outcome == .refuted)
    line.mayHaveMore = true
    #expect(try line.equality(with: plane).outcome == .inconclusive)
    #expect(try plane.equality(with: line.turned(by: .exact)).outcome == .inconclusive)
    // More than the other has it has in any case.
    let nothing = Subspace(orthonormalBasis: Matrix(rows: 3, columns: 0))
    #expect(try line.equality(with: nothing).outcome == .refuted)
    // Correlations that no computation sees may be there; those of independent draws are not.
    let mixture = try pair()
    let outcomes = try [0, 1e-31, 0.5].map {
      let pairs = try mixture.pairs(bias: $0)
      let spans = [
        try CanonicalCorrelations(ofDependent: pairs).subspace,
        try SpectralContrastive(pairs).minimizer(rank: 2).rowSpace,
      ]
      return try spans.map { try $0.equality(with: mixture.fisherSubspace).outcome }
    }
    #expect(
      outcomes == [[.refuted, .refuted], [.inconclusive, .inconclusive], [.holds, .holds]], "\(outcomes)")
  }

  @Test func `a leak that is not zero is known to its own error`() throws {
    let mixture = try TestMixtures.shared(4, d: 3, components: 3).centred
    let loss = try InfoNCE(mixture.pairs(bias: 0.8))
    let line = Subspace(orthonormalBasis: Matrix(columnVectors: [[1, 0, 0]]))
    let exact = try loss.minimizer(rank: 3).leak(out: line)
    let rough = try loss.minimizer(
      rank: 2, start: Matrix(rowVectors: [[0.2, 0.1, 0]]), solver: TrustRegionNewton(escapesSaddles: false))
    let (found, e) = (try rough.leak(out: line), rough.certificate.distance)
    #expect(abs(found.value - exact.value) <= found.budget.total + exact.budget.total)
    #expect(exact.budget.total < 1e-8 && exact.value > 0.1)
    #expect(found.budget.total >= e * (1 + found.value) / rough.whitenedGram.frobeniusNorm)
  }

  @Test func `a gradient changes by no more than is said where covariances are moved`() throws {
    let mixture = try TestMixtures.unequal(7, d: 3, components: 2).centred
    var generator = CounterBasedGenerator(key: 8)
    let encoder = 0.4 * Matrix.normal(rows: 2, columns: 3, using: &generator)
    let move = Matrix.normal(rows: 3, columns: 3, using: &generator).symmetricPart
    let signs = [1 / mixture.weights[0], -1 / mixture.weights[1]]
    let loss = try InfoNCE(mixture.pairs(bias: 0.9))
    let (before, covariances) = (
      try loss.whitened.gramGradient(at: encoder), try mixture.whitenedCovarianceEstimates
    )
    for size in [1e-8, 1e-6] {
      let moved = try GaussianMixture(
        weights: mixture.weights, means: mixture.means,
        covariances: .full((0..<2).map { mixture.covariance(of: $0) + size * signs[$0] * move }))
      let distance = try zip(covariances, moved.whitenedCovarianceEstimates).map { ($0 - $1).norm.value }
        .max()
      let bound = loss.gradientChange(
        byMeansOff: 0, covariances: try #require(distance), at: encoder.inner(encoder))
      let after = try InfoNCE(moved.pairs(bias: 0.9)).whitened.gramGradient(at: encoder)
      let change = (before.lambda.matrix - after.lambda.matrix).frobeniusNorm
      #expect(change > 0.01 * size && change <= bound && bound < .infinity)
    }
    #expect(loss.gradientChange(byMeansOff: 0, covariances: 1, at: 1) == .infinity)
    let minimizer = try loss.minimizer(rank: 3)
    let plane = Subspace(orthonormalBasis: Matrix(columnVectors: [[1, 0, 0], [0, 1, 0]]))
    #expect(try minimizer.containment(in: plane).outcome == .refuted)
    #expect(try minimizer.containment(in: plane, gradientOff: 10).outcome == .inconclusive)
  }

  @Test func `a logarithm by a coarse rule, or of many axes, has no bound`() {
    func error(_ step: Double, axes: Int) -> Double {
      LatticeRule(steps: Array(repeating: step, count: axes), radius: 12, step: step, tube: 1)
        .logarithmError(reach: 1, lightest: 0.5, count: 2)
    }
    #expect(error(0.5, axes: 2) < 1e-3 && error(6, axes: 2) == .infinity && error(0.1, axes: 25) == .infinity)
  }

  @Test func `a form that is whitened is off by as much as whitening is`() throws {
    let clip = try CLIP(TestPairs.crossModal(3, dimensions: (4, 3), components: (3, 2)))
    var generator = CounterBasedGenerator(key: 9)
    let form = 0.2 * Matrix.normal(rows: 4, columns: 3, using: &generator)
    let value = try clip.certified(form, off: 1e-3).value
    #expect(value.budget.total >= abs(try clip.certified(1.001 * form).value.value - value.value))
    #expect(try clip.certified(form).value.budget.total < 1e-10)
  }

  @Test func `a gradient is handed out as doubles`() throws {
    let mixture = try TestMixtures.shared(5, d: 12, components: 3).centred
    let loss = try InfoNCE(mixture.pairs(bias: 0.8))
    let encoder = Matrix(rowVectors: [(0..<12).map { 0.05 * Double($0 % 3) }])
    let gradient = try loss.whitened.gramGradient(at: encoder)
    let exact = DoubleDoubleMatrix(gradient.basis) * gradient.exactCore
    #expect(exact.rows == 12 && gradient.basis.columns < 12)
    let size = Double(gradient.basis.columns).squareRoot() * gradient.core.frobeniusNorm
    #expect(gradient.error.total >= 2 * .ulpOfOne * size)
  }

  @Test func `a line that may be turned has a loss of cosines that may be another`() throws {
    let mixture = try pair()
    let loss = try CosineInfoNCE(mixture.pairs(bias: 0.9), temperature: 0.5)
    let sine = 0.01
    let fisher = try mixture.fisherSubspace
    let turned = fisher.basis + sine * Matrix(columnVectors: [[0.3, -0.6, 0.5]])
    let known = try loss.value(along: fisher.turned(by: .proved([.rounding: sine])))
    let change = abs(try loss.value(turned.transposed).value - known.value)
    #expect(change > 1e-7 && change <= known.budget.total)
    #expect(try loss.value(along: fisher).budget.total < 1e-13)
    let hold = try InfoNCE(mixture.pairs(bias: 0.9))
    let held = try #require(
      try hold.hold(
        of: fisher.turned(by: .proved([.rounding: 0.2])), at: hold.minimizer(rank: 1)))
    #expect(held.agreement.budget.total == .infinity)
  }

  @Test func `the moments of a pencil are known to 106 bits of the given means`() throws {
    let far = try GaussianMixture(
      weights: [0.5, 0.5], means: Matrix(rowVectors: [[1e13 + 1, 1e13 - 1], [0.5, -0.5], [0, 0]]),
      covariances: .tied(.identity(3))
    ).centred
    let near = try LinearDiscriminants(of: pair(), dimension: 1).values[0]
    let found = try LinearDiscriminants(of: far, dimension: 1).values[0]
    // 2⁻⁹⁶ of 10¹³ and more.
    #expect(found.budget.total > 1e-16 + near.budget.total && abs(found.value - near.value) < 1e-12)
  }
}
