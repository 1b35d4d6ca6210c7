import Evidence
import Testing

@Suite struct `Lines of one run` {
  private func line(_ change: (inout LedgerLine) -> Void = { _ in }) -> LedgerLine {
    var line = LedgerLine.sample()
    line.build = "1f"
    change(&line)
    return line
  }

  @Test func `that differ in time, process and file count once`() {
    let again = line { ($0.seconds, $0.process, $0.saved) = (9, 7, "f") }
    let merged = LedgerLine.merged([line(), again, line()])
    #expect(merged == [line()])
  }

  private static let changes: [(String, @Sendable (inout LedgerLine) -> Void)] = [
    ("verdict", { $0.judgement = .inconclusive("r") }), ("instances", { $0.instances = 2 }),
    ("refuted", { $0.refuted = 1 }), ("undecided", { $0.inconclusive = 1 }),
    ("worst instance", { $0.worst?.instance = "[]" }),
    ("evidence", { $0.evidence = .values(within: [1...2]) }),
  ]

  @Test(arguments: changes)
  func `that differ in a result are refuted`(_ name: String, _ change: @Sendable (inout LedgerLine) -> Void) {
    for lines in [[line(), line(change)], [line(change), line()], [line(), line(), line(change)]] {
      let merged = LedgerLine.merged(lines)
      #expect(merged.map(\.verdict) == [.refuted])
      #expect(merged.first?.reason == "did not come out the same twice: \(name)")
    }
  }

  @Test func `after other stored counterexamples are of two runs, and the gravest counts`() {
    let later = line { ($0.replayed, $0.stored) = (1, "1f") }
    #expect(LedgerLine.merged([line(), later]).map(\.verdict) == [.holds])
    let refuted = line {
      // One of the same number that was mended, or another.
      ($0.replayed, $0.stored, $0.refuted) = (1, "2a", 1)
      $0.judge()
    }
    for lines in [[line(), refuted], [refuted, line()], [later, refuted]] {
      #expect(LedgerLine.merged(lines).map(\.reason) == ["1 of 2 instances refute it"])
    }
  }

  @Test func `that hold what is no number are the same, one as well as two`() {
    let unknown = line {
      ($0.resolution, $0.sharpness, $0.thrown) = (.nan, .nan, "resolution: found nan")
      $0.judge()
    }
    for lines in [[unknown], [unknown, unknown]] {
      let reasons = LedgerLine.merged(lines).map(\.reason)
      #expect(reasons == ["an error stopped it: resolution: found nan"])
    }
    let known = line { ($0.resolution, $0.judgement) = (1, unknown.judgement) }
    #expect(LedgerLine.merged([unknown, known]).map(\.verdict) == [.refuted])
  }

  @Test func `of searches count each, for they end by the clock`() {
    func search(_ refuted: Int) -> LedgerLine {
      line {
        ($0.evidence, $0.refuted, $0.seconds) = (.search(restarts: 1), refuted, Double(refuted + 1))
        $0.judge()
      }
    }
    for lines in [[search(1), search(0)], [search(0), search(1), search(1)]] {
      let merged = LedgerLine.merged(lines)
      #expect(merged.map(\.verdict) == [.refuted])
      #expect(merged.map(\.instances) == [2])
    }
    #expect(LedgerLine.merged([search(0), search(0)]) == [search(0)])
  }

  @Test func `of different builds, versions and providers hold nothing, and are named`() {
    let other = line { ($0.build, $0.version, $0.provider) = ("2a", "9", "p") }
    let merged = LedgerLine.merged([line(), other])
    #expect(merged.map(\.verdict) == [.inconclusive])
    #expect(
      merged.first?.reason
        == "the lines are of different builds (1f, 2a) and of different versions (\(programVersion), 9) "
        + "and of different providers (unknown, p)")
    // What one of them refutes is refuted.
    let refuted = line {
      ($0.build, $0.refuted) = ("2a", 1)
      $0.judge()
    }
    for lines in [[line(), refuted], [refuted, line()]] {
      let merged = LedgerLine.merged(lines)
      #expect(merged.map(\.verdict) == [.refuted])
      #expect(
        merged.first?.reason == "1 of 1 instances refute it; the lines are of different builds (1f, 2a)")
    }
  }
}
