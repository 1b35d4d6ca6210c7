import ContrastiveTheory
import LinearAlgebra
import RandomNumbers
import Testing

@Suite struct `Agreement of partitions` {
  private func expectAgreement(
    _ first: [Int], _ second: [Int], _ rand: Double, _ normalised: Double, _ adjusted: Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let found = ClusterAgreement(first, second)
    let rounding = 64 * Double.ulpOfOne
    #expect(abs(found.adjustedRandIndex - rand) <= rounding, sourceLocation: sourceLocation)
    #expect(abs(found.normalisedMutualInformation - normalised) <= rounding, sourceLocation: sourceLocation)
    #expect(abs(found.adjustedMutualInformation - adjusted) <= rounding, sourceLocation: sourceLocation)
  }

  @Test func `by hand`() {
    // One pair of six is together in both, E = 1 · 2/6: (1 − 1/3)/(3/2 − 1/3) = 4/7. I = log 2, the entropies are 3/2 log 2 and
    // log 2. A random pair falls into one of two halves in one of three cases, I = log 2; else I = log 2 / 2.
    expectAgreement([0, 0, 1, 2], [0, 0, 1, 1], 4 / 7, 4 / 5, 4 / 7)
    // I = 0; of three partners of the first object in the first partition, one gives I = log 2.
    expectAgreement([0, 0, 1, 1], [0, 1, 0, 1], -1 / 2, 0, -1 / 2)
  }

  @Test func `values of scikit-learn 1.9.1`() {
    expectAgreement(
      [1, 1, 1, 2, 2, 2, 3, 3, 3, 3], [1, 1, 2, 2, 2, 3, 3, 3, 3, 1], 0.20454545454545456,
      0.44270128334605, 0.23728877770133558)
    // Documented examples of adjusted_rand_score and adjusted_mutual_info_score.
    expectAgreement(
      [0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2], 0.24242424242424243, 0.5158037429793889, 0.2987924581708901)
  }

  @Test func `one cluster, and as many as objects`() {
    expectAgreement([0, 0, 0], [7, 7, 7], 1, 1, 1)
    expectAgreement([0, 1, 2], [2, 0, 1], 1, 1, 1)
    expectAgreement([5], [9], 1, 1, 1)
    expectAgreement([0, 0, 0, 0], [0, 1, 2, 3], 0, 0, 0)
    // A documented example of scikit-learn: perfectly labelled up to names.
    expectAgreement([0, 0, 1, 1], [1, 1, 0, 0], 1, 1, 1)
  }

  @Test func `the mean over shuffled partitions is zero`() {
    var generator = CounterBasedGenerator(key: 80)
    let first = (0..<40).map { $0 % 4 }
    var second = (0..<40).map { $0 / 15 }
    var (rand, adjusted) = ([Double](), [Double]())
    for _ in 0..<4000 {
      for last in stride(from: 39, to: 0, by: -1) { second.swapAt(last, generator.integer(in: 0...last)) }
      let found = ClusterAgreement(first, second)
      rand.append(found.adjustedRandIndex)
      adjusted.append(found.adjustedMutualInformation)
    }
    for values in [rand, adjusted] {
      let mean = values.reduce(0, +) / Double(values.count)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
      // Six standard errors; the unadjusted index is .06 on average.
      #expect(abs(mean) <= 6 * (variance / Double(values.count)).squareRoot())
    }
  }

  @Test func `a bootstrap interval is as wide as the normal one`() {
    var generator = CounterBasedGenerator(key: 81)
    let values = (0..<400).map { _ in 3 + generator.normal() }
    let found = BootstrapMean(of: values)
    #expect(found == BootstrapMean(of: values))
    #expect(found.interval.contains(found.mean))
    // 2 · 1.96 / 20, and three standard errors of each end from 2000 resamples, of about .003 each.
    let width = found.interval.upperBound - found.interval.lowerBound
    #expect((0.175...0.217).contains(width))
    #expect(BootstrapMean(of: [2, 2]).interval == 2...2)
  }
}
