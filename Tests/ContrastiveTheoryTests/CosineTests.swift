import Foundation
import LinearAlgebra
import RandomNumbers
import Testing

@testable import ContrastiveTheory

@Suite struct `InfoNCE with cosine scores` {
  @Test func `the numbers of T64`() throws {
    let mixture = try GaussianMixture(
      weights: [0.5, 0.5], means: Matrix(rowVectors: [[-1, 1], [0, 0]]), covariances: .tied(.identity(2)))
    let loss = try CosineInfoNCE(mixture.pairs(bias: 1), temperature: 1)
    let inside = try loss.value(Matrix(rowVectors: [[1, 0]]))
    let outside = try loss.value(.diagonal([1, 0.5]))
    // Half a unit of the last printed digit.
    #expect(abs(inside.value - -0.03228) < 0.5e-5, "\(inside)")
    #expect(abs(outside.value - -0.09990) < 0.5e-5, "\(outside)")
    #expect(inside.budget.total < 1e-13 && outside.budget.total < 1e-11)
  }

  @Test func `neither scale nor rotation of the output counts`() throws {
    let mixture = try TestMixtures.unequal(2, d: 3, components: 3)
    let loss = try CosineInfoNCE(mixture.pairs(bias: 0.7), temperature: 0.4)
    var generator = CounterBasedGenerator(key: 2)
    let encoder = Matrix.normal(rows: 2, columns: 3, using: &generator)
    let turned = Matrix.orthogonal(2, using: &generator) * (7 * encoder)
    let (a, b) = (try loss.value(encoder), try loss.value(turned))
    #expect(abs(a.value - b.value) <= a.budget.total + b.budget.total + 1e-13)
    // A third row that repeats the others keeps the rank.
    let repeated = Matrix(rows: 3, columns: 3) { $0 < 2 ? encoder[$0, $1] : 0 }
    #expect(abs(try loss.value(repeated).value - a.value) < 1e-12)
  }

  @Test func `values agree with the definition on samples`() throws {
    var generator = CounterBasedGenerator(key: 3)
    for rank in 1...3 {
      let mixture = try TestMixtures.unequal(4, d: 3, components: 2)
      let pairs = try mixture.pairs(bias: 0.6)
      let encoder = try QR(of: .normal(rows: 3, columns: rank, using: &generator)).q.transposed
      let temperature = 0.5
      func unit(_ points: Matrix) -> [[Double]] {
        let outputs = encoder * points
        return (0..<points.columns).map { n in
          let column = outputs.column(n)
          let norm = column.reduce(0) { $0 + $1 * $1 }.squareRoot()
          return column.map { $0 / norm }
        }
      }
      func cosine(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
      let count = 4000
      let (points, components) = try mixture.sample(count, using: &generator)
      let (others, labels) = try mixture.sample(count, using: &generator)
      let (x, y) = (unit(points), unit(others))
      // The positive of a point is another draw of the partner's component; each is used once.
      var stock = (0..<2).map { k in others.columns > 0 ? labels.indices.filter { labels[$0] == k } : [] }
      let fresh = unit(try mixture.sample(4 * count, using: &generator).points)
      var terms: [Double] = []
      for n in 0..<count {
        let row = pairs.coupling.row(components[n])
        let partner = generator.uniform() * (row[0] + row[1]) < row[0] ? 0 : 1
        guard let index = stock[partner].popLast() else { continue }
        // Unbiased up to the logarithm's curvature, which the many negatives make small.
        let sum = fresh.reduce(0) { $0 + exp(cosine(x[n], $1) / temperature) } / Double(fresh.count)
        terms.append(log(sum) - cosine(x[n], y[index]) / temperature)
      }
      let mean = terms.reduce(0, +) / Double(terms.count)
      let variance = terms.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(terms.count)
      let exact = try CosineInfoNCE(pairs, temperature: temperature).value(encoder)
      // The negatives are common to all terms: their error, of the order 1/√16000 · 3, comes on top.
      let error = 6 * (variance / Double(terms.count)).squareRoot() + 6 * 3 / Double(fresh.count).squareRoot()
      #expect(abs(mean - exact.value) < error, "rank \(rank): \(mean) ± \(error) for \(exact)")
      #expect(terms.count > count / 2)
    }
  }

  @Test func `a coarse sum is wrong by no more than it says`() throws {
    var generator = CounterBasedGenerator(key: 64)
    let count = ProcessInfo.processInfo.environment["CERTIFICATE_TRUTH"].flatMap { Int($0) } ?? 6
    var useful = 0
    for key in 0..<UInt64(count) {
      let mixture =
        try key % 2 == 0
        ? TestMixtures.shared(key, d: 3, components: 3, condition: 20)
        : TestMixtures.unequal(key, d: 3, components: 3)
      let loss = try CosineInfoNCE(
        mixture.pairs(bias: generator.uniform()), temperature: pow(2, generator.uniform(in: -2...2)))
      let rows = Matrix.normal(rows: 2, columns: 3, using: &generator)
      let encoder = Matrix.diagonal([1, pow(10, generator.uniform(in: -1.5...0))]) * rows
      let fine = try loss.value(encoder, nodes: 2048)
      for nodes in [16, 32, 64, 128, 256, 512] {
        let coarse = try loss.value(encoder, nodes: nodes)
        let known = coarse.budget.total + fine.budget.total
        #expect(abs(coarse.value - fine.value) <= known, "\(key), \(nodes): \(coarse) for \(fine)")
        if known < 0.1, known > 1e-9 { useful += 1 }
      }
      // Other doubles: outputs turned by an eighth.
      let turn = 0.5.squareRoot() * Matrix(rowVectors: [[1, 1], [-1, 1]])
      let turned = try loss.value(turn * encoder)
      #expect(abs(turned.value - fine.value) <= turned.budget.total + fine.budget.total)
      #expect(fine.budget.grade == .proved && fine.budget.total < 1e-9, "\(fine)")
    }
    #expect(useful >= count / 2)
  }

  /// For one and two rows the values are by other routes: in closed form, and of equidistant angles in a stretched plane.
  @Test(arguments: 1...3) func `the gradient is that of the values`(rows: Int) throws {
    let loss = try CosineInfoNCE(
      TestMixtures.unequal(6, d: 4, components: 3).pairs(bias: 0.6), temperature: 0.4)
    var generator = CounterBasedGenerator(key: 6)
    let point = try QR(of: .normal(rows: 4, columns: rows, using: &generator)).q.transposed
    let raw = Matrix.normal(rows: rows, columns: 4, using: &generator)
    let slope = try slopeOfError(
      at: point, along: (1 / raw.frobeniusNorm) * raw, value: { try loss.value($0).value },
      gradient: loss.gradient)
    #expect(abs(slope - 2) < 0.2, "slope \(slope)")
  }

  @Test func `a minimiser of one row is the row of F`() throws {
    let mixture = try TestMixtures.shared(7, d: 6, components: 2).centred
    let found = try CosineInfoNCE(mixture.pairs(bias: 0.5), temperature: 0.3).minimizer(rank: 1)
    let angle = try #require(try found.rowSpace.largestAngle(to: mixture.fisherSubspace))
    // T64, S6. A minimum where the loss is known to 1e-15 is known to its root.
    #expect(angle.value < 1e-6 && found.rowSpace.error < 1e-6, "\(angle)")
  }

  @Test(arguments: 2...3) func `a minimiser is stationary, and below other encoders`(rows: Int) throws {
    let mixture = try TestMixtures.shared(8, d: 5, components: rows + 1, condition: 10).centred
    let loss = try CosineInfoNCE(mixture.pairs(bias: 0.8), temperature: 0.5)
    let found = try loss.minimizer(rank: rows)
    let least = try loss.value(found.encoder)
    // The minimiser's rule is coarser.
    #expect(abs(least.value - found.value) < 1e-8 && least.budget.total < 1e-9, "\(least) for \(found.value)")
    let slope = try loss.gradient(found.encoder).frobeniusNorm * found.encoder.frobeniusNorm
    #expect(slope < 1e-6, "\(slope)")
    var generator = CounterBasedGenerator(key: 8)
    for _ in 0..<10 {
      let other = Matrix.normal(rows: rows, columns: 5, using: &generator)
      let near = found.encoder + 0.1 * found.encoder.frobeniusNorm / other.frobeniusNorm * other
      for encoder in [other, near] { #expect(try loss.value(encoder).value > least.value) }
    }
  }

  @Test func `a minimiser moves with a linear map`() throws {
    let mixture = try TestMixtures.unequal(9, d: 4, components: 3)
    var generator = CounterBasedGenerator(key: 9)
    let map = Matrix.normal(rows: 4, columns: 4, using: &generator)
    let found = try [mixture, mixture.mapped(by: map)].map {
      try CosineInfoNCE($0.pairs(bias: 0.7), temperature: 0.5).minimizer(rank: 2)
    }
    #expect(abs(found[0].value - found[1].value) < 1e-9)
    // x ↦ K x takes the rows A to A K⁻¹.
    let moved = try Subspace(spannedBy: map.transposeTimes(found[1].encoder.transposed), tolerance: 1e-9)
    let angle = try #require(try moved.largestAngle(to: found[0].rowSpace))
    #expect(angle.value < 1e-5, "\(angle)")
  }

  @Test func `bad input is refused`() throws {
    let pairs = try TestMixtures.unequal(5, d: 3, components: 2).pairs(bias: 1)
    for temperature in [0, -1, .nan, .infinity] {
      #expect(throws: CosineError.self) { try CosineInfoNCE(pairs, temperature: temperature) }
    }
    let loss = try CosineInfoNCE(pairs, temperature: 1)
    #expect(throws: CosineError.rank(0)) { try loss.value(Matrix(rows: 2, columns: 3)) }
    #expect(throws: CosineError.rank(4)) { try loss.gradient(Matrix(rows: 4, columns: 3)) }
    let apart = try GaussianMixture(
      weights: [0.4, 0.3, 0.3], means: Matrix(rowVectors: [[0, 500, 0], [0, 0, 500], [0, 300, -700]]),
      covariances: .tied(.identity(3)))
    let far = try CosineInfoNCE(apart.pairs(bias: 1), temperature: 1)
    #expect(throws: CosineError.unresolved) { try far.minimizer(rank: 3) }
    for rank in [0, 4] { #expect(throws: CosineError.rank(rank)) { try loss.minimizer(rank: rank) } }
  }
}
