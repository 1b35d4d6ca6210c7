import Foundation

@testable import TheoremTesting

@Suite struct `An evolution strategy` {
  /// The largest value that is reached within a number of generations from ones.
  private func best(
    of function: ([Double]) -> Double, dimension: Int, generations: Int
  ) -> Double {
    var generator = CounterBasedGenerator(key: 41)
    var strategy = EvolutionStrategy(mean: Array(repeating: 1, count: dimension), step: 0.5)
    var best = -Double.infinity
    for _ in 0..<generations {
      let points = strategy.points(using: &generator)
      let values = points.map(function)
      best = values.reduce(best, max)
      strategy.adapt(to: points, values: values)
    }
    return best
  }

  @Test func `climbs a sphere`() {
    #expect(best(of: { -$0.reduce(0) { $0 + $1 * $1 } }, dimension: 10, generations: 200) > -1e-10)
  }

  @Test func `follows Rosenbrock's valley`() {
    func valley(_ x: [Double]) -> Double {
      -zip(x, x.dropFirst()).reduce(0.0) { sum, pair in
        let (bend, rest) = (pair.1 - pair.0 * pair.0, 1 - pair.0)
        return sum + 100 * bend * bend + rest * rest
      }
    }
    // From the ones shifted, since they are the optimum.
    #expect(best(of: { valley($0.map { $0 - 1 }) }, dimension: 10, generations: 1500) > -1e-8)
  }

  @Test func `learns an ellipsoid of condition a million`() {
    // Turned by three Householder reflections, so that the diagonal alone would not do.
    var generator = CounterBasedGenerator(key: 5)
    let turn = (0..<3).reduce(Matrix.identity(20)) { turn, _ in
      let axis = Matrix.normal(rows: 20, columns: 1, using: &generator)
      return turn - (2 / axis.inner(axis)) * (turn * axis).timesTranspose(axis)
    }
    func ellipsoid(_ x: [Double]) -> Double {
      -turn.times(x).enumerated().reduce(0.0) {
        $0 + pow(1e6, Double($1.offset) / 19) * $1.element * $1.element
      }
    }
    #expect(best(of: ellipsoid, dimension: 20, generations: 2500) > -1e-6)
  }

  @Test func `adapts the diagonal alone where the dimension is large`() {
    func separable(_ x: [Double]) -> Double {
      -x.enumerated().reduce(0.0) { $0 + pow(1e4, Double($1.offset) / 99) * $1.element * $1.element }
    }
    #expect(best(of: separable, dimension: 100, generations: 1500) > -1e-6)
  }

  @Test func `is not led by numbers that are none`() {
    // Half of the space has no value.
    func half(_ x: [Double]) -> Double { x[0] < 0 ? .nan : -x.reduce(0.0) { $0 + $1 * $1 } }
    #expect(best(of: half, dimension: 5, generations: 300) > -1e-6)
    // Nothing at all does no harm.
    _ = best(of: { _ in .nan }, dimension: 3, generations: 50)
  }
}
