import Foundation
import Synchronization

@testable import TheoremTesting

@Suite struct `A worst-case search` {
  /// Points of the cube, ten numbers each.
  private static let cube = Family<[Double]>("the cube") { draw in
    (0..<10).map { _ in draw.real("coordinate", in: 0...1) }
  }

  /// "The point is farther than .3 from (.9, …, .9)": false on a part of about 1e-6 of the cube.
  @Sendable private static func isFar(_ point: [Double]) -> Verdict {
    let distance = point.reduce(0) { $0 + ($1 - 0.9) * ($1 - 0.9) }.squareRoot()
    return .positive(distance - 0.3, budget: ErrorBudget([.rounding: 1e-12]))
  }

  private func search(
    _ family: Family<[Double]> = cube, shard: String = "1/1", seed: String = "0", seconds: Double = 20,
    verdict: @escaping @Sendable ([Double]) -> Verdict = isFar
  ) throws -> (evaluations: Int, restarts: Int, samples: Int, worst: Trial<[Double]>?) {
    let settings = try Settings(environment: ["THEOREM_SHARD": shard, "THEOREM_SEED": seed])
    let instances = Instances(of: "T99/search", count: 1, settings: settings)
    let property = Property(.universal, family: family, resolution: 1e-6, statement: verdict)
    return WorstCaseSearch(property, instances: instances).run(seconds: seconds)
  }

  @Test func `finds what random instances miss`() throws {
    let instances = Instances(of: "T99/draws", count: 10_000, settings: try Settings(environment: [:]))
    var seen = 0
    _ = try instances.forEach(of: Self.cube) { specimen in
      if Self.isFar(specimen.instance).outcome == .refuted { seen += 1 }
    }
    #expect(seen == 0)
    let found = try search()
    #expect(found.worst?.verdict.outcome == .refuted && found.evaluations > 200 && found.restarts >= 1)
    let worst = try #require(found.worst)
    #expect(worst.specimen.instance.allSatisfy { $0 > 0 && $0 < 1 })
    #expect(Self.isFar(worst.specimen.instance) == worst.verdict)
  }

  @Test func `tries the same points again with the same seed, and others with another`() throws {
    /// The points of the first restart.
    func points(seed: String) throws -> Set<[Double]> {
      let seen = Mutex(Set<[Double]>())
      // Never violated: the first restart, and others beside it, until the time is up.
      _ = try search(seed: seed, seconds: 0.3) { point in
        seen.withLock { _ = $0.insert(point) }
        return .positive(1 + point[0], budget: ErrorBudget([.rounding: 1e-12]))
      }
      return seen.withLock { $0 }
    }
    let (first, again, other) = (try points(seed: "0"), try points(seed: "0"), try points(seed: "1"))
    #expect(first.count > 200)
    // With several processors the restarts that ran beside the first may differ, not their points.
    #expect(first.intersection(again).count > 200)
    #expect(first.intersection(other).isEmpty)
  }

  @Test func `shares its restarts out to shards without an overlap`() throws {
    func points(shard: String) throws -> Set<[Double]> {
      let seen = Mutex(Set<[Double]>())
      _ = try search(shard: shard, seconds: 0.3) { point in
        seen.withLock { _ = $0.insert(point) }
        return Self.isFar(point)
      }
      return seen.withLock { $0 }
    }
    #expect(try points(shard: "1/2").intersection(points(shard: "2/2")).isEmpty)
  }

  @Test func `keeps to the hypotheses`() throws {
    let family = Self.cube.assuming("its hypotheses") { $0[0] < 0.5 }
    let outside = Mutex(0)
    let found = try search(family, seconds: 1) { point in
      if point[0] >= 0.5 { outside.withLock { $0 += 1 } }
      return Self.isFar(point)
    }
    #expect(outside.withLock { $0 } == 0 && found.evaluations > 200)
    #expect(found.worst?.verdict.outcome != .refuted)
  }

  @Test func `ends in time, and where there is nothing to search`() throws {
    let start = ContinuousClock.now
    let none = try search(Self.cube.assuming("its hypotheses") { _ in false }, seconds: 0.2)
    #expect(none.evaluations == 0 && none.worst == nil)
    let failing = Family<[Double]>("none") { _ in throw CancellationError() }
    #expect(try search(failing, seconds: 0.2).worst == nil)
    #expect(try search(Family("a constant") { _ in [1.0] }, seconds: 0.2).worst?.specimen.instance == [1])
    #expect(ContinuousClock.now - start < .seconds(5))
  }

  @Test func `climbs each clause of a conjunction, also beside an equality that holds`() throws {
    // The equality's error differs from point to point, and is all that a search for the worst of both would see. The
    // inequality is false on a part of 3e-10 of the cube, which no search meets by chance.
    let found = try search { point in
      let noise = Verdict.vanishes(
        measured: 1e-9 * sin(1e9 * point[1]), budget: ErrorBudget([.rounding: 1e-8]))
      let distance = point.reduce(0) { $0 + ($1 - 0.9) * ($1 - 0.9) }.squareRoot()
      return noise.and(.positive(distance - 0.1, budget: ErrorBudget([.rounding: 1e-12])))
    }
    #expect(found.worst?.verdict.outcome == .refuted)
  }

  @Test func `each sample that is looked at is booked, in a search, a climb and a shrinking`() throws {
    let looked = Mutex(0)
    let instances = Instances(of: "T99/samples", count: 100, settings: try Settings(environment: [:]))
    let family = Family<Double>("numbers") { $0.real("number", in: 0...1) }
    /// "Each number is below the limit", by a sample where it is above a half.
    func tally(limit: Double) -> Tally<Double> {
      let property = Property(.universal, family: family, resolution: 1e-6) { number in
        if number > 0.5 { looked.withLock { $0 += 1 } }
        return .positive(limit - number, budget: number > 0.5 ? .proved([.statistical: 1e-9]) : .exact)
      }
      return Tally(
        property,
        line: LedgerLine(
          theorem: "T99", title: "", status: .proved, property: "p", claim: .universal, planned: 100))
    }
    /// How many samples are booked for a look at instances, and how many there were.
    func booked(
      _ tally: inout Tally<Double>, _ look: (inout Tally<Double>) throws -> Void
    ) rethrows -> (samples: Double, looks: Int) {
      let before = (looks: looked.withLock(\.self), probability: tally.line.falseAlarm)
      try look(&tally)
      return (
        (tally.line.falseAlarm - before.probability) / FalseAlarm.ofCheck,
        looked.withLock(\.self) - before.looks
      )
    }
    var found = tally(limit: 0.98)
    let searched = booked(&found) { $0.search(instances, seconds: 20) }
    // The instance that is shown is made again, by its own sample.
    #expect(found.line.refuted == 1 && abs(searched.samples - Double(searched.looks - 1)) < 1e-3)
    let shrunk = try booked(&found) { try $0.finish(nil) }
    #expect(shrunk.looks > 0 && abs(shrunk.samples - Double(shrunk.looks)) < 1e-3)
    var climbing = tally(limit: 2)
    _ = try instances.forEach(of: family) { specimen in
      climbing.add(climbing.property.verdict(specimen.instance), of: specimen)
    }
    let climbed = booked(&climbing) { $0.ascend(instances) }
    #expect(climbed.looks > 0 && abs(climbed.samples - Double(climbed.looks)) < 1e-3)
  }

  @Test func `prefers any number to none`() throws {
    let found = try search(seconds: 0.2) { point in
      point[0] < 0.9
        ? .inconclusive("no number") : .positive(point[0], budget: ErrorBudget([.rounding: 1e-12]))
    }
    #expect(try #require(found.worst).verdict.outcome == .holds)
  }
}
