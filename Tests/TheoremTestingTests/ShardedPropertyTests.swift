import Foundation

@testable import TheoremTesting

/// A property that is really run in shards gives the line of the run in one piece.
@Suite struct `A property in shards` {
  private static let family = Family<Double>("numbers") { $0.real("number", in: 0...1) }
    .covering("above a half", 0.4) { $0 > 0.5 }.assuming("its hypotheses") { $0 > 0.01 }

  /// What one process finds.
  private func line(
    _ claim: Claim, shard: String, status: TheoremStatus = .proved,
    statement: @escaping @Sendable (Double) -> Verdict
  ) throws -> LedgerLine {
    let property = Property(claim, family: Self.family, resolution: 1e-6, statement: statement)
    let settings = try Settings(environment: ["THEOREM_SHARD": shard])
    let instances = Instances(of: "T99/sharded", count: 200, settings: settings)
    var line = LedgerLine(
      theorem: "T99", title: "", status: status, property: "p", claim: claim, planned: 200)
    line.shard = settings.shard
    // As `fails` books for its interval.
    if case .frequency = claim { line.falseAlarm = FalseAlarm.ofCheck }
    var tally = Tally(property, line: line)
    let observation = Observation<Double>("square", x: ("x", { $0 }), y: ("y", { $0 * $0 }), isHeadline: true)
    tally.book(
      try instances.forEach(of: Self.family) { specimen in
        tally.add(property.verdict(specimen.instance), of: specimen)
        try tally.record(observation, of: specimen.instance)
      })
    try tally.finish(nil)
    return tally.line
  }

  private static let statements: [(String, @Sendable (Double) -> Verdict)] = [
    ("holds", { isZero($0 * 1e-10) }), ("is refuted", { isZero($0 > 0.9 ? $0 : 0) }),
    ("is refuted once", { isZero($0 > 0.985 ? $0 : 0) }), ("is undecided", { isZero($0 < 0.1 ? .nan : 0) }),
    ("rests on samples", { .vanishes(measured: $0 * 1e-10, budget: .proved([.statistical: 1e-9])) }),
    ("is far off", { $0 > 0.7 ? .atMost(Estimate(exactly: $0), 0, scale: 1e-300) : isZero(0) }),
  ]

  private static let claims: [Claim] = [
    .universal, .frequency(allowed: 0.5, detecting: 0.9), .counterexample, .tightBound(attaining: 0.9),
  ]

  @Test(arguments: claims, [2, 3, 7])
  func `is what it is in one piece`(_ claim: Claim, _ count: Int) throws {
    for (name, statement) in Self.statements {
      let whole = try line(claim, shard: "1/1", statement: statement)
      let parts = try (1...count).map { try line(claim, shard: "\($0)/\(count)", statement: statement) }
      for order in [parts, parts.reversed(), parts + parts.prefix(1)] {
        var merged = try #require(LedgerLine.merged(order).first)
        #expect(abs(merged.falseAlarm - whole.falseAlarm) < 1e-15)
        (merged.seconds, merged.falseAlarm) = (whole.seconds, whole.falseAlarm)
        #expect(merged == whole, "\(claim) that \(name), of \(count)")
      }
      let missing = try #require(LedgerLine.merged(Array(parts.dropFirst())).first)
      #expect(missing.verdict == .refuted || missing.verdict == .inconclusive)
    }
  }

  @Test func `stands as a part found it, whatever the others add`() throws {
    var parts = try (1...3).map { try line(.universal, shard: "\($0)/3") { isZero($0 * 1e-10) } }
    #expect(LedgerLine.merged(parts).first?.verdict == .holds)
    parts[1].judgement = .refuted("its second run differs")
    #expect(LedgerLine.merged(parts).first?.judgement == parts[1].judgement)
  }

  @Test func `books the probability of each bound that rests on a sample`() throws {
    let budgets = [ErrorBudget.proved([.rounding: 1e-9]), .proved([.statistical: 1e-9])]
    let lines = try budgets.map { budget in
      try line(.universal, shard: "1/1") { _ in .vanishes(measured: 0, budget: budget) }
    }
    let booked = lines[1].falseAlarm - lines[0].falseAlarm
    #expect(abs(booked - Double(lines[1].instances) * FalseAlarm.ofCheck) < 1e-15, "\(lines[1].instances)")
  }

  @Test func `is open in a part where it takes the others`() throws {
    let rare = try line(.frequency(allowed: 0.5, detecting: 0.9), shard: "1/7") { isZero($0 > 0.9 ? 1 : 0) }
    #expect(rare.judgement.isPending && rare.verdict == .inconclusive && rare.failure == nil)
    let refuted = try line(.universal, shard: "1/2") { isZero($0) }
    #expect(!refuted.judgement.isPending && refuted.failure != nil)
    let holding = try line(.universal, shard: "1/2") { isZero($0 * 1e-10) }
    #expect(holding.judgement.isPending && holding.failure == nil)
    let undecided = try line(.universal, shard: "1/2") { _ in isZero(.nan) }
    #expect(!undecided.judgement.isPending)
  }

  @Test func `may leave one instance in a hundred of an open theorem undecided`() throws {
    var numbers: [Double] = []
    _ = try Instances(of: "T99/sharded", count: 200, settings: try Settings(environment: [:]))
      .forEach(of: Self.family) { numbers.append($0.instance) }
    #expect(numbers.count >= 100 && numbers.count < 200)
    let sorted = numbers.sorted(by: >)
    /// Undecided for the largest few numbers.
    func undecided(_ few: Int, _ status: TheoremStatus) throws -> Verdict.Outcome {
      let limit = sorted[few]
      return try line(.universal, shard: "1/1", status: status) { isZero(0, error: $0 > limit ? 1 : 0) }
        .verdict
    }
    #expect(try undecided(1, .open) == .holds)
    #expect(try undecided(2, .open) == .inconclusive)
    #expect(try undecided(0, .proved) == .holds)
    #expect(try undecided(1, .proved) == .inconclusive)
  }
}
