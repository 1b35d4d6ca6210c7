import LinearAlgebra
import RandomNumbers
import Testing

@testable import ContrastiveTheory

@Suite struct `The minimiser of InfoNCE on a batch` {
  @Test func `is stationary, comes near F, and no multiple of it is better`() throws {
    let mixture = try TestMixtures.shared(3, d: 5, components: 3, condition: 100).centred
    var generator = CounterBasedGenerator(key: 21)
    let loss = EmpiricalInfoNCE(try mixture.pairs(bias: 0.9).sample(1500, using: &generator))
    let found = try loss.minimizer(rank: 2)
    #expect(found.gradientNorm <= 1e-3 * found.gradientStandardError)
    let angle = try #require(try found.rowSpace.largestAngle(to: mixture.fisherSubspace))
    #expect(angle.value < 0.3, "\(angle)")
    for factor in [0.9, 1.1] { #expect(try loss.value(factor * found.encoder) > found.value) }
    #expect(found.evaluations < 400, "\(found.evaluations)")
  }

  @Test func `does not depend on coordinates`() throws {
    let mixture = try TestMixtures.shared(4, d: 4, components: 2, condition: 10).centred
    var generator = CounterBasedGenerator(key: 22)
    let pairs = try mixture.pairs(bias: 0.9).sample(400, using: &generator)
    let map = Matrix.normal(rows: 4, columns: 4, using: &generator)
    let plain = try EmpiricalInfoNCE(pairs).minimizer(rank: 1)
    let mapped = try EmpiricalInfoNCE(SampledPairs(first: map * pairs.first, second: map * pairs.second))
      .minimizer(rank: 1)
    let difference = (mapped.encoder * map).gram - plain.gram
    #expect(difference.frobeniusNorm < 1e-2 * plain.gram.frobeniusNorm)
    #expect(abs(mapped.value - plain.value) < 1e-6)
  }

  @Test func `is zero where partners are opposite`() throws {
    // The mean of log Σ exp(scores) is at least that of the scores, so that no encoder is better than none.
    var generator = CounterBasedGenerator(key: 25)
    let points = Matrix.normal(rows: 3, columns: 200, using: &generator)
    let found = try EmpiricalInfoNCE(SampledPairs(first: points, second: -points)).minimizer(rank: 2)
    #expect(found.gram.frobeniusNorm < 1e-13)
    #expect(found.value.isFinite && found.gradientNorm.isFinite)
  }

  @Test func `is zero to a tenth of its noise where partners have hardly anything in common`() throws {
    for (index, share) in [-0.1, -0.2, -0.3, -0.1, -0.2, -0.3].enumerated() {
      var generator = CounterBasedGenerator(key: 26, stream: UInt64(index))
      let points = Matrix.normal(rows: 3, columns: 200, using: &generator)
      let partners = share * points + Matrix.normal(rows: 3, columns: 200, using: &generator)
      let loss = EmpiricalInfoNCE(SampledPairs(first: points, second: partners))
      let found = try loss.minimizer(rank: 1, start: Matrix(rowVectors: [[0.5, 0, 0]]), visiblePart: 0.1)
      #expect(found.gram.frobeniusNorm < 0.1, "\(share)")
    }
  }

  @Test func `has the row space of what it uses`() throws {
    let mixture = try TestMixtures.shared(3, d: 5, components: 2, condition: 10).centred
    var generator = CounterBasedGenerator(key: 26)
    let loss = EmpiricalInfoNCE(try mixture.pairs(bias: 0.9).sample(1500, using: &generator))
    #expect(try loss.minimizer(rank: 5).rowSpace.dimension < 5)
  }

  @Test func `a batch without a minimum is refused`() throws {
    // Each anchor has its own partner for its nearest key: the longer the encoder, the lower the loss.
    var generator = CounterBasedGenerator(key: 23)
    let points = Matrix.orthogonal(6, using: &generator)
    #expect(throws: BatchError.self) {
      try EmpiricalInfoNCE(SampledPairs(first: points, second: points)).minimizer(rank: 6)
    }
  }

  @Test func `the gradient's standard error is its deviation from batch to batch`() throws {
    let mixture = try TestMixtures.shared(5, d: 4, components: 3, condition: 10).centred
    let population = try mixture.pairs(bias: 0.7)
    let root = try Cholesky(of: mixture.totalCovariance)
    var generator = CounterBasedGenerator(key: 24)
    let white = 0.6 * Matrix.normal(rows: 2, columns: 4, using: &generator)
    let encoder = root.solveTransposedLower(white.transposed).transposed
    let exact = try InfoNCE(population).gradient(encoder)
    var (squares, estimate) = (0.0, 0.0)
    for _ in 0..<60 {
      let loss = EmpiricalInfoNCE(try population.sample(400, using: &generator))
      let difference = try loss.gradient(encoder) - exact
      squares += difference.inner(difference) / 60
      estimate += try loss.gradientStandardError(encoder) / 60
    }
    // What the estimate leaves out, and 60 batches, account for a factor 2.
    #expect(squares.squareRoot() < 2 * estimate && estimate < 2 * squares.squareRoot())
  }
}

@Suite struct `Sampled pairs` {
  @Test func `have the moments of the population`() throws {
    let mixture = try TestMixtures.shared(6, d: 3, components: 3, condition: 10).centred
    let population = try mixture.pairs(bias: 0.6)
    var generator = CounterBasedGenerator(key: 31)
    let pairs = try population.sample(40_000, using: &generator)
    let scale = population.secondMoment.trace
    // Entries have deviations of about scale / 200.
    #expect((pairs.pairMoment - population.pairMoment).largestEntry < scale / 30)
    #expect((pairs.secondMoment - population.secondMoment).largestEntry < scale / 30)
    #expect(population.pairMoment.largestEntry > scale / 10)
    var again = CounterBasedGenerator(key: 31)
    let fewer = try population.sample(10, using: &again)
    // A product of matrices may round differently for another number of columns.
    for (short, long) in [(fewer.first, pairs.first), (fewer.second, pairs.second)] {
      let difference = (long.columns(0..<10) - short).largestEntry
      #expect(difference <= 8 * .ulpOfOne * long.largestEntry)
    }
  }

  @Test func `of two modalities have their cross-moment`() throws {
    let population = try TestPairs.crossModal(7, dimensions: (3, 2), components: (3, 3))
    var generator = CounterBasedGenerator(key: 32)
    let pairs = try population.sample(40_000, using: &generator)
    let moment = (1 / 40_000.0) * pairs.first.timesTranspose(pairs.second)
    let expected = (population.x.means * population.coupling).timesTranspose(population.y.means)
    let scale = (population.x.totalCovariance.trace * population.y.totalCovariance.trace).squareRoot()
    #expect((moment - expected).largestEntry < scale / 60)
    #expect(expected.largestEntry > scale / 60)
  }

  private let data = LabelledData(
    columnNames: ["row"], values: Matrix(rows: 1, columns: 3000) { Double($1) },
    labels: (0..<3000).map { $0 % 3 == 0 ? "a" : "b" })

  @Test(arguments: [0, 0.5, 1])
  func `of labelled data have a partner in their class by the bias`(bias: Double) throws {
    var generator = CounterBasedGenerator(key: 33)
    let pairs = try data.pairs(bias: bias, using: &generator)
    #expect(pairs.first == data.values)
    let partners = pairs.second.storage.map { Int($0) }
    #expect(partners.enumerated().allSatisfy { $0.offset != $0.element })
    let same = partners.enumerated().filter { data.classes[$0.offset] == data.classes[$0.element] }.count
    // By chance 5/9 are of one class; the deviation is at most 27.
    #expect(abs(Double(same) - 3000 * (bias + (1 - bias) * 5 / 9)) < 180)
    #expect(Set(partners).count > 1500)
  }

  @Test func `of a class of one row are refused`() {
    let lone = LabelledData(columnNames: ["x"], values: Matrix(rows: 1, columns: 3), labels: ["a", "a", "b"])
    var generator = CounterBasedGenerator(key: 34)
    #expect(throws: LabelledDataError.oneRow("b")) { try lone.pairs(bias: 0.5, using: &generator) }
    #expect(throws: PairsError.biasOutOfRange(1.5)) { try lone.pairs(bias: 1.5, using: &generator) }
    #expect(throws: Never.self) { try lone.pairs(bias: 0, using: &generator) }
  }
}
