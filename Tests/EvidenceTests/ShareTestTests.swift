import Evidence
import RandomNumbers
import Testing

@Suite struct `Sequential test of a share` {
  /// How many of so many simulated families with a true share are called rare, and how many pass; looked at after every
  /// instance.
  private func decisions(
    required: Double, share: Double, falseAlarm: Double, runs: Int
  ) throws -> (rare: Int, passed: Int, instances: Int) {
    var (rare, passed, instances) = (0, 0, 0)
    for run in 0..<runs {
      var generator = CounterBasedGenerator(key: fnv1a("\(required) \(share)".utf8), stream: UInt64(run))
      var test = try ShareTest(required: required, falseAlarm: falseAlarm)
      while test.decision == nil { test.add(generator.uniform() < share) }
      if test.decision == true { passed += 1 } else { rare += 1 }
      instances += test.instances
    }
    return (rare, passed, instances)
  }

  @Test(arguments: [0.1, 0.3, 0.9])
  func `wrong as rarely as promised, at both shares that it tells apart`(required: Double) throws {
    let (runs, falseAlarm) = (10_000, 1e-2)
    // A count so large that a test which keeps its promise shows it once in a million times.
    let limit = (0...runs).first { Binomial(trials: runs, probability: falseAlarm).atLeast($0) < 1e-6 }
    let exact = try decisions(required: required, share: required, falseAlarm: falseAlarm, runs: runs)
    let thin = try decisions(
      required: required, share: ShareTest.indifference * required, falseAlarm: falseAlarm, runs: runs)
    #expect(exact.rare < limit ?? 0 && thin.passed < limit ?? 0)
    #expect(exact.rare + exact.passed == runs && thin.rare + thin.passed == runs)
    // The promise is used: one that never errs draws more than it needs.
    #expect(exact.rare > 10 && thin.passed > 10, "\(exact) \(thin)")
  }

  @Test func `certain families are decided at once, and no outsider is forgiven where all are required`()
    throws
  {
    var all = try ShareTest(required: 1)
    for _ in 0..<200 where all.decision == nil { all.add(true) }
    // 0.8 to the power of n is at most 1e-12.
    #expect(all.decision == true && all.instances == 124)
    var spoilt = try ShareTest(required: 1)
    spoilt.add(true)
    #expect(spoilt.decision == nil)
    spoilt.add(false)
    #expect(spoilt.decision == false)
    var none = try ShareTest(required: 0.3)
    while none.decision == nil { none.add(false) }
    #expect(none.decision == false && none.instances < 400)
  }

  @Test func `undecided while the evidence is weaker than promised`() throws {
    var test = try ShareTest(required: 0.5, falseAlarm: 1e-3)
    // Each member multiplies the likelihood ratio by 1 / 0.8.
    for _ in 0..<30 { test.add(true) }
    #expect(test.decision == nil)
    test.add(true)
    #expect(test.decision == true)
  }
}
