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
  var means: Matrix { loss.means }
  var weights: [Double] { loss.weights }
  var coupling: Matrix { loss.coupling }
  var widestCovariance: Double { loss.widestCovariance }
  func lipschitz(within size: Double) throws(LinearAlgebraError) -> Double {
    try loss.lipschitz(within: size)
  }
  func evaluate(_ encoder: Matrix) throws -> (value: Double, gradient: Matrix) { try loss.evaluate(encoder) }
  var meansError: Double { loss.meansError }
  func gradientChange(byMeansOff distance: Double, gram size: Double) -> Double {
    loss.gradientChange(byMeansOff: distance, gram: size)
  }
  func gramGradient(at encoder: Matrix, look: SoftmaxSample.Purpose) throws -> GramGradient {
    try loss.gramGradient(at: encoder, look: look)
  }
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

  /// The Hessian of the coarse loss has an eigenvalue below zero here: with it alone the descent took 18 seconds and came to no end.
  @Test func `a coarse loss that tells too little of the Hessian costs few steps`() throws {
    let means = [
      [0.5, 0.2, -2.3, -2.3, 2.4, -6.8], [2.1, -0.4, -0.6, -1.6, -0.1, 5.4], [0.1, -1.2, 2, -0.3, -1.7, 5.5],
      [-1.1, 1.8, -0.8, 2.7, -0.3, 4.8], [-0.4, -0.1, 0.6, 1, -0.4, -1.7],
      [-0.9, 1.9, -3.4, -5.2, 3.8, -8.4],
    ]
    let mixture = try GaussianMixture(
      weights: [9, 5, 9, 6, 21, 1].map { $0 / 51 }, means: Matrix(columnVectors: means),
      covariances: .tied(.identity(6))
    ).centred
    let found = try InfoNCE(mixture.pairs(bias: 0.99)).minimizer(rank: 6)
    #expect(found.evaluations < 600)
    #expect(found.certificate.distance < 1e-9)
  }

  /// About this bias the optimum begins to use its second direction, so that a row of it is as short as one likes: the value
  /// does not show such a row, and its gradient hardly.
  @Test(arguments: [1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9], [-1.0, 1])
  func `a direction that is only just used, or just not, is found to eight digits`(
    offset: Double, side: Double
  ) throws {
    let mixture = try GaussianMixture(
      weights: [0.59, 0.4, 0.01], means: Matrix(columnVectors: [[0, 0], [2, -1], [-8, 7]]),
      covariances: .tied(.identity(2))
    ).centred
    let found = try InfoNCE(mixture.pairs(bias: 0.79653 + side * offset)).minimizer(rank: 2)
    #expect(found.certificate.distance < 1e-8)
    #expect(found.evaluations < 400)
  }

  /// Two discriminants that nearly agree, and a bias at which the optimum is a thousand times shorter than the means: the row
  /// turns from the weaker to the stronger one along a curvature of a millionth of the largest, which no value shows.
  @Test(arguments: [1.0, 2, 4], [0.001, 0.002, 0.01])
  func `a row leaves the weaker of two discriminants that nearly agree`(size: Double, bias: Double) throws {
    let stronger = 1.0005 * size
    let mixture = try GaussianMixture(
      weights: [0.25, 0.25, 0.25, 0.25],
      means: Matrix(columnVectors: [[size, 0], [-size, 0], [0, stronger], [0, -stronger]]),
      covariances: .tied(.identity(2)))
    let row = try InfoNCE(mixture.pairs(bias: bias)).minimizer(
      rank: 1, start: Matrix(rowVectors: [[0.3 * cos(0.3), 0.3 * sin(0.3)]]),
      solver: TrustRegionNewton(escapesSaddles: false)
    ).encoder
    // The solver's goal for the gradient over that curvature.
    #expect(abs(row[0, 0]) < 2.5e-11 / 1e-6 * abs(row[0, 1]))
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
  func `a descent in all coordinates ends at the same Gram matrix as in the span of start and means`(
    key: UInt64
  )
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
        whitened, modulus: loss.modulus, pull: loss.pull,
        whitening: loss.whitening, offCentre: 0,
        solver: TrustRegionNewton(), start: start, rank: k - 1)
    }
    let restricted = try minimizer(of: whitened)
    let free = try minimizer(of: Everywhere(loss: whitened))
    let difference = (restricted.gram - free.gram).frobeniusNorm
    #expect(difference < 1e-6 * free.gram.frobeniusNorm, "\(difference)")
  }

  @Test func `the fixtures of T16 come out to all printed digits`() throws {
    let page = URL(filePath: #filePath).appending(path: "../../../Proofs/T16_OptimumNeedNotSpan.md")
      .standardized
    let tables = try PrintedNumber.tables(String(contentsOf: page, encoding: .utf8))
    let (fixtures, results) = (tables.filter { $0.count == 3 }, tables.filter { $0.count == 4 })
    #expect(fixtures.count == 6 && results.count == 6)
    for (fixture, result) in zip(fixtures, results) {
      let (weights, means) = (fixture[1].map(\.value), fixture[2].map(\.value))
      let mixture = try GaussianMixture(
        weights: weights.map { $0 / weights.reduce(0, +) },
        means: Matrix(rows: 2, columns: weights.count, storage: means), covariances: .tied(.identity(2))
      ).centred
      let found = try InfoNCE(mixture.pairs(bias: fixture[0][0].value)).minimizer(rank: 2)
      let distance = found.certificate.distance
      let slope = found.certificate.gradientError + found.lipschitz * distance
      for (printed, (computed, error)) in try zip(
        result,
        [
          (SymmetricEigen(of: found.whitenedGram).values, distance),
          (SymmetricEigen(of: found.whitenedGramGradient).values, slope),
          (SymmetricEigen(of: mixture.betweenClassCovariance).values, 0), ([found.value], 0),
        ])
      {
        #expect(printed.count == computed.count)
        for (printed, computed) in zip(printed, computed) {
          // What is zero exactly has no last digit.
          let allowed = printed.value == 0 ? error : printed.halfUnit
          #expect(abs(computed - printed.value) <= allowed, "\(computed) for \(printed)")
        }
      }
    }
  }
}

/// A number of a table as it stands on a page, as in −.0678, 3/5 or 2.15·10⁻⁶.
private struct PrintedNumber {
  let value: Double
  /// Half a unit of its last digit.
  let halfUnit: Double

  init(_ text: Substring) {
    let superscripts = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    let parts = text.split(separator: "·10⁻")
    let exponent = parts.dropFirst().joined().reduce(0) { 10 * $0 + (superscripts.firstIndex(of: $1) ?? 0) }
    let fraction = parts[0].replacing("−", with: "-").split(separator: "/").compactMap { Double($0) }
    let decimals = parts[0].split(separator: ".", omittingEmptySubsequences: false).dropFirst().joined().count
    let unit = pow(10, -Double(exponent))
    value = fraction[0] / (fraction.count > 1 ? fraction[1] : 1) * unit
    halfUnit = 0.5 * pow(10, -Double(decimals)) * unit
  }

  /// The numbers in the cells of each row that begins with a letter.
  static func tables(_ page: String) -> [[[PrintedNumber]]] {
    page.split(separator: "\n").filter { $0.hasPrefix("| ") && $0.dropFirst(2).first?.isLetter == true }
      .filter { $0.dropFirst(3).hasPrefix(" | ") }
      .map { row in
        row.split(separator: "|").dropFirst().map { cell in
          cell.matches(of: /−?\d*\.?\d+(\/\d+)?(·10⁻[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?/).map { PrintedNumber($0.output.0) }
        }
      }
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
