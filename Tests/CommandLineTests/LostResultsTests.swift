import Evidence
import Foundation
import Testing

/// Ways to lose something between a run and its verdict, or to put something else in its place.
@Suite("a run that lacks something") struct LostResultsTests {
  /// What happens to the ledgers of two shards, each a plan, four results and an end, a string a line.
  struct Loss: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// What is said of it.
    let says: String
    let happen: @Sendable (inout [[String]]) -> Void

    init(_ name: String, says: String, _ happen: @escaping @Sendable (inout [[String]]) -> Void) {
      (testDescription, self.says, self.happen) = (name, says, happen)
    }

    /// Texts in the result lines of both shards, or of the second alone, are others.
    init(_ name: String, says: String, inBoth: Bool = false, _ edits: [(old: String, new: String)]) {
      self.init(name, says: says) { ledgers in
        for shard in inBoth ? [0, 1] : [1] {
          for line in 1...4 {
            for (old, new) in edits {
              precondition(ledgers[shard][line].contains(old), "\(old) in \(ledgers[shard][line])")
              ledgers[shard][line].replace(old, with: new)
            }
          }
        }
      }
    }

    /// A text in the end of the second is another one.
    init(_ name: String, says: String, inEnd old: String, _ new: String) {
      self.init(name, says: says) { $0[1][5].replace(old, with: new) }
    }

    /// A text is another one.
    init(_ name: String, says: String, _ old: String, _ new: String, inBoth: Bool = false) {
      self.init(name, says: says, inBoth: inBoth, [(old, new)])
    }
  }

  private static let names = [("T1", "a"), ("T1", "b"), ("T2", "a"), ("T3", "c")]

  private static func ledgers() throws -> [[String]] {
    try (1...2).map { shard in
      let lines = names.map { theorem, property in
        LedgerLine.example(theorem, property).with {
          ($0.build, $0.provider) = ("b1", "LAPACK")
        }.part(shard, of: 2).with { $0.judge() }
      }
      var plan = Plan.plans(of: lines)[0]
      (plan.build, plan.provider) = ("b1", "LAPACK")
      let results = try lines.map { line in try line.with { $0.plan = plan.id }.encoded() }
      return try ([plan.encoded()] + results + [[plan].ends]).map { String(decoding: $0, as: UTF8.self) }
    }
  }

  private static let cuts = (1...4).map { kept in
    Loss("killed after \(kept - 1) results", says: "not run to the end:") {
      $0[0].removeLast(6 - kept)
      $0[1].removeLast(6 - kept)
    }
  }

  private static let holes = (1...4).map { line in
    let (theorem, property) = names[line - 1]
    return Loss(
      "without its result \(line)", says: "\(theorem), \(property): inconclusive\n  of 2 shards, missing: 2"
    ) {
      $0[1].remove(at: line)
    }
  }

  private static let files = [
    Loss("without its first shard", says: "0.jsonl: cannot be read") { $0[0] = [] },
    Loss("without its last shard", says: "1.jsonl: cannot be read") { $0[1] = [] },
    Loss("without any shard", says: "cannot be read") { $0 = [[], []] },
    Loss("with an empty shard", says: "it holds no line") { $0[1] = [""] },
    Loss("with a shard of blank lines", says: "it holds no line") { $0[1] = ["\n\n\n"] },
    Loss("with one shard twice", says: "of 2 shards, missing: 2") { $0[1] = $0[0] },
    Loss("torn in its last line", says: "it is torn") {
      $0[1].removeLast()
      $0[1][4] = String($0[1][4].prefix($0[1][4].count / 2))
    },
    Loss("without its last line feed", says: "it is torn") { $0[1][5].removeLast() },
    Loss("without its end", says: "(seed 0, shard 2 of 2, 4 properties) has no end") { $0[1].removeLast() },
    Loss("that was interrupted at its end", says: "has no end", inEnd: "\"exitCode\":0", "\"exitCode\":130"),
    Loss("with the end of another run", says: "has no end", inEnd: "\"run\":\"", "\"run\":\"x"),
    Loss(
      "that ended otherwise", says: "ended with exit code 3, and nothing in its ledger says why",
      inEnd: "\"exitCode\":0", "\"exitCode\":3"),
    Loss("that was started again and killed", says: "has no end") { ledgers in
      ledgers[1].append(ledgers[1][0].replacing("\"run\":\"", with: "\"run\":\"x"))
    },
    Loss("torn in its plan", says: "line 1 is no ledger line") { $0[1][0].removeFirst(20) },
    Loss("without a plan", says: "without the plan of their run") { $0[1].removeFirst() },
    Loss("with the plan of another run", says: "without the plan of their run") {
      $0[1][0].replace("\"b1\"", with: "\"b2\"")
    },
    Loss("with a plan alone", says: "of 2 shards, missing: 2") { $0[1].removeLast(5) },
    Loss("whose disk lost a block", says: "line 3 is no ledger line") {
      $0[1][2] = String(repeating: "\u{0}", count: 512) + "\n"
    },
    Loss("with prose in place of a result", says: "line 3 is no ledger line") { $0[1][2] = "all is well\n" },
    Loss("whose lines run together", says: "line 2 is no ledger line") { $0[1][1].removeLast() },
    Loss(
      "with lines of another schema", says: "line 2 is no ledger line: schema 5",
      "\"schema\":\(LedgerLine.currentSchema)", "\"schema\":5"),
    Loss("with results without a name", says: "no key \"theorem\"", "\"theorem\":", "\"thorem\":"),
    Loss("with counts out of all range", says: "instances: found -1", "\"instances\":50", "\"instances\":-1"),
    Loss("with a shard that cannot be", says: "shard: found 3/2", "\"index\":2}", "\"index\":3}"),
  ]

  private static let mixtures = [
    Loss(
      "with shards of two partitions", says: "of different runs", "{\"count\":2,\"index\":2}",
      "{\"count\":3,\"index\":2}"),
    Loss("with shards of two builds", says: "of different builds (b1, b2)", "\"b1\"", "\"b2\""),
    Loss("with shards of two versions", says: "of different versions", "\"version\":\"", "\"version\":\"9"),
    Loss("with shards of two providers", says: "of different providers", "\"LAPACK\"", "\"BLAS\""),
    Loss("with shards of two seeds", says: "of 2 shards, missing", "\"seed\":0", "\"seed\":1"),
    Loss("with shards of two sizes", says: "of 2 shards, missing", "\"planned\":100", "\"planned\":50"),
    Loss(
      "whose shards decided a class differently", says: "came to different shares", "\"count\":90",
      "\"count\":91"),
    Loss("with a shard that was refuted", says: "as told", "\"holds\"", "\"refuted\",\"reason\":\"as told\""),
    Loss("completed by another build", says: "T1, b\n") { ledgers in
      // One run by each build, of the whole: what one lacks the other has.
      ledgers = [[0, 1, 5], [0, 2, 5]].enumerated().map { number, kept in
        let lines = kept.map {
          ledgers[number][$0].replacing(
            "{\"count\":2,\"index\":\(number + 1)}", with: "{\"count\":1,\"index\":1}")
        }
        return lines.map { number == 0 ? $0 : $0.replacing("b1", with: "b2") }
      }
    },
    Loss("with shards of two claims", says: "of 2 shards, missing", "\"universal\"", "\"bound\""),
    Loss(
      "with a search in place of a shard", says: "of 2 shards, missing", "{\"instances\":{}}",
      "{\"search\":{\"restarts\":1}}"),
    Loss(
      "with results of another property", says: "T1, a: inconclusive\n  of 2 shards, missing: 2",
      "\"property\":\"",
      "\"property\":\"x"),
    Loss(
      "with results of another theorem", says: "T1, a: inconclusive\n  of 2 shards, missing: 2",
      "\"theorem\":\"T",
      "\"theorem\":\"T9"),
    Loss("that did not come out the same again", says: "did not come out the same twice") {
      $0[1].append($0[1][1].replacing("\"instances\":50", with: "\"instances\":49"))
    },
  ]

  private static let edits = [
    Loss(
      "with a violation called holding", says: "1 of 100 instances refute it", "\"refuted\":0",
      "\"refuted\":1"
    ),
    Loss(
      "with undecided instances called decided", says: "2 of 100 instances are undecided",
      "\"inconclusive\":0", "\"inconclusive\":1", inBoth: true),
    Loss(
      "with a class without its share", says: "coverage: 90 of 100", "\"isMet\":true", "\"isMet\":false",
      inBoth: true),
    Loss(
      "with a class that was not decided", says: "coverage not decided", "\"isMet\":true,", "", inBoth: true),
    Loss(
      "with no instance at all", says: "no instances", "\"instances\":50", "\"instances\":0", inBoth: true),
    Loss(
      "with an error that stopped it", says: "an error stopped it: e", "\"title\"",
      "\"thrown\":\"e\",\"title\"", inBoth: true),
    Loss(
      "with an objection to its family", says: "they are all alike", "\"title\"",
      "\"objection\":\"they are all alike\",\"title\"", inBoth: true),
    Loss(
      "of disproofs without a counterexample", says: "disproved, and no counterexample", "\"proved\",",
      "\"disproved\",", inBoth: true),
    Loss(
      "whose checks are likely wrong by chance", says: "too much", "\"falseAlarm\":0", "\"falseAlarm\":0.001",
      inBoth: true),
    Loss(
      "with a key twice", says: "\"refuted\" stands twice", "\"refuted\":0", "\"refuted\":0,\"refuted\":7"),
    Loss(
      "with a verdict that waits for nobody", says: "2 of 100 instances are undecided",
      "\"inconclusive\":0", "\"inconclusive\":1", inBoth: true),
    Loss(
      "whose worst instance refutes it", says: "the instance that it shows refutes it",
      "\"outcome\":\"holds\"",
      "\"outcome\":\"refuted\"", inBoth: true),
    Loss(
      "with a class that nothing belongs to", says: "0 of 100 instances are", "\"count\":90", "\"count\":0",
      inBoth: true),
    Loss(
      "of fewer instances than planned", says: "2 instances were looked at, planned 100", "\"instances\":50",
      "\"instances\":1", inBoth: true),
    Loss(
      "of more instances than planned", says: "120 instances were looked at, planned 100", "\"instances\":50",
      "\"instances\":60", inBoth: true),
    Loss("that a test failed beside its property", says: "T1, a: it broke down") {
      $0[1].append(broken(.test, culprit: Plan.Property(theorem: "T1", property: "a")))
    },
    Loss("that a theorem has no test", says: "it broke down") { $0[1].append(broken(.source)) },
    Loss("that a property broke down", says: "T1, x: it broke down") {
      $0[1].append(broken(.run, culprit: Plan.Property(theorem: "T1", property: "x")))
    },
    Loss("that did not build", says: "it broke down; the last that it printed") {
      $0[1].append(broken(.build))
    },
  ]

  private static func broken(_ stage: Breakdown.Stage, culprit: Plan.Property? = nil) -> String {
    let breakdown = Breakdown(stage, "it broke down", culprit: culprit, output: "no such module")
    let end = RunEnd(of: "another", exitCode: 1, breakdowns: [breakdown])
    return String(decoding: (try? end.encoded()) ?? Data(), as: UTF8.self)
  }

  private func report(_ ledgers: [[String]]) throws -> BuiltProgram.Run {
    let folder = try TemporaryFolder()
    for (number, lines) in ledgers.enumerated() where !lines.isEmpty {
      _ = try folder.file("\(number).jsonl", lines.joined())
    }
    return try BuiltProgram.run(["report", "0.jsonl", "1.jsonl"], in: folder.url)
  }

  @Test func `passes only whole`() throws {
    let run = try report(Self.ledgers())
    #expect(run.end == .exited(0), "\(run.output)\(run.error)")
    #expect((Self.cuts + Self.holes + Self.files + Self.mixtures + Self.edits).count >= 40)
  }

  @Test(arguments: cuts + holes + files + mixtures + edits)
  func `is not green, and says why`(_ loss: Loss) throws {
    var ledgers = try Self.ledgers()
    loss.happen(&ledgers)
    let run = try report(ledgers)
    #expect([1, 2, 3].contains(run.code), "\(run.output)\(run.error)")
    #expect((run.output + run.error).contains(loss.says), "\(run.output)\(run.error)")
  }

  @Test func `has the verdicts of its evidence, whatever its lines say`() throws {
    let folder = try TemporaryFolder()
    let line = LedgerLine.example("T1", "a").with { ($0.refuted, $0.judgement) = (3, .holds) }
    let run = try BuiltProgram.run(["report", folder.ledger("a.jsonl", [line])])
    #expect(run.end == .exited(1))
    let reason = "the line says that it holds, its evidence: 3 of 100 instances refute it"
    #expect(run.output.contains(reason), "\(run.output)")
  }

  @Test(
    .onlyOnLinux,
    arguments: [
      (
        "whose ledger is deleted", #"property T1 a holds; rm "$THEOREM_LEDGER"; sleep 1"#,
        "run.jsonl: cannot be read"
      ),
      ("whose ledger is emptied", #"property T1 a holds; : > "$THEOREM_LEDGER""#, "T1, a"),
      ("whose ledger takes nothing", "test T1 a; ended T1 a", "not run to the end"),
      (
        "whose events are deleted", "property T1 a holds; rm \"$events\"; sleep 1",
        "the test process's events"
      ),
      (
        "whose events are prose", "property T1 a holds; echo prose >> \"$events\"; sleep 1",
        "the test process's events"
      ),
      ("whose process stops after a result", "property T1 a holds; test T1 b; kill -KILL $$", "signal 9"),
      ("whose process traps", "test T1 a; echo 'Fatal error: x'; kill -ILL $$", "Fatal error: x"),
      ("whose process ends as if all were well", "property T1 a holds; test T1 b; exit 0", "T1, b"),
      ("whose process ends otherwise", "property T1 a holds; exit 7", "exit code 7"),
      ("a test of which is disabled", "property T1 a holds; test T1 b; event testSkipped T1/b ''", "T1, b"),
      ("that fails outside any property", "property T1 a holds; issue T1 a 'no proof'; exit 1", "no proof"),
      ("without tests", "", "no theorem"),
    ])
  func `is not green for verify either`(_ name: String, _ script: String, _ says: String) throws {
    let run = try FakePackage(script).verify("--ledger", "run.jsonl")
    #expect([1, 2, 3].contains(run.code), "\(name): \(run.output)\(run.error)")
    #expect((run.output + run.error).contains(says), "\(name): \(run.output)\(run.error)")
  }
}
