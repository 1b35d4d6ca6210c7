import Evidence
import Foundation
import LinearAlgebra
import RandomNumbers
import Testing

@testable import ContrastiveTheory

/// That what is proved is proved of the numbers that the program holds, with the grade that it has.
@Suite struct `Bounds are about the numbers that are held` {
  private func triangle(_ weights: [Double] = [1.0 / 3, 1.0 / 3, 1.0 / 3]) throws -> GaussianMixture {
    try GaussianMixture(
      weights: weights, means: Matrix(rowVectors: [[1, -0.5, -0.5], [0, 0.8, -0.8], [0, 0, 0]]),
      covariances: .tied(.identity(3))
    ).centred
  }

  @Test func `halves of a covariance that differ are replaced by their mean`() throws {
    let halves = Matrix(rowVectors: [[1, 0.9999], [0.9999 + 9e-13, 1]])
    func mixture(_ covariances: GaussianMixture.Covariances) throws -> GaussianMixture {
      try GaussianMixture(
        weights: [0.5, 0.5], means: Matrix(columnVectors: [[0.02, 0.01], [-0.02, -0.01]]),
        covariances: covariances)
    }
    let held = try mixture(.tied(halves)).covariance(of: 0)
    #expect(held == held.transposed && held[0, 1] == (halves[0, 1] + halves[1, 0]) / 2)
    #expect(try mixture(.tied(halves)) == mixture(.tied(halves.transposed)))
    #expect(try mixture(.full([halves, halves.transposed])).sharedCovariance == held)
    // A subnormal number and one that overflows when it is doubled stay as they are.
    for size in [Double.leastNonzeroMagnitude, 1e308] {
      let line = try GaussianMixture(
        weights: [1], means: Matrix(rows: 1, columns: 1), covariances: .tied(Matrix(rowVectors: [[size]])))
      #expect(line.covariance(of: 0)[0, 0] == size)
    }
  }

  @Test func `a coupling of nine digits has the weights for marginals`() throws {
    let mixture = try triangle()
    func lacks(_ coupling: Matrix) throws -> Double {
      let held = try AugmentedPairs(mixture: mixture, coupling: coupling).exactCoupling
      #expect(held.high == held.high.transposed)
      return (0..<3).reduce(0) { worst, k in
        let sum = (0..<3).reduce(DoubleDouble(0)) { $0 + held[k, $1] }
        return max(worst, abs((sum - mixture.exactShares[k, 0]).high))
      }
    }
    #expect(try lacks(Matrix(rows: 3, columns: 3, repeating: 0.111111111)) < 1e-27)
    let without = Matrix(rows: 3, columns: 3) { $0 == $1 ? 0 : 0.166666667 }
    #expect(try lacks(without) < 1e-27)
    #expect(try AugmentedPairs(mixture: mixture, coupling: without).coupling.diagonal == [0, 0, 0])
    #expect(
      try lacks(Matrix(rowVectors: [[0.3, 0.0333333333, 0], [0.0333333333, 0.3, 0], [0, 0, 0.333333333]]))
        < 1e-27)
    // Two components that are always together and have different weights.
    let pair = try GaussianMixture(
      weights: [0.5 + 4e-10, 0.5 - 4e-10], means: Matrix(rowVectors: [[1, -1]]),
      covariances: .spherical([1, 1]))
    #expect(throws: PairsError.wrongMarginal(row: 0, sum: 0.5, weight: pair.weights[0])) {
      try AugmentedPairs(mixture: pair, coupling: Matrix(rowVectors: [[0, 0.5], [0.5, 0]]))
    }
  }

  @Test func `a coupling of two modalities has both weights for marginals`() throws {
    let (x, y) = (try triangle(), try TestMixtures.shared(3, d: 2, components: 2))
    let coupling = Matrix(rows: 3, columns: 2) { k, l in
      (y.weights[l] / 3 * 1e9).rounded() / 1e9 + (k == 0 ? 2e-10 : 0)
    }
    let held = try CrossModalPairs(x: x, y: y, coupling: coupling).coupling
    for k in 0..<3 { #expect(abs(held.row(k).reduce(0, +) - x.weights[k]) < 2e-16) }
    for l in 0..<2 { #expect(abs(held.column(l).reduce(0, +) - y.weights[l]) < 2e-16) }
    // One modality merges components of the other: the weights are sums, to rounding.
    let four = try GaussianMixture(
      weights: [0.1, 0.2, 0.3, 0.4], means: Matrix(rowVectors: [[1, 2, 3, 4]]),
      covariances: .tied(.identity(1)))
    let two = try GaussianMixture(
      weights: [0.3, 0.7], means: Matrix(rowVectors: [[1, -1]]), covariances: .tied(.identity(1)))
    let merging = Matrix(rowVectors: [[0.1, 0], [0.2, 0], [0, 0.3], [0, 0.4]])
    #expect((try CrossModalPairs(x: four, y: two, coupling: merging).coupling - merging).largestEntry < 1e-15)
    #expect(throws: CrossModalPairsError.self) {
      try CrossModalPairs(
        x: four,
        y: GaussianMixture(
          weights: [0.3 + 5e-10, 0.7 - 5e-10], means: two.means, covariances: two.covariances),
        coupling: merging)
    }
  }

  @Test func `a critic's coupling is one of the mixture, positive where the pairs are`() throws {
    let pairs = try triangle().pairs(bias: 0.5)
    #expect(throws: PairsError.self) { try pairs.information(ofCriticFor: 2 * pairs.coupling) }
    #expect(
      throws: PairsError.impossible(row: 0, column: 1, probability: pairs.coupling[0, 1])
    ) { try pairs.information(ofCriticFor: .diagonal(pairs.mixture.weights)) }
  }

  @Test func `an angle that someone asserts is proved nowhere`() throws {
    let mixture = try triangle()
    let loss = try InfoNCE(mixture.pairs(bias: 0.8))
    let basis = try mixture.fisherSubspace.basis
    let asserted = Subspace(orthonormalBasis: basis, error: 1e-12)
    let minimizer = try loss.minimizer(rank: 3)
    #expect(
      try minimizer.stationaryContainment(in: mixture.fisherSubspace).difference.budget.grade == .proved)
    #expect(try minimizer.stationaryContainment(in: asserted).difference.budget.grade > .proved)
    var generator = CounterBasedGenerator(key: 3)
    let step = try loss.gradientStep(
      atWhitened: 0.3 * Matrix.normal(rows: 2, columns: 3, using: &generator), size: 0.01)
    #expect(try step.filtering(outside: asserted).difference.budget.grade > .proved)
    #expect(try step.filteringRate(outside: asserted).difference.budget.grade > .proved)
    #expect(try loss.criticality(ofBestIn: asserted).difference.budget.grade > .proved)
    let hold = try #require(try loss.hold(of: asserted, at: minimizer))
    #expect(hold.agreement.budget.grade > .proved && hold.share.budget.grade > .proved)
    let points = Matrix.normal(rows: 3, columns: 4, using: &generator)
    let (projected, mean) = try Pinching(
      .identity(3), onto: asserted, covariance: mixture.withinClassCovariance
    ).losses(.infoNCE, at: points, means: Matrix(rows: 3, columns: 4))
    #expect(projected.budget.grade > .proved && mean.budget.grade > .proved)
    #expect(try loss.minimumValue(minimizer).budget.grade == .proved)
  }

  @Test func `a rise to the mirror image has a rounding of its own`() throws {
    let loss = try InfoNCE(try triangle().pairs(bias: 0.8))
    let encoder = Matrix(rowVectors: [[0.3, 0.2, 0.1]])
    let gradient = try loss.whitened.gramGradient(at: encoder)
    let rise = try loss.riseToMirrorImage(atWhitened: encoder)
    let ofGradient = gradient.error.scaled(by: 8 * encoder.inner(encoder)).total
    #expect(
      rise.budget.total > ofGradient + 8 * .ulpOfOne * encoder.inner(encoder) * gradient.core.frobeniusNorm)
  }

  @Test func `numbers that underflow are not zero without an error`() {
    let small = MatrixEstimate(Matrix(rowVectors: [[1e-170]]))
    #expect(abs(small.norm.value - 1e-170) <= small.norm.budget.total && small.norm.value > 0)
    #expect(small.norm.budget.total < 1e-184)
    let product = small * small
    #expect(product.value.high[0, 0] == 0 && product.budget.total >= .leastNonzeroMagnitude)
    #expect(small.inner(small).budget.total >= .leastNonzeroMagnitude)
    let tiny = MatrixEstimate(Matrix(rowVectors: [[.leastNonzeroMagnitude, 0]]))
    #expect(tiny.norm.value == .leastNonzeroMagnitude)
    #expect((small * MatrixEstimate(Matrix(rows: 1, columns: 2))).budget.total == 0)
  }

  @Test func `a minimiser that is smaller than any number is not known to be zero`() throws {
    // H∗ is about 10⁻³⁴⁰.
    let mixture = try GaussianMixture(
      weights: [0.5, 0.5], means: Matrix(rowVectors: [[-1e-170, 1e-170]]), covariances: .tied(.identity(1)))
    let pairs = try mixture.pairs(bias: 1)
    let certificate = try InfoNCE(pairs).minimizer(rank: 1, start: Matrix(rows: 1, columns: 1)).certificate
    for error in [certificate.distance, certificate.gradientError] {
      #expect(error > 1e-300 && error < 1e-140)
    }
    let both = try CrossModalPairs(x: mixture, y: mixture, coupling: pairs.coupling)
    #expect(try CLIP(both).minimizer().distance.total > 1e-300)
  }

  @Test func `each look has a sample of its own`() throws {
    let looks: [SoftmaxSample.Purpose] = [
      .descent, .certificate, .secondCertificate, .value, .posterior, .criticality, .step,
    ]
    let keys = [[1, 2], [-1, 2], [1, 2.0.nextUp]].map { numbers in looks.map { $0.key(for: numbers) } }
    #expect(Set(keys.joined()).count == 1 + 3 * (looks.count - 1))
    #expect(looks.map { $0.key(for: [1, 2]) } == keys[0])
    #expect(looks.dropFirst().allSatisfy { 16 * $0.falseAlarm <= FalseAlarm.ofCheck })
    // Of many classes, where a sample takes the place of a rule: what a descent sees is not what judges it, nor what the step before saw.
    let mixture = try TestMixtures.shared(5, d: 12, components: 10).centred
    let loss = try InfoNCE(mixture.pairs(bias: 0.8))
    let whitened = try #require(loss.whitened as? SharedCovarianceInfoNCE)
    let modality = WhitenedModality(mixture, loss.whitening)
    let directed = DirectedInfoNCE(
      from: modality, to: modality, coupling: loss.pairs.coupling, integrationTarget: 1e-14, nodeBudget: 1e5)
    let form = 0.3 * Matrix.identity(12)
    let (seen, judged) = (try directed.evaluate(form, withValue: true), try directed.certified(form))
    #expect(judged.value.budget[.statistical] > 0 && abs(seen.value - judged.value.value) > 1e-9)
    let encoder = 0.5 * Matrix.identity(12)
    let small = whitened.with(draws: 1e5)
    #expect(try small.gramGradient(at: encoder, look: .step).core != small.gramGradient(at: encoder).core)
  }

  @Test func `the bound on an eigenvalue is above it, by little`() throws {
    var generator = CounterBasedGenerator(key: 5)
    for n in [1, 2, 7, 30] {
      let matrix = Matrix.symmetric(spectrum: (0..<n).map { 3 / Double(1 + $0) }, using: &generator)
      let bound = try DoubleDoubleMatrix(matrix).largestEigenvalueBound
      #expect(bound > 3 && bound < 3.0001)
    }
    #expect(try DoubleDoubleMatrix(Matrix(rows: 2, columns: 2)).largestEigenvalueBound == 0)
    let spread = try InfoNCE(try triangle().pairs(bias: 1)).whitened.meanSpread
    let second = try triangle().secondMoment
    #expect(spread.moment > (try SymmetricEigen(of: second).values[2]))
  }

  @Test func `what the second moment is off by makes a certificate wider`() throws {
    let loss = try InfoNCE(try TestMixtures.shared(4, d: 3, components: 4, condition: 1).pairs(bias: 0.8))
    let gradient = try loss.whitened.gramGradient(at: .identity(3))
    func distance(_ momentError: Double) throws -> Double {
      try Certificate(
        GramGradient(
          basis: gradient.basis, exactCore: gradient.exactCore, encoder: gradient.encoder,
          moment: gradient.moment,
          momentError: momentError, error: gradient.error, weightedError: gradient.weightedError,
          displacement: gradient.displacement), modulus: 1, lipschitz: 10
      ).distance
    }
    #expect(try distance(0.5) > 1.2 * distance(gradient.momentError))
    #expect(gradient.momentError > 0 && gradient.momentError < 1e-12)
  }

  @Test(arguments: [-0.2, 0.2])
  func `a second moment that is seen too small or too large makes no certificate wrong`(_ off: Double) throws
  {
    // On a line, where S = 1: Λ = H − H∗ is -0.4 at H = 1, and seen as -0.3.
    func matrix(_ number: Double) -> Matrix { Matrix(rowVectors: [[number]]) }
    let error = ErrorBudget.proved([.rounding: 0.1])
    let certificate = try Certificate(
      GramGradient(
        basis: matrix(1), exactCore: DoubleDoubleMatrix(matrix(-0.3)), encoder: DoubleDoubleMatrix(matrix(1)),
        moment: matrix(1 + off), momentError: 0.2, error: error, weightedError: error, displacement: 0),
      modulus: 1, lipschitz: 1)
    #expect(certificate.distance >= 0.4 && certificate.distance < 0.7)
  }

  @Test func `what the second moment is off by has the weights' part, and that of a factor in doubles`()
    throws
  {
    let loss = try InfoNCE(try TestMixtures.shared(6, d: 2, components: 40).pairs(bias: 0.8))
    let whitened = try #require(loss.whitened as? SharedCovarianceInfoNCE)
    let (moment, error) = whitened.secondMoment(of: whitened.exactMeans)
    #expect(error >= (whitened.weightsError + 4 * .ulpOfOne) * moment.trace)
    #expect(error < 1e-13 * moment.trace)
  }

  @Test func `without means a gradient still is rounded, and its rows are`() throws {
    let point = try GaussianMixture(
      weights: [0.5, 0.5], means: Matrix(rows: 2, columns: 2), covariances: .tied(.identity(2)))
    let gradient = try InfoNCE(point.pairs(bias: 1)).whitened.gramGradient(
      at: Matrix(rowVectors: [[1, 1.0 / 3]]))
    #expect(gradient.weightedError.total > 0)
    #expect(gradient.error.total > gradient.displacement && gradient.error.total < 1e-15)
  }

  @Test func `a node's weight has the logarithm of its step rounded`() throws {
    // Steps of 10⁻²: their logarithm over √2π is five and a half.
    let directions = Matrix(rowVectors: [[-120], [120]])
    let moments = try? SoftmaxMoments(
      weights: [0.5, 0.5], means: Matrix(rows: 2, columns: 2), directions: (1.0 / 12) * directions,
      target: 1e-14,
      nodeBudget: 1e6, withValue: false)
    let rule = SoftmaxMoments.rule(directions: (1.0 / 12) * directions, target: 1e-14, nodeBudget: 1e6).0
    let cell = abs(log(rule.steps[0] / (2 * Double.pi).squareRoot()))
    let others = 8 + 2 * (10.0 + 5 + 4) + 64 + 4 + 8
    #expect(try #require(moments).roundingError >= (others + 2 * cell + 3) * .ulpOfOne / 2)
  }

  @Test func `an uncertain optimum turns with an uncertain subspace`() throws {
    let mixture = try triangle()
    let minimizer = try InfoNCE(mixture.pairs(bias: 0.8)).minimizer(
      rank: 2, start: Matrix(rowVectors: [[0.2, 0.1, 0]]), solver: TrustRegionNewton(escapesSaddles: false))
    let (size, e, sine) = (minimizer.whitenedGram.frobeniusNorm, minimizer.certificate.distance, 0.25)
    let turned = try mixture.fisherSubspace.turned(by: .proved([.rounding: sine]))
    #expect(e > 1e-3 * size)
    let contained = try minimizer.containment(in: turned)
    #expect(contained.difference.budget.total * size >= e + 2.0.squareRoot() * sine * (size + e))
  }

  @Test func `an uncertain form turns with an uncertain subspace, and its distance is rounded`() throws {
    let pairs = try TestPairs.crossModal(3, dimensions: (4, 3), components: (3, 2))
    let start = try CLIP(pairs).minimizer(stepLimit: 0)
    let (size, e, sine) = (start.whitenedForm.frobeniusNorm, start.distance.total, 0.25)
    let turned = ErrorBudget.proved([.rounding: sine])
    let verdicts = [
      try start.rangeContainment(in: pairs.x.fisherSubspace.turned(by: turned)),
      try start.rowSpaceContainment(in: pairs.y.fisherSubspace.turned(by: turned)),
    ]
    for (verdict, root) in zip(verdicts, [start.whitening.x, start.whitening.y]) {
      #expect(verdict.difference.budget.total * size >= e + sine * root.stretch * (size + e))
    }
    let found = try CLIP(pairs).minimizer()
    #expect(found.distance(to: Matrix(rows: 4, columns: 3)).budget.total > found.distance.total)
  }

  @Test func `theorems on centred mixtures say nothing of others`() throws {
    let centred = try triangle()
    let moved = try centred.mapped(by: .identity(3), shift: [0, 0, 0.1])
    #expect(centred.isExactlyCentred && !moved.isExactlyCentred)
    let pairs = try moved.pairs(bias: 0.8)
    let loss = try InfoNCE(pairs)
    let minimizer = try loss.minimizer(rank: 3)
    let fisher = try moved.fisherSubspace
    #expect(try minimizer.stationaryContainment(in: fisher).outcome == .inconclusive)
    // A mean of rounding size is counted, one of a ten-thousandth decides nothing.
    for (shift, outcome) in [(1e-16, Verdict.Outcome.holds), (1e-4, .inconclusive)] {
      let near = try centred.mapped(by: .identity(3), shift: [0, 0, shift])
      let verdict = try InfoNCE(near.pairs(bias: 0.8)).minimizer(rank: 3).stationaryContainment(
        in: near.fisherSubspace)
      #expect(verdict.outcome == outcome)
    }
    let hold = try #require(try loss.hold(of: fisher, at: minimizer))
    #expect(hold.leastEigenvalue(bias: 0.8).budget.total.isNaN)
    #expect(try OneRowBound(pairs, attained: 0) == nil)
    #expect(try OneRowBound(centred.pairs(bias: 0.8), attained: .infinity) != nil)
  }

  @Test func `a constant along an axis is summed with an error`() {
    let rule = LatticeRule(scores: Matrix(rows: 2, columns: 1), target: 1e-6, nodeBudget: 1e6)
    #expect(rule.dimension == 0 || rule.latticeError > 0 && rule.tailError > 0)
    let none = LatticeRule(scores: Matrix(rows: 2, columns: 0), target: 1e-6, nodeBudget: 1e6)
    #expect(none.latticeError == 0 && none.tailError == 0)
    #expect(LatticeRule(steps: [1], radius: 2, step: 1, tube: .infinity).tailError > 0.01)
    // Of so many dimensions nothing is proved beyond the farthest shell.
    let steps = [Double](repeating: 1, count: 128)
    #expect(LatticeRule(steps: steps, radius: 30, step: 1, tube: 1).error { $0 } == .infinity)
  }
}

extension SharedCovarianceInfoNCE {
  /// With so many nodes for its integrals.
  fileprivate func with(draws: Double) -> Self {
    Self(
      exactMeans: exactMeans, meansError: meansError, weights: weights, coupling: coupling,
      integrationTarget: integrationTarget, nodeBudget: draws)
  }
}
