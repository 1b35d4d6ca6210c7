import CVectorMath
import Foundation
import LinearAlgebra
import RandomNumbers
import Testing

@testable import ContrastiveTheory

/// InfoNCE by its definition, with all n² scores, O(n² r).
private func infoNCEByDefinition(_ pairs: SampledPairs, _ encoder: Matrix) -> Double {
  let scores = (encoder * pairs.first).transposeTimes(encoder * pairs.second)
  return (0..<pairs.count).reduce(0) { sum, i in
    let row = scores.row(i)
    let largest = row.max() ?? 0
    let mean = row.reduce(0) { $0 + exp($1 - largest) } / Double(pairs.count)
    return sum + (largest - row[i] + log(mean)) / Double(pairs.count)
  }
}

private func pairs(_ count: Int, d: Int = 6, d2: Int? = nil, key: UInt64 = 5) -> SampledPairs {
  var generator = CounterBasedGenerator(key: key)
  let first = Matrix.normal(rows: d, columns: count, using: &generator)
  let noise = Matrix.normal(rows: d2 ?? d, columns: count, using: &generator)
  return SampledPairs(
    first: first,
    second: d2 == nil ? first + 0.7 * noise : noise)
}

private func encoder(_ rows: Int, _ columns: Int, size: Double = 0.5, key: UInt64 = 6) -> Matrix {
  var generator = CounterBasedGenerator(key: key)
  return size * Matrix.normal(rows: rows, columns: columns, using: &generator)
}

@Suite struct `InfoNCE of a batch` {
  @Test(arguments: [1, 2, 31, 32, 33, 300])
  func `is its definition`(count: Int) throws {
    let pairs = pairs(count)
    let point = encoder(3, 6)
    let value = try EmpiricalInfoNCE(pairs).value(point)
    let expected = infoNCEByDefinition(pairs, point)
    #expect(abs(value - expected) < 1e-13 * max(abs(expected), 1), "\(value) and \(expected)")
  }

  @Test func `is zero at the zero encoder`() throws {
    #expect(abs(try EmpiricalInfoNCE(pairs(70)).value(Matrix(rows: 2, columns: 6))) < 1e-14)
    #expect(abs(try EmpiricalInfoNCE(pairs(70)).value(Matrix(rows: 0, columns: 6))) < 1e-14)
  }

  @Test func `has the gradient of its value`() throws {
    let loss = EmpiricalInfoNCE(pairs(150))
    let slope = try slopeOfError(
      at: encoder(3, 6), along: encoder(3, 6, size: 0.1, key: 7), value: loss.value, gradient: loss.gradient)
    #expect(abs(slope - 2) < 0.1, "\(slope)")
  }

  @Test func `does not depend on tiles or threads`() throws {
    let pairs = pairs(301)
    let point = encoder(3, 6)
    let (value, gradient) = try EmpiricalInfoNCE(pairs).evaluate(point)
    for (anchors, keys, threads) in [(1, 1, 1), (7, 11, 1), (32, 1024, 3), (64, 10, 5), (400, 400, 2)] {
      var loss = EmpiricalInfoNCE(pairs)
      loss.softmax = ScoreSoftmax(anchorsInTile: anchors, keysInTile: keys, threads: threads)
      let other = try loss.evaluate(point)
      #expect(abs(other.value - value) < 1e-13)
      #expect((other.gradient - gradient).largestEntry < 1e-13)
    }
  }

  /// exp overflows at 710.
  @Test(arguments: [(5.5, 750.0), (60, 1e4)])
  func `is stable for scores of a thousand and of ten thousand`(size: Double, score: Double) throws {
    let pairs = pairs(200)
    let point = encoder(3, 6, size: size)
    let scores = (point * pairs.first).transposeTimes(point * pairs.second)
    #expect(scores.largestEntry > score)
    for keys in [16, 1024] {
      var loss = EmpiricalInfoNCE(pairs)
      loss.softmax.keysInTile = keys
      let (value, gradient) = try loss.evaluate(point)
      let expected = infoNCEByDefinition(pairs, point)
      #expect(abs(value - expected) < 1e-12 * scores.largestEntry)
      #expect(gradient.isFinite)
    }
    #expect(throws: BatchError.scoresOverflow) { try EmpiricalInfoNCE(pairs).evaluate(1e200 * point) }
  }

  @Test func `tends to the population loss`() throws {
    let mixture = try TestMixtures.shared(3, d: 5, components: 3, condition: 10).centred
    let population = try mixture.pairs(bias: 0.8)
    let whitening = try Cholesky(of: mixture.withinClassCovariance)
    let point = whitening.solveTransposedLower(encoder(2, 5, size: 0.25).transposed).transposed
    var generator = CounterBasedGenerator(key: 8)
    let sample = try population.sample(20_000, using: &generator)
    let exact = try InfoNCE(population).value(point)
    let found = try EmpiricalInfoNCE(sample).value(point)
    // The losses of the anchors have a deviation of about 1.
    #expect(abs(found - exact) < 6 / 20_000.0.squareRoot(), "\(found) and \(exact)")
    #expect(abs(exact) > 12 / 20_000.0.squareRoot())
  }
}

@Suite struct `InfoNCE with sampled negatives` {
  @Test func `is its definition`() throws {
    let pairs = pairs(90)
    let loss = SampledNegativesInfoNCE(pairs, candidates: 9, key: 4)
    let point = encoder(3, 6)
    let scores = (point * pairs.first).transposeTimes(point * pairs.second)
    let expected =
      (0..<90).reduce(0.0) { sum, i in
        let chosen = loss.candidates(of: i)
        return sum - scores[i, i] + log(chosen.reduce(0) { $0 + exp(scores[i, $1]) } / 9)
      } / 90
    #expect(abs(try loss.evaluate(point).value - expected) < 1e-13)
    for threads in [1, 3] {
      var other = loss
      other.threads = threads
      #expect(abs(try other.evaluate(point).value - expected) < 1e-13)
    }
  }

  @Test func `draws its negatives from all other pairs alike`() {
    let loss = SampledNegativesInfoNCE(pairs(5), candidates: 4001, key: 4)
    for anchor in 0..<5 {
      let chosen = loss.candidates(of: anchor)
      #expect(chosen[0] == anchor)
      for other in 0..<5 where other != anchor {
        let count = chosen.filter { $0 == other }.count
        // 1000 with a deviation of 27.
        #expect(abs(count - 1000) < 200)
      }
      #expect(chosen.filter { $0 == anchor }.count == 1)
    }
  }

  @Test func `has the gradient of its value`() throws {
    let loss = SampledNegativesInfoNCE(pairs(90), candidates: 9, key: 4)
    let slope = try slopeOfError(
      at: encoder(3, 6), along: encoder(3, 6, size: 0.1, key: 7), value: { try loss.evaluate($0).value },
      gradient: loss.gradient)
    #expect(abs(slope - 2) < 0.1, "\(slope)")
  }

  @Test func `tends to the batch of all candidates`() throws {
    let pairs = pairs(60)
    let point = encoder(2, 6, size: 0.2)
    let all = try EmpiricalInfoNCE(pairs).value(point)
    let many = try SampledNegativesInfoNCE(pairs, candidates: 20_000, key: 1).evaluate(point).value
    #expect(abs(all - many) < 0.05, "\(all) and \(many)")
  }
}

@Suite struct `Exponentials of arrays` {
  @Test func `are within 2 ulp, in vectors and portable`() {
    var generator = CounterBasedGenerator(key: 3)
    let arguments = (0..<20_003).map { _ in generator.uniform(in: -708...690) }
    for evaluate in [vector_exponentials, vector_exponentials_portable] {
      var values = arguments
      let sum = evaluate(&values, values.count, 0)
      var expected = 0.0
      for (x, value) in zip(arguments, values) {
        #expect(abs(value - exp(x)) <= 3 * exp(x).ulp, "exp(\(x))")
        expected += value
      }
      #expect(abs(sum - expected) < 1e-12 * expected)
    }
  }

  @Test func `logarithms are within 1 ulp`() {
    var generator = CounterBasedGenerator(key: 5)
    let arguments =
      [1, .leastNormalMagnitude, .greatestFiniteMagnitude]
      + (0..<20_000).map { exp(generator.uniform(in: $0 % 2 == 0 ? -700...700 : -0.5...0.5)) }
    var values = arguments
    vector_logarithms(&values, values.count)
    for (x, value) in zip(arguments, values) { #expect(abs(value - log(x)) <= 2 * log(x).ulp, "log(\(x))") }
  }

  @Test func `end where doubles end`() {
    for evaluate in [vector_exponentials, vector_exponentials_portable] {
      var values = [-1e300, -710, 0, 710, .infinity, -.infinity, .nan, 1]
      values += [.nan, -800, 800]
      _ = evaluate(&values, values.count, 0)
      #expect(Array(values[0..<6]) == [0, 0, 1, .infinity, .infinity, 0])
      #expect(values[6].isNaN && values[8].isNaN)
      #expect(values[9] == 0 && values[10] == .infinity)
    }
  }

  @Test(arguments: [0, 1, 7, 8, 9, 40])
  func `have the largest value`(count: Int) {
    var generator = CounterBasedGenerator(key: 9)
    let values = (0..<count).map { _ in generator.normal() }
    #expect(vector_maximum(values, count) == values.max() ?? -.infinity)
  }
}
