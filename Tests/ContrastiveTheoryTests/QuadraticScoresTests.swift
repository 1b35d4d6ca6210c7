import Foundation
import LinearAlgebra
import RandomNumbers
import Testing

@testable import ContrastiveTheory

/// The lattice rule for scores that are quadratic, its bound against a product of trapezoidal rules (Proofs/LatticeRule.md, S9).
@Suite struct `Quadratic scores` {
  /// Scores of K components in n dimensions, linear and quadratic parts of the given sizes.
  private func scores(_ key: UInt64, n: Int, count: Int, slope: Double, bend: Double) -> QuadraticScores {
    var generator = CounterBasedGenerator(key: key, stream: 0x51)
    return QuadraticScores(
      constants: (0..<count).map { _ in generator.uniform(in: -2...0) },
      gradients: slope * Matrix.normal(rows: count, columns: n, using: &generator),
      forms: (0..<count).map { _ in
        bend * Matrix.normal(rows: n, columns: n, using: &generator).gram
      })
  }

  /// Σ_l |Δ E p_l| and Σ_l |Δ E p_l z zᵀ| of a rule's moments and those of a product rule over the cube of half-width 9.
  private func error(_ moments: QuadraticScores.Moments, _ scores: QuadraticScores, step: Double) -> (
    Double, Double
  ) {
    let (n, count) = (scores.gradients.columns, scores.constants.count)
    let half = Int(9 / step)
    var mass = [Double](repeating: 0, count: count)
    var squares = (0..<count).map { _ in Matrix(rows: n, columns: n) }
    func walk(_ z: [Double]) {
      guard z.count == n else {
        for index in -half...half { walk(z + [Double(index) * step]) }
        return
      }
      let exponents = (0..<count).map { l in
        var score = scores.constants[l]
        for i in 0..<n {
          score += scores.gradients[l, i] * z[i]
          for j in 0..<n { score += scores.forms[l][i, j] * z[i] * z[j] / 2 }
        }
        return score
      }
      let largest = exponents.max() ?? 0
      let terms = exponents.map { exp($0 - largest) }
      let weight = z.reduce(1) { $0 * step * exp(-$1 * $1 / 2) / (2 * .pi).squareRoot() }
      let total = terms.reduce(0, +)
      for l in 0..<count {
        let share = weight * terms[l] / total
        mass[l] += share
        for i in 0..<n { for j in 0..<n { squares[l][i, j] += share * z[i] * z[j] } }
      }
    }
    walk([])
    return (
      (0..<count).reduce(0) { $0 + abs(mass[$1] - moments.probability[$1]) },
      (0..<count).reduce(0) { $0 + (squares[$1] - moments.second[$1]).frobeniusNorm }
    )
  }

  @Test func `the proved bound holds on every instance`() throws {
    for key in 0..<30 {
      let n = [1, 2, 1, 2, 3][key % 5]
      let (slope, bend) = ([0.05, 0.5, 2][key % 4 % 3], [0.02, 0.1, 0.4][key / 3 % 3])
      let scores = scores(UInt64(key), n: n, count: 2 + key % 4, slope: slope, bend: bend)
      let target = n == 3 ? 1e-2 : [1e-2, 1e-4, 1e-6][key / 9 % 3]
      let rule = try scores.rule(target: target, nodeBudget: 1e6)
      let (mass, squares) = error(scores.moments(over: rule), scores, step: n == 3 ? 0.25 : 0.1)
      #expect(mass <= rule.error { _ in 1 }, "key \(key)")
      #expect(squares <= rule.error { $0 * $0 }, "key \(key)")
      // And is no empty bound.
      #expect(rule.error { _ in 1 } <= 100 * target, "key \(key)")
    }
  }

  /// Two scores that are equal at the distance r: there the softmax has its poles, π / (Q r) off the line.
  @Test(arguments: [2.0, 3, 4], [0.5, 2, 8])
  func `the bound is nearly reached`(r: Double, bend: Double) throws {
    let scores = QuadraticScores(
      constants: [0, -bend * r * r / 2], gradients: Matrix(rows: 2, columns: 1),
      forms: [Matrix(rows: 1, columns: 1), Matrix(rowVectors: [[bend]])])
    var best = 0.0
    for target in [1e-4, 1e-6, 1e-8] {
      let drawn = try scores.rule(target: target, nodeBudget: 1e6)
      // So wide that the truncation is nothing beside the lattice's error.
      let rule = LatticeRule(
        steps: drawn.steps, radius: 9, step: drawn.step, tube: drawn.tube, narrowing: drawn.narrowing)
      let (mass, _) = error(scores.moments(over: rule), scores, step: rule.step / 16)
      #expect(mass <= rule.error { _ in 1 } + 1e-14)
      best = max(best, mass / rule.error { _ in 1 })
    }
    #expect(best > 1e-3)
  }

  @Test func `with equal forms it is the rule of linear scores`() throws {
    for n in 1...4 {
      let drawn = scores(UInt64(n), n: n, count: 3, slope: 0.5, bend: 0.3)
      for form in [Matrix(rows: n, columns: n), drawn.forms[0]] {
        let scores = QuadraticScores(
          constants: drawn.constants, gradients: drawn.gradients, forms: Array(repeating: form, count: 3))
        let rule = try scores.rule(target: 1e-8, nodeBudget: 1e7)
        let linear = LatticeRule(scores: drawn.gradients, target: 1e-8, nodeBudget: 1e7)
        #expect(rule.steps == linear.steps && rule.radius == linear.radius)
        let error = rule.error { _ in 1 }
        // There the tail is counted twice.
        #expect(error + linear.tailError >= linear.probabilityError, "\(n)")
        #expect(error <= 3 * linear.probabilityError, "\(n)")
      }
    }
  }

  @Test func `one score, no dimension, tiny and huge scores`() throws {
    let single = scores(1, n: 2, count: 1, slope: 1, bend: 1)
    let rule = try single.rule(target: 1e-8, nodeBudget: 1e5)
    let moments = single.moments(over: rule)
    #expect(abs(moments.probability[0] - 1) <= rule.error { _ in 1 })
    #expect((moments.second[0] - .identity(2)).frobeniusNorm <= rule.error { $0 * $0 })

    let none = QuadraticScores(
      constants: [0, 1], gradients: Matrix(rows: 2, columns: 0),
      forms: Array(repeating: Matrix(rows: 0, columns: 0), count: 2))
    let point = try none.rule(target: 1e-8, nodeBudget: 1e5)
    #expect(point.error { _ in 1 } == 0)
    #expect(abs(none.moments(over: point).probability[1] - 1 / (1 + exp(-1))) < 1e-15)

    let tiny = scores(2, n: 2, count: 3, slope: 1e-150, bend: 1e-150)
    let rough = try tiny.rule(target: 1e-10, nodeBudget: 1e5)
    let (mass, _) = error(tiny.moments(over: rough), tiny, step: 0.2)
    #expect(mass <= rough.error { _ in 1 } && rough.error { _ in 1 } < 1e-7)

    for size in [1e8, 1e200] {
      #expect(throws: IntegrationError.scoresTooSteep) {
        try scores(3, n: 2, count: 3, slope: 1, bend: size).rule(target: 1e-8, nodeBudget: 1e5)
      }
    }
  }

  @Test func `a budget that is too small makes a larger bound`() throws {
    let scores = scores(4, n: 3, count: 3, slope: 1, bend: 0.5)
    let rule = try scores.rule(target: 1e-12, nodeBudget: 3e3)
    #expect(rule.expectedNodes <= 3e3 && rule.error { _ in 1 } > 1e-6)
  }
}
