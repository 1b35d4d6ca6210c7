import Benchmark
import ContrastiveTheory
import Foundation
import LinearAlgebra
import Mixtures
import RandomNumbers

/// What a change could make slower, for `swift package benchmark`: it compares with a stored baseline.
let benchmarks: @Sendable () -> Void = {
  let configuration = Benchmark.Configuration(
    metrics: [.wallClock, .cpuTotal, .peakMemoryResident], maxDuration: .seconds(3))

  for n in [1024, 4096] {
    Benchmark("value and gradient of a batch, n = \(n), d = 64, r = 8", configuration: configuration) {
      (benchmark: Benchmark, batch: Batch) throws in
      for _ in benchmark.scaledIterations { blackHole(try batch.loss.evaluate(batch.encoder)) }
    } setup: {
      Batch(n: n)
    }
  }

  for (d, components) in [(8, 3), (64, 3), (64, 5), (256, 3)] {
    Benchmark("certified minimiser, d = \(d), K = \(components)", configuration: configuration) {
      (benchmark: Benchmark, mixture: GaussianMixture) throws in
      for _ in benchmark.scaledIterations {
        blackHole(try InfoNCE(mixture.pairs(bias: 0.8)).minimizer(rank: components - 1))
      }
    } setup: {
      try conditionedMixture(dimension: d, components: components)
    }
  }
}

/// n pairs of 64 numbers, and an encoder of eight rows.
private struct Batch {
  let loss: EmpiricalInfoNCE
  let encoder: Matrix

  init(n: Int) {
    var generator = CounterBasedGenerator(key: 1)
    let members = Matrix.normal(rows: 64, columns: n, using: &generator)
    let partners = members + 0.5 * Matrix.normal(rows: 64, columns: n, using: &generator)
    loss = EmpiricalInfoNCE(SampledPairs(first: members, second: partners))
    encoder = 0.2 * Matrix.normal(rows: 8, columns: 64, using: &generator)
  }
}
