import Foundation

@testable import TheoremTesting

@Suite struct `Instances of a family` {
  private func instances(
    of property: String = "T99/p", count: Int = 20, _ environment: [String: String] = [:]
  ) throws -> Instances {
    Instances(of: property, count: count, settings: try Settings(environment: environment))
  }

  private func drawn(_ instances: Instances, _ family: Family<Double> = .unit) throws -> [Int: Double] {
    var drawn: [Int: Double] = [:]
    _ = try instances.forEach(of: family) { drawn[$0.index ?? -1] = $0.instance }
    return drawn
  }

  @Test func `are a function of theorem, property, seed and number`() throws {
    let all = try drawn(instances())
    #expect(try all.count == 20 && all == drawn(instances()))
    // More of them are the same ones and more.
    let more = try drawn(instances(count: 30))
    #expect(all.allSatisfy { more[$0.key] == $0.value })
    let others = [
      try drawn(instances(of: "T99/q")), try drawn(instances(of: "T98/p")),
      try drawn(instances(["THEOREM_SEED": "1"])),
    ]
    for other in others { #expect(Set(other.values).isDisjoint(with: all.values)) }
    // A value that must never change: whoever has a number of an instance can have the instance again.
    #expect(all[7] == 0.9385739607861309)
    #expect(others[2][7] == 0.8300525362736552)
  }

  @Test(arguments: [1, 2, 3, 7, 30]) func `of all shards are all, each once`(_ count: Int) throws {
    var seen: [Int: Double] = [:]
    for index in 1...count {
      for (number, value) in try drawn(instances(["THEOREM_SHARD": "\(index)/\(count)"])) {
        #expect(seen.updateValue(value, forKey: number) == nil)
      }
    }
    #expect(try seen == drawn(instances()))
  }

  @Test func `of the first of three shards are the numbers that three divides`() throws {
    #expect(try drawn(instances(["THEOREM_SHARD": "1/3"])).keys.sorted() == [0, 3, 6, 9, 12, 15, 18])
  }

  @Test func `are as many as the run asks for, unless they are given`() throws {
    #expect(try drawn(instances(["THEOREM_INSTANCES": "5"])).count == 5)
    let settings = try Settings(environment: ["THEOREM_INSTANCES": "5"])
    #expect(Instances(of: "p", count: 9, isFixed: true, settings: settings).count == 9)
  }

  @Test func `decide the coverage alike in every shard, with few instances too`() throws {
    let family = Family<Double>.unit.covering("above a half", 0.3) { $0 > 0.5 }.covering("above .9", 0.3) {
      $0 > 0.9
    }
    let whole = try instances().forEach(of: family) { _ in }
    #expect(whole.coverage.map(\.isMet) == [true, false])
    #expect(whole.coverage[0].drawn > 20)
    for environment in [["THEOREM_SHARD": "2/3"], ["THEOREM_INSTANCES": "1"]] {
      #expect(try instances(environment).forEach(of: family) { _ in }.coverage == whole.coverage)
    }
  }

  @Test func `that miss a hypothesis are counted and passed over`() throws {
    let family = Family<Double>.unit.assuming("its hypotheses") { $0 > 0.5 }.map("twice") { number, _ in
      2 * number
    }
    var seen: [Double] = []
    let found = try instances(count: 200).forEach(of: family) { seen.append($0.instance) }
    #expect(seen.allSatisfy { $0 > 1 } && seen.count + found.rejected == 200 && found.rejected > 50)
  }

  @Test func `cost little: with two classes no more than 100 normal numbers each`() throws {
    let family = Family<Double>.unit.covering("above a half", 0.3) { $0 > 0.5 }.covering("below", 0.3) {
      $0 < 0.5
    }
    let count = 50_000
    func seconds(_ body: () throws -> Void) rethrows -> Double {
      var (start, end) = (timespec(), timespec())
      clock_gettime(CLOCK_THREAD_CPUTIME_ID, &start)
      try body()
      clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end)
      return Double(end.tv_sec - start.tv_sec) + 1e-9 * Double(end.tv_nsec - start.tv_nsec)
    }
    var (generator, sum) = (CounterBasedGenerator(key: 1), 0.0)
    // Both in turn, and the best of ten: others use the machine as well.
    let numbers = try (0..<10).map { _ in
      let engine = try seconds { try forAll(family, count: count) { _ in isZero(0) } }
      return engine / seconds { for _ in 0..<count { sum += generator.normal() } }
    }
    #expect(sum.isFinite)
    let best = try #require(numbers.min())
    print("overhead of the engine: that of \(String(format: "%.0f", best)) normal numbers an instance")
    #expect(best < 100)
  }
}
