import Evidence
import Testing

@Suite struct `A line's judgement` {
  private func line(
    _ claim: Claim, status: TheoremStatus = .proved, _ change: (inout LedgerLine) -> Void
  ) -> LedgerLine {
    var line = LedgerLine(
      theorem: "T1", title: "t", status: status, property: "p", claim: claim, planned: 100)
    change(&line)
    line.planned = line.instances + line.rejected
    line.judge()
    return line
  }

  @Test func `of a search depends on what the property claims`() {
    func search(found: Bool, claimed: Bool, evaluations: Int = 10) -> LedgerLine {
      line(claimed ? .counterexample : .universal) {
        $0.evidence = .search(restarts: 1)
        $0.instances = evaluations
        if found { $0.refuted = 1 }
      }
    }
    #expect(search(found: true, claimed: true).verdict == .holds)
    #expect(search(found: true, claimed: false).verdict == .refuted)
    #expect(search(found: false, claimed: true).verdict == .inconclusive)
    #expect(search(found: false, claimed: false).verdict == .holds)
    #expect(search(found: false, claimed: false, evaluations: 0).verdict == .inconclusive)
  }

  @Test func `takes a class that was not decided for one that is not covered`() {
    for (isMet, outcome) in [(true, Verdict.Outcome.holds), (false, .inconclusive), (nil, .inconclusive)] {
      let found = line(.universal) {
        $0.instances = 100
        $0.coverage = [.init(name: "c", count: 5, drawn: 10, required: 0.5, isMet: isMet)]
      }
      #expect(found.verdict == outcome)
    }
  }

  @Test func `counts stored counterexamples`() {
    #expect(line(.counterexample) { ($0.replayed, $0.refuted) = (1, 1) }.verdict == .holds)
    #expect(line(.counterexample) { ($0.replayed, $0.instances, $0.refuted) = (1, 1, 1) }.verdict == .refuted)
    #expect(line(.universal) { ($0.replayed, $0.refuted) = (1, 1) }.verdict == .refuted)
    // One that is replayed by itself is planned; of a property that asks for no instances it is no evidence.
    for (planned, outcome) in [(1, Verdict.Outcome.holds), (0, .inconclusive), (-5, .inconclusive)] {
      var replayed = line(.universal) { $0.replayed = 1 }
      replayed.planned = planned
      replayed.judge()
      #expect(replayed.verdict == outcome)
    }
  }

  @Test func `holds no rate that says nothing, no necessity that nothing violates`() {
    let slopes = Claim.Evidence.values(within: Array(repeating: 1...1, count: 50))
    func rate(_ neighbours: ClosedRange<Double>) -> Claim {
      .rate(power: 1, neighbours: neighbours, sizes: [1, 2])
    }
    for (neighbours, outcome) in [(0.0...2, Verdict.Outcome.holds), (1.0...2, .inconclusive)] {
      #expect(line(rate(neighbours)) { $0.evidence = slopes }.verdict == outcome)
    }
    #expect(line(rate(0...2)) { $0.evidence = .instances }.verdict == .inconclusive)
    #expect(line(.necessity(of: "h")) { $0.instances = 20 }.verdict == .inconclusive)
  }

  @Test func `of a measurement tells an interval that contains the median`() throws {
    let measured = line(.measurement(of: "m")) {
      $0.instances = 99
      $0.evidence = .values(within: (0..<99).map { Double($0)...Double($0) + 0.5 })
    }
    #expect(measured.verdict == .holds && measured.margin == nil && measured.falseAlarm == 0)
    // P(X <= 35) = .0031 and P(X <= 36) = .0056 for X the number of 99 that lie below the median.
    #expect(measured.interval == 36...62.5)
  }

  @Test func `of a part is open, whatever it claims, and no interval of it refutes`() {
    func part(_ claim: Claim, _ change: (inout LedgerLine) -> Void = { _ in }) -> LedgerLine {
      line(claim) {
        ($0.instances, $0.shard) = (100, .init(index: 1, count: 3))
        $0.evidence = claim.noEvidence
        change(&$0)
      }
    }
    #expect(part(.universal).judgement == .pending("it holds for 100 instances of this part"))
    let often = part(.frequency(allowed: 0.1, detecting: 0.9)) { $0.refuted = 100 }
    let wrong = part(.rate(power: 1, neighbours: 0...2, sizes: [1, 2])) {
      $0.evidence = .values(within: Array(repeating: 2...2, count: 100))
    }
    #expect(often.judgement.isPending && wrong.judgement.isPending)
    #expect(part(.universal) { $0.refuted = 1 }.verdict == .refuted)
  }

  @Test func `tells what is all the same, or mostly rejected, of the sum of the parts`() {
    func merged(_ change: (inout LedgerLine) -> Void) -> LedgerLine? {
      let parts = (1...7).map { index in
        var part = LedgerLine(
          theorem: "T1", title: "t", status: .proved, property: "p", claim: .universal, planned: 70)
        (part.instances, part.shard) = (10, .init(index: index, count: 7))
        change(&part)
        part.judge()
        return part
      }
      let isOpen = parts.allSatisfy(\.judgement.isPending)
      #expect(isOpen)
      return LedgerLine.merged(parts).first
    }
    #expect(merged { _ in }?.verdict == .holds)
    #expect(merged { $0.sameInstance = "a" }?.reason == "the 70 instances are all the same")
    #expect(merged { $0.sameVerdict = "a" }?.verdict == .inconclusive)
    #expect(merged { $0.sameVerdict = "\($0.shard.index)" }?.verdict == .holds)
    #expect(merged { ($0.instances, $0.rejected, $0.planned) = (1, 39, 280) }?.verdict == .inconclusive)
    let flagged = merged {
      ($0.claim, $0.evidence, $0.sameViolation) = (.necessity(of: "h"), .violations(count: 3), "a")
      $0.worst = .init(.less(2, than: 1), index: 0, instance: "1")
    }
    #expect(flagged?.reason == "the 21 violations are all the same: they do not depend on the instance")
    // Of few instances all of them, but one is one.
    for (instances, violations, outcome) in [
      (9, 9, Verdict.Outcome.inconclusive), (9, 8, .holds), (2, 2, .inconclusive), (1, 1, .holds),
    ] {
      let few = line(.necessity(of: "h")) {
        ($0.instances, $0.evidence, $0.sameViolation) = (instances, .violations(count: violations), "a")
        $0.worst = .init(.less(2, than: 1), index: 0, instance: "1")
      }
      #expect(few.verdict == outcome, "\(violations) of \(instances)")
    }
  }

  @Test func `tells what is all the same of a finite family too, which may reject what it does`() {
    func listed(_ change: (inout LedgerLine) -> Void) -> LedgerLine {
      line(.universal) {
        ($0.instances, $0.isListed) = (200, true)
        change(&$0)
      }
    }
    #expect(listed { $0.rejected = 5000 }.verdict == .holds)
    #expect(listed { $0.sameInstance = "a" }.reason == "the 200 instances are all the same")
    #expect(listed { $0.sameVerdict = "a" }.verdict == .inconclusive)
  }

  @Test func `of a sum of parts has the coarsest of their resolutions`() {
    let parts = (1...3).map { index in
      line(.universal) {
        ($0.instances, $0.shard) = (10, .init(index: index, count: 3))
        if index == 2 { $0.resolution = 0.5 }
      }
    }
    #expect(LedgerLine.merged(parts).map(\.resolution) == [0.5])
  }

  @Test func `merges shards of different runs to nothing`() {
    var parts = (1...3).map { index in
      line(.universal) {
        $0.instances = 10
        $0.shard = .init(index: index, count: 3)
      }
    }
    for index in parts.indices { parts[index].planned = 30 }
    #expect(LedgerLine.merged(parts).map(\.verdict) == [.holds])
    #expect(LedgerLine.merged(Array(parts.dropLast())).first?.reason == "of 3 shards, missing: 3")
    parts[2].shard.count = 4
    #expect(LedgerLine.merged(parts).first?.reason == "the shards are of different runs: of 3 and 4 parts")
    parts[1].refuted = 1
    #expect(LedgerLine.merged(parts).map(\.verdict) == [.refuted])
    // Lines of another seed or another number of instances are of another run.
    parts[0].seed = 1
    parts[1].planned = 7
    #expect(LedgerLine.merged(parts).count == 3)
  }
}
