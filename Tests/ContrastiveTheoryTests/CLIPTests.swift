import ContrastiveTheory
import Foundation
import LinearAlgebra
import RandomNumbers
import Testing

@Suite struct `Population CLIP` {
  /// In whitened coordinates these means are hundreds from zero. (From a wide start sixty steps were not enough for T52 at the seed
  /// 150004.)
  @Test func `the start has small scores however far off the centre the means are, and fewer steps to go`()
    throws
  {
    for key in 0..<6 as Range<UInt64> {
      let (x, y) = (
        try TestMixtures.shared(key, d: 9, components: 2, condition: 2000),
        try TestMixtures.shared(key + 10, d: 6, components: 2, condition: 5000)
      )
      func off(_ mixture: GaussianMixture) throws -> GaussianMixture {
        let d = mixture.dimension
        return try mixture.mapped(by: .identity(d), shift: (1...d).map { 3 * Double($0) })
      }
      let coupling = Matrix(rows: 2, columns: 2) { x.weights[$0] * y.weights[$1] }
      let loss = try CLIP(CrossModalPairs(x: off(x), y: off(y), coupling: coupling))
      var generator = CounterBasedGenerator(key: key)
      let wide = try loss.minimizer(start: 0.04 * Matrix.normal(rows: 9, columns: 6, using: &generator))
      let found = try loss.minimizer()
      #expect(found.steps < wide.steps, "\(found.steps) and \(wide.steps)")
      let apart = (found.whitenedForm - wide.whitenedForm).frobeniusNorm
      #expect(apart <= found.distance.total + wide.distance.total)
    }
  }

  /// A point of a grid with its probability under the mixture.
  private struct Node {
    let point: Matrix
    let weight: Double
  }

  /// The mixture's density on a trapezoidal grid that reaches nine standard deviations beyond the means, in one or two
  /// dimensions: exact to rounding for entire integrands of this growth.
  private func grid(_ mixture: GaussianMixture, step: Double) throws -> [Node] {
    let covariance = mixture.withinClassCovariance
    let factor = try Cholesky(of: covariance)
    let d = mixture.dimension
    let normalisation = pow(2 * Double.pi, Double(d) / 2) * factor.factor.diagonal.reduce(1, *)
    let axes = (0..<d).map { i in
      let (spread, row) = (covariance[i, i].squareRoot(), mixture.means.row(i))
      let (low, high) = ((row.min() ?? 0) - 9 * spread, (row.max() ?? 0) + 9 * spread)
      return Array(stride(from: low, through: high, by: step * spread))
    }
    let cell = (0..<d).reduce(1) { $0 * step * covariance[$1, $1].squareRoot() }
    let points = d == 1 ? axes[0].map { [$0] } : axes[0].flatMap { a in axes[1].map { [a, $0] } }
    return points.map { coordinates in
      let point = Matrix(columnVectors: [coordinates])
      let density = (0..<mixture.componentCount).reduce(0) { sum, k in
        let whitened = factor.solveLower(point - mixture.means.columns(k..<(k + 1)))
        return sum + mixture.weights[k] * exp(-whitened.inner(whitened) / 2)
      }
      return Node(point: point, weight: cell * density / normalisation)
    }
  }

  /// −E xᵀ M y + E_x log E_y exp(xᵀ M y) by sums over two grids: no formula of the library.
  private func loss(_ from: [Node], _ to: [Node], form: Matrix, pairs moment: Matrix) -> Double {
    let others = to.map { (score: form * $0.point, weight: $0.weight) }
    return from.reduce(-form.inner(moment)) { sum, x in
      let expectation = others.reduce(0) { $0 + $1.weight * exp(x.point.inner($1.score)) }
      return sum + x.weight * log(expectation)
    }
  }

  @Test func `each direction agrees with sums over grids`() throws {
    for (key, components) in [(1, (2, 3)), (2, (3, 2))] {
      let pairs = try TestPairs.crossModal(UInt64(key), dimensions: (1, 2), components: components)
      let form = 0.3 / pairs.centred.crossMoment.frobeniusNorm * pairs.centred.crossMoment
      let (x, y) = (try grid(pairs.x, step: 0.25), try grid(pairs.y, step: 0.4))
      var moment = Matrix(rows: 1, columns: 2)
      for i in 0..<pairs.x.componentCount {
        for j in 0..<pairs.y.componentCount {
          moment +=
            pairs.coupling[i, j]
            * pairs.x.means.columns(i..<(i + 1)).timesTranspose(pairs.y.means.columns(j..<(j + 1)))
        }
      }
      let there = loss(x, y, form: form, pairs: moment)
      let back = loss(y, x, form: form.transposed, pairs: moment.transposed)
      for (directions, expected) in [
        (CLIP.Directions.fromX, there), (.fromY, back), (.both, (there + back) / 2),
      ] {
        let value = try CLIP(pairs, directions: directions).value(form)
        #expect(abs(value.value - expected) < 1e-10, "\(directions): \(value.value) for \(expected)")
        #expect(value.budget.total < 1e-10)
      }
    }
  }

  @Test func `for one modality and a positive semidefinite form it is InfoNCE`() throws {
    var generator = CounterBasedGenerator(key: 6)
    for key in 0..<6 {
      let mixture = try TestMixtures.shared(
        UInt64(key), d: 2 + key % 3, components: 2 + key % 3, condition: 10)
      let pairs = try mixture.pairs(bias: 0.6)
      let encoder = 0.3 * Matrix.normal(rows: 2, columns: mixture.dimension, using: &generator)
      let clip = try CLIP(CrossModalPairs(x: mixture, y: mixture, coupling: pairs.coupling))
      let infoNCE = try InfoNCE(pairs)
      let value = try clip.value(encoder.gram)
      #expect(abs(value.value - (try infoNCE.value(encoder))) < 1e-11)
      // ∇_A = 2 A ∇_M for a symmetric gradient.
      let gradient = 2 * (encoder * (try clip.gradient(encoder.gram)))
      let other = try infoNCE.gradient(encoder)
      #expect((gradient - other).frobeniusNorm < 1e-10 * (1 + other.frobeniusNorm))
    }
  }

  @Test func `gradients have an error of second order`() throws {
    var generator = CounterBasedGenerator(key: 7)
    for (key, directions) in [CLIP.Directions.fromX, .fromY, .both, .both].enumerated() {
      var pairs = try TestPairs.crossModal(UInt64(key), dimensions: (3, 2), components: (2 + key % 2, 3))
      if key == 3 {
        // Without centring every term of the gradient counts.
        pairs = try CrossModalPairs(
          x: pairs.x.mapped(by: .identity(3), shift: [1, -0.5, 0.3]), y: pairs.y, coupling: pairs.coupling)
      }
      let loss = try CLIP(pairs, directions: directions)
      let point = 0.1 * Matrix.normal(rows: 3, columns: 2, using: &generator)
      let raw = Matrix.normal(rows: 3, columns: 2, using: &generator)
      let slope = try slopeOfError(
        at: point, along: (0.3 / raw.frobeniusNorm) * raw, value: { try loss.value($0).value },
        gradient: loss.gradient)
      #expect(abs(slope - 2) < 0.2, "\(directions): slope \(slope)")
    }
  }

  @Test func `the error of a coarse integral is covered by its budget`() throws {
    var generator = CounterBasedGenerator(key: 8)
    for key in 0..<12 {
      let pairs = try TestPairs.crossModal(UInt64(key), dimensions: (3, 3), components: (2 + key % 3, 3))
      let form = 0.2 * Matrix.normal(rows: 3, columns: 3, using: &generator)
      let fine = try CLIP(pairs).value(form)
      let coarse = try CLIP(pairs, integrationTarget: 1e-3).value(form)
      #expect(abs(coarse.value - fine.value) <= coarse.budget.total + fine.budget.total)
      #expect(coarse.budget.total < 1 && fine.budget.total < 1e-9)
    }
  }
}

@Suite struct `The minimiser of CLIP` {
  @Test func `two starts and an early stop agree within their certificates`() throws {
    var generator = CounterBasedGenerator(key: 9)
    for key in 0..<6 {
      let pairs = try TestPairs.crossModal(UInt64(key), dimensions: (4, 3), components: (3, 2 + key % 3))
      let loss = try CLIP(pairs)
      let found = try loss.minimizer()
      #expect(found.distance.total < 1e-9, "\(found.distance) after \(found.steps) steps")
      for stepLimit in [0, 1, 2, 60] {
        let start = 0.3 * Matrix.normal(rows: 4, columns: 3, using: &generator)
        let other = try loss.minimizer(start: start, stepLimit: stepLimit)
        let difference = (found.whitenedForm - other.whitenedForm).frobeniusNorm
        #expect(difference <= found.distance.total + other.distance.total)
        let gap = abs(other.minimumValue.value - found.minimumValue.value)
        #expect(gap <= other.minimumValue.budget.total + found.minimumValue.budget.total)
      }
    }
  }

  @Test func `the form in the modalities' own coordinates has the minimum's value`() throws {
    for key in 0..<4 as Range<UInt64> {
      let loss = try CLIP(TestPairs.crossModal(key, dimensions: (4, 3), components: (3, 3)))
      let found = try loss.minimizer()
      let value = try loss.value(found.form)
      #expect(
        abs(value.value - found.minimumValue.value) <= value.budget.total + found.minimumValue.budget.total)
      #expect(found.minimumValue.value < -1e-4)
    }
  }

  @Test func `its ranges lie in the Fisher subspaces, and leave them without centring`() throws {
    let pairs = try TestPairs.crossModal(11, dimensions: (4, 5), components: (3, 3))
    let (x, y) = (try pairs.x.fisherSubspace, try pairs.y.fisherSubspace)
    let found = try CLIP(pairs).minimizer()
    #expect(try found.rangeContainment(in: x).outcome == .holds)
    #expect(try found.rowSpaceContainment(in: y).outcome == .holds)
    #expect(try found.rankAtMost(2).outcome == .holds)
    #expect(try found.rankAtMost(0).outcome == .refuted)
    let moved = try CrossModalPairs(
      x: pairs.x.mapped(by: .identity(4), shift: [1, -1, 2, 0]), y: pairs.y, coupling: pairs.coupling)
    let off = try CLIP(moved, directions: .fromX).minimizer()
    #expect(try off.rangeContainment(in: x).outcome == .refuted)
  }

  @Test func `an independent coupling teaches nothing`() throws {
    let pairs = try TestPairs.crossModal(12, dimensions: (2, 3), components: (3, 2))
    let independent = try CrossModalPairs(
      x: pairs.x, y: pairs.y,
      coupling: Matrix(rows: 3, columns: 2) { pairs.x.weights[$0] * pairs.y.weights[$1] })
    #expect(try CLIP(independent).minimizer().vanishing().outcome == .holds)
    #expect(try CLIP(pairs).minimizer().vanishing().outcome == .refuted)
  }
}
