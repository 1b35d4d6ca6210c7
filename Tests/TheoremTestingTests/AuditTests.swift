import Foundation
import Synchronization

@testable import TheoremTesting

/// What is wrong with a family, and what only looks so.
@Suite struct `An audit of a family` {
  private static let sound = Family("sound") { $0.real("x", in: 0...1) }

  @Test func `tells instances that are no function of their choices`() throws {
    let random = Family("random") { $0.real("x", in: 0...1) + Double.random(in: 0...1e-9) }
    try planted("made twice from the same choices came out differently") {
      try forAll(random) { .positive(1 + $0, budget: .exact) }
    }
    let counter = Mutex(0)
    try planted("made twice from the same choices came out differently") {
      try forAll(Self.sound) { number in
        let calls = counter.withLock {
          $0 += 1; return $0
        }
        return .positive(1 + number + Double(calls), budget: .exact)
      }
    }
  }

  @Test func `tells instances that are all the same`() throws {
    try planted("the 250 instances are all the same") {
      try forAll(
        Family("ignores its choices") { draw in
          _ = draw.real("x", in: 0...1)
          return 0.5
        }
      ) { .positive($0, budget: .exact) }
    }
    // One instance is one, and is counted as one; a statement may come out alike for all.
    try forAll(Family("one") { _ in 0.5 }) { .positive($0, budget: .exact) }
    try forAll(Self.sound) { _ in .equal(1, 1) }
  }

  private final class Wheel: Sendable {
    let spokes: Int
    init(_ spokes: Int) { self.spokes = spokes }
  }

  @Test func `takes objects for what they hold`() throws {
    let wheels = Family("wheels") { Wheel($0.integer("spokes", in: 3...300)) }
    try forAll(wheels.with(Self.sound)) { .positive(Double($0.spokes) + $1, budget: .exact) }
    try planted("the 250 instances are all the same") {
      try forAll(
        Family("one wheel") { draw in
          _ = draw.real("x", in: 0...1)
          return Wheel(3)
        }
      ) { .positive(Double($0.spokes), budget: .exact) }
    }
    #expect(described(Wheel(3)) == "Wheel(spokes: 3)")
  }

  @Test func `tells a share of verdicts that do not depend on the instance`() throws {
    try planted("the verdicts on 2000 instances are all the same") {
      try fails(forAtMost: 0.02, detecting: 0.1, of: Self.sound, count: 2000) { _ in .less(0, than: 1) }
    }
    // One that cannot be computed counts as either.
    struct Broken: Error {}
    try fails(forAtMost: 0.02, detecting: 0.1, of: Self.sound, count: 2000) {
      if $0 < 0.0005 { throw Broken() }
      return .less(Estimate(exactly: $0), than: 2)
    }
  }

  /// The order of a set is another in each, also in those that are equal.
  private struct Graph: Encodable {
    let edges: Set<Int>
    let weights: [Int: Double]?

    init(_ size: Int) {
      edges = Set((0..<size).map { $0 * 7919 })
      weights = Dictionary(uniqueKeysWithValues: (0..<size).map { ($0, 0.5) })
    }
  }

  @Test func `takes sets and dictionaries for what they hold`() throws {
    let graphs = Family("graphs") { Graph($0.integer("size", in: 20...400)) }
    try forAll(graphs, Self.sound) { graph, x in
      .positive(x + Double(graph.edges.count), budget: .exact)
    }
    try planted("the 250 instances are all the same") {
      try forAll(
        Family("one graph") { draw in
          _ = draw.real("x", in: 0...1)
          return Graph(20)
        }
      ) { .positive(Double($0.edges.count), budget: .exact) }
    }
    let sets = Family("sets") { $0.element("set", of: [Graph(20), Graph(30)])?.edges.count ?? 0 }
    try forAll(sets.with(Self.sound)) { .positive(Double($0) + $1, budget: .exact) }
    let equal = (0..<20).map { _ in Graph(30) }
    #expect(Set(equal.map { "\($0)" }).count > 1 && Set(equal.map { Specimen(given: $0).text }).count == 1)
    // What has neither is told as before.
    #expect(described((1, "a", [0.5, 1], Int?.none)) == "\((1, "a", [0.5, 1], Int?.none))")
    #expect(Specimen(given: [0.5, 1]).text == "[0.5,1]")
    #expect(
      described(Graph(1))
        == "Graph(edges: Set<Int>(0), weights: Optional<Dictionary<Int, Double>>(some: Dictionary<Int, Double>((key: 0, value: 0.5))))"
    )
  }

  @Test func `tells a choice on which nothing depends, also one among others`() throws {
    func idle(_ family: Family<Double>) throws -> [String]? {
      let property = Property(.universal, family: family, resolution: 1e-6) {
        .positive(1 + $0, budget: .exact)
      }
      var audit = Audit(property)
      let instances = Instances(of: "p", count: 9, settings: try Settings(environment: [:]))
      _ = try instances.forEach(of: family) { audit.add(property.verdict($0.instance), of: $0) }
      return audit.idle
    }
    #expect(try idle(Self.sound) == [])
    let lazy = Family("lazy") { draw in
      _ = draw.integer("unused", in: 1...9)
      let count = draw.integer("count", in: 1...3)
      _ = draw.normals("also unused", 2)
      return (0..<count).reduce(0.5) { sum, _ in sum + draw.real("term", in: 0...1) }
    }
    #expect(try idle(lazy) == ["also unused", "unused"])
  }

  @Test func `tells a family that rejects most of what it draws`() throws {
    try planted("of the 250 instances that it draws") {
      try forAll(Self.sound.assuming("rare") { $0 < 0.05 }) { .positive(1 + $0, budget: .exact) }
    }
    try forAll(Self.sound.assuming("common") { $0 < 0.6 }) { .positive(1 + $0, budget: .exact) }
  }

  @Test func `looks at the families of rates and measurements too`() throws {
    let random = Family("random") { $0.real("x", in: 1...2) + Double.random(in: 0...1e-9) }
    let some = Self.sound.assuming("some") { $0 > 0.3 }
    try planted("made twice from the same choices came out differently") {
      try measure("number", of: random) { Estimate(exactly: $0) }
    }
    try measure("number", of: some) { Estimate(exactly: $0) }
    try planted("made twice from the same choices came out differently") {
      try rate(1, neighbours: 0...2, sizes: [1, 2], of: random, axes: ("size", "quantity")) {
        Estimate(exactly: $0 * $1)
      }
    }
    try rate(1, neighbours: 0...2, sizes: [1, 2], of: some, count: 100, axes: ("size", "quantity")) {
      Estimate(exactly: $0 * $1)
    }
  }

  @Test func `cannotDrop breaks the hypothesis that it names, and no other one`() throws {
    let family = Self.sound.assuming("small") { $0 < 2 }.assuming("whole or not") { $0 != 7 }
    @Sendable func claim(_ number: Double) -> Verdict { .less(Estimate(exactly: number), than: 2) }
    try cannotDrop("small", of: family, replacing: { _ in 3 }, holds: claim)
    try cannotDrop("small", of: family, .unit, replacing: { _ in 3 }) { number, _ in claim(number) }
    try planted("cannotDrop: found \"large\"") {
      try cannotDrop("large", of: family, replacing: { _ in 3 }, holds: claim)
    }
    try planted("replacing: found an instance that meets \"small\"") {
      try cannotDrop("small", of: family, replacing: { $0 }, holds: claim)
    }
    try planted("replacing: found an instance that misses \"whole or not\"") {
      try cannotDrop("small", of: family, replacing: { _ in 7 }, holds: claim)
    }
    try planted("certainly violates the property in none of 20 instances") {
      try cannotDrop("small", of: family, replacing: { _ in 3 }) { _ in .equal(1, 1) }
    }
  }

  @Test func `counterexamples that are known by their choices are of their family`() throws {
    let family = Self.sound.assuming("small") { $0 < 0.9 }
    @Sendable func claim(_ number: Double) -> Verdict { .less(Estimate(exactly: number), than: 0.5) }
    try counterexample(of: family, known: [["x": 0.75], ["x": 0.6]], to: claim)
    try planted("1 of 2 instances do not violate the statement") {
      try counterexample(of: family, known: [["x": 0.75], ["x": 0.25]], to: claim)
    }
    try planted("choice \"x\": found") { try counterexample(of: family, known: [["x": 2]], to: claim) }
    try planted("choice \"y\": found 1, expected none") {
      try counterexample(of: family, known: [["x": 0.75, "y": 1]], to: claim)
    }
    try planted("known: found {\"x\":0.95}") {
      try counterexample(of: family, known: [["x": 0.95]], to: claim)
    }
  }

  @Test func `a line has the coarsest resolution that its instances hold by, wherever it is typed`() throws {
    func resolution(_ verdict: @escaping @Sendable (Double) -> Verdict) throws -> Double {
      let property = Property(.universal, family: Self.sound, resolution: 1e-6, statement: verdict)
      var tally = Tally(
        property,
        line: LedgerLine(
          theorem: "T99", title: "", status: .open, property: "p", claim: .universal, planned: 9,
          resolution: property.resolution))
      let instances = Instances(of: "p", count: 9, settings: try Settings(environment: [:]))
      _ = try instances.forEach(of: Self.sound) { tally.add(property.verdict($0.instance), of: $0) }
      return tally.line.resolution
    }
    let budget = ErrorBudget([.rounding: 0.5])
    #expect(try resolution { .vanishes(measured: $0 / 10, budget: budget, resolution: 1) } == 1)
    #expect(try resolution { isZero($0 * 0) } == 1e-6)
    #expect(try resolution { .vanishes(measured: $0 * 0, budget: .exact, resolution: 1e-9) } == 1e-6)
  }

  @Test func `a climb from the worst instance finds what the instances miss`() throws {
    // False on a part of 1e-4 of the square, towards which the margin falls.
    @Sendable func claim(_ x: Double, _ y: Double) -> Verdict { .positive(1.99 - x - y, budget: .exact) }
    let seeds = 20
    let instances = try (0..<seeds).map { seed in
      Instances(of: "p", count: 250, settings: try Settings(environment: ["THEOREM_SEED": "\(seed)"]))
    }
    let family = Family<(Double, Double)>.product(.unit, .unit)
    let property = Property(.universal, family: family, resolution: 1e-6) { claim($0.0, $0.1) }
    var (found, drawn) = (0, 0)
    for instances in instances {
      var tally = Tally(
        property,
        line: LedgerLine(
          theorem: "T99", title: "", status: .open, property: "p", claim: .universal, planned: 250))
      _ = try instances.forEach(of: family) { tally.add(property.verdict($0.instance), of: $0) }
      if tally.line.refuted > 0 { drawn += 1 }
      tally.ascend(instances)
      #expect(tally.line.ascent <= 25 && tally.line.instances == 250)
      if tally.line.refuted > 0 { found += 1 }
    }
    #expect(found > drawn + seeds / 2, "\(found) by a climb and \(drawn) without, of \(seeds)")
  }
}
