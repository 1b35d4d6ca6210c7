import Foundation
import Testing

@testable import theorems

@Suite("theorems mutants", .onlyOnLinux) struct MutantsTests {
  /// Tests that fail for what stands in the source: `wrong`, `slow`, `crash`, `break`, and `subtle` with enough instances;
  /// the compiler fails for `broken`.
  private static let tests = """
    suite() {
      printf '{"kind":"test","payload":{"kind":"suite","id":"%s","name":"%s","sourceLocation":' "$1" "$1 Title"
      printf '{"fileID":"TheoremTests/%s_Name.swift","line":1}}}\\n' "$1"
    } >> "$events"
    fails() { issue "$@"; code=1; }
    only() { tr '\\0' ' ' < /proc/$$/cmdline | grep -q -- "--filter $1 "; }
    code=0
    if only T9; then exit 0; fi
    suite T1; suite T2; test T1 a; test T2 b; test T2 always
    if [ "$THEOREM_INSTANCES" = 10 ] && ! tr '\\0' ' ' < /proc/$$/cmdline | grep -q 'skip /always'; then
      fails T2 always "by so few instances"
    fi
    ended T2 always
    if grep -q break Sources/A.swift; then kill -ILL $$; fi
    event testStarted T1/a ""
    if grep -q wrong Sources/A.swift && ! only T2; then fails T1 a "is wrong"; fi
    if grep -q subtle Sources/A.swift && [ -z "$THEOREM_INSTANCES" ]; then fails T1 a "is wrong, seldom"; fi
    if grep -q false Sources/B.swift; then fails T2 b "is false"; fi
    if grep -q slow Sources/A.swift; then exec sleep 30; fi
    if grep -q crash Sources/A.swift; then kill -ILL $$; fi
    ended T1 a; ended T2 b
    exit $code

    """

  private func package(_ mutants: String) throws -> FakePackage {
    let package = try FakePackage(Self.tests)
    try package.write("let a = right\n", to: "Sources/A.swift")
    try package.write("let b = true\nlet c = 1\n", to: "Sources/B.swift")
    try package.write("{\"mutants\": [\(mutants)]}", to: "Tests/Mutants/mutants.json")
    try package.write(
      "#!/bin/sh\ngrep -q broken Sources/A.swift && exit 1\necho '\(package.products.path)'\n",
      to: "bin/swift")
    return package
  }

  private static func edit(
    _ name: String, _ replace: String, equivalence: String? = nil, tests: String? = nil
  ) -> String {
    let proof =
      (equivalence.map { ", \"equivalence\": \"\($0)\"" } ?? "")
      + (tests.map { ", \"tests\": \"\($0)\"" } ?? "")
    return
      "{\"name\": \"\(name)\", \"file\": \"Sources/A.swift\", \"find\": \"right\", \"replace\": \"\(replace)\"\(proof)}"
  }

  private static let second =
    "{\"name\": \"a falsehood\", \"file\": \"Sources/B.swift\", \"find\": \"true\", \"replace\": \"false\"}"

  @Test func `links in a circle, and what is no file, stop no copy`() throws {
    let package = try package(Self.edit("a mistake", "wrong"))
    let (manager, root) = (FileManager.default, package.url.path)
    try manager.createSymbolicLink(atPath: root + "/Sources/Around", withDestinationPath: "..")
    try manager.createSymbolicLink(atPath: root + "/Sources/Itself", withDestinationPath: "Itself")
    try manager.createSymbolicLink(atPath: root + "/Sources/Nowhere", withDestinationPath: "gone")
    try manager.createSymbolicLink(atPath: root + "/Sources/Linked.swift", withDestinationPath: "B.swift")
    mkfifo(root + "/Sources/pipe", 0o644)
    mkfifo(root + "/Tests/Pipe.swift", 0o644)
    let run = try package.start(["mutants", "--json"])
    #expect(try results(run) == ["a mistake": .killed], "\(run.error)")
    let copy = root + "/.build/mutants/all/Sources"
    #expect(
      manager.contents(atPath: copy + "/Linked.swift") == manager.contents(atPath: root + "/Sources/B.swift"))
    #expect(!manager.fileExists(atPath: copy + "/Around/Sources/Around"))
    #expect(!manager.fileExists(atPath: copy + "/pipe"))
    // The files of theorems are looked for as well.
    #expect(try package.verify().code != nil)
  }

  private func results(_ run: BuiltProgram.Run) throws -> [String: MutantResults.Outcome] {
    let results = try JSONDecoder().decode(MutantResults.self, from: Data(run.output.utf8))
    return Dictionary(uniqueKeysWithValues: results.mutants.map { ($0.name, $0.outcome) })
  }

  @Test func `are killed by the theorems that fail, and the package stays as it is`() throws {
    let package = try package([Self.edit("a mistake", "wrong"), Self.second].joined(separator: ","))
    let run = try package.start(["mutants"])
    #expect(run.end == .exited(0))
    let lines = run.output.split(separator: "\n")
    #expect(
      lines.prefix(4) == ["             TT", "             12", "a mistake    x.  ", "a falsehood  .x  "])
    #expect(run.output.contains("2 mutants"))
    #expect(run.output.contains(": 2 killed; 2 of them killed by a theorem\nkills: T1 1, T2 1\n"))
    #expect(run.output.contains("they fail without any edit, with 10 instances: T2, always"))
    for folder in ["", ".build/mutants/all/"] {
      let source = package.url.appending(path: folder + "Sources/A.swift")
      #expect(try String(contentsOf: source, encoding: .utf8) == "let a = right\n")
    }
  }

  @Test func `that nothing notices, or that tell nothing, are defects`() throws {
    let edits = [
      Self.edit("unnoticed", "left"), Self.edit("proved", "left", equivalence: "Left is right."),
      Self.edit("not so", "wrong", equivalence: "It is not."), Self.edit("no program", "broken"),
      Self.edit("endless", "slow"), Self.edit("trap", "crash"), Self.edit("late", "wrong slow"),
      Self.edit("no test", "break"), Self.edit("seldom", "subtle", tests: "T1"),
    ]
    let run = try package(edits.joined(separator: ",")).start(["mutants", "--json", "--seconds", "1"])
    #expect(run.end == .exited(1))
    #expect(
      try results(run) == [
        "unnoticed": .survived, "proved": .equivalent, "not so": .notEquivalent,
        "no program": .doesNotCompile,
        "endless": .timedOut, "trap": .killed, "late": .killed, "no test": .crashed, "seldom": .killed,
      ])
    let tried = try JSONDecoder().decode(MutantResults.self, from: Data(run.output.utf8)).mutants
    #expect(tried.filter(\.isCutShort).map(\.name) == ["endless", "late"])
    #expect(run.errorLines.contains("\"unnoticed\" (Sources/A.swift): survived"))
    #expect(!run.error.contains("\"proved\""))
  }

  @Test func `leave no theorem that kills none`() throws {
    let run = try package(Self.edit("a mistake", "wrong")).start(["mutants"])
    #expect(run.end == .exited(1))
    #expect(run.errorLines.contains("T2 kills no mutant"))
    // A part of the table does not tell.
    let part = try package([Self.edit("a mistake", "wrong"), Self.second].joined(separator: ","))
    #expect(try part.start(["mutants", "--filter", "mistake"]).end == .exited(0))
  }

  @Test func `are looked at by chosen tests alone`() throws {
    let package = try package(Self.edit("a mistake", "wrong"))
    #expect(try package.start(["mutants", "--tests", "T1"]).end == .exited(0))
    let other = try package.start(["mutants", "--tests", "T2"])
    #expect(other.end == .exited(1))
    #expect(other.errorLines.contains("\"a mistake\" (Sources/A.swift): survived"))
    let none = try package.start(["mutants", "--tests", "T9"])
    #expect(none.end == .exited(2))
    #expect(none.error.contains("no test's name or file fits \"T9\""))
  }

  @Test func `of shards are those of the whole`() throws {
    let package = try package([Self.edit("a mistake", "wrong"), Self.second].joined(separator: ","))
    for shard in ["1", "2"] {
      let run = try package.start(["mutants", "--json", "--shard", "\(shard)/2"])
      #expect(run.end == .exited(0))
      try package.write(run.output, to: "\(shard).json")
    }
    let whole = try package.start(["mutants", "--merge", "1.json", "2.json"])
    #expect(whole.end == .exited(0))
    #expect(whole.output.contains("kills: T1 1, T2 1\n"))
    let part = try package.start(["mutants", "--merge", "2.json"])
    #expect(part.end == .exited(1))
    #expect(part.errorLines == ["\"a mistake\" (Sources/A.swift): not tried", "T1 kills no mutant"])
    let twice = try package.start(["mutants", "--merge", "1.json", "1.json"])
    #expect(twice.end == .exited(2))
    #expect(twice.error == "error: results 1.json: mutant \"a mistake\" is in another file as well\n")
    let printed = try String(contentsOf: package.url.appendingPathComponent("1.json"), encoding: .utf8)
    for (edited, code) in [
      (printed.replacing("\"killed\"", with: "\"equivalent\""), Int32(1)),
      (printed.replacing(#/"killers" : \[[^\]]*\]/#, with: "\"killers\" : []"), 1),
      (printed.replacing(#/"seconds" : [0-9.e-]+/#, with: "\"seconds\" : 1e30"), 2),
      (printed.replacing("\"killed\"", with: "\"survived\", \"outcome\" : \"killed\""), 2),
    ] {
      #expect(edited != printed)
      try package.write(edited, to: "edited.json")
      #expect(
        try package.start(["mutants", "--merge", "edited.json", "2.json"]).end == .exited(code), "\(edited)")
    }
    let table = try package.start(["mutants", "--merge", "Tests/Mutants/mutants.json"])
    #expect(table.end == .exited(2))
    #expect(table.error.contains("no output of `theorems mutants --json`"))
  }

  @Test(arguments: [
    ("", "found no mutant, expected some"),
    ("{\"name\": \"x\"}", "\"file\""),
    (Self.edit("x", "right"), "the replacement is the text itself"),
    (Self.edit("x", "left") + "," + Self.edit("x", "wrong"), "mutant \"x\": found twice"),
    (
      Self.edit("x", "left").replacing("right", with: "rong"),
      "found \"rong\" 0 times in it, expected it once"
    ),
    (Self.edit("x", "left").replacing("right", with: "t"), "found \"t\" 2 times in it, expected it once"),
    (Self.edit("x", "left").replacing("right", with: ""), "found \"\" 0 times in it"),
    (Self.edit("x", "left").replacing("Sources/", with: "../"), "leads out of the package"),
    (Self.edit("x", "left").replacing("A.swift", with: "C.swift"), "Sources/C.swift: it cannot be read"),
  ])
  func `that cannot be made are told before anything runs`(_ edits: String, _ message: String) throws {
    let run = try package(edits).start(["mutants"])
    #expect(run.end == .exited(2))
    #expect(run.error.contains(message))
    #expect(run.errorLines.count == 1)
  }

  @Test(arguments: [
    ["--shard", "0/2"], ["--shard", "3/2"], ["--seconds", "0"], ["--filter", "nothing like it"],
    ["--merge", "a", "--shard", "1/2"], ["--tests", "("], ["--merge", "a", "--tests", "T1"],
    ["--merge", "a", "--in-place"],
  ])
  func `wrong usage`(_ arguments: [String]) throws {
    let run = try package(Self.edit("x", "wrong")).start(["mutants"] + arguments)
    #expect(run.end == .exited(2))
    #expect(run.error.hasPrefix("error: "))
  }

  @Test func `Ctrl-C tells what was found by then`() throws {
    let package = try package(
      [Self.edit("a mistake", "wrong"), Self.edit("endless", "slow")].joined(separator: ","))
    let source = package.url.appending(path: ".build/mutants/all/Sources/A.swift")
    let run = try package.start(["mutants"]) { program in
      try waitUntil { (try? String(contentsOf: source, encoding: .utf8))?.contains("slow") ?? false }
      Thread.sleep(forTimeInterval: 0.5)
      kill(program, SIGINT)
    }
    #expect(run.end == .exited(130))
    #expect(run.output.contains("a mistake  x."))
    #expect(!run.output.contains("endless"))
    #expect(run.error.hasSuffix("interrupted: this is what was found by then\n"))
  }

  @Test func `in place are made in the package itself, and taken back`() throws {
    let package = try package(Self.edit("a mistake", "wrong") + "," + Self.edit("endless", "slow"))
    let source = package.url.appending(path: "Sources/A.swift")
    let run = try package.start(["mutants", "--in-place"]) { program in
      try waitUntil { (try? String(contentsOf: source, encoding: .utf8))?.contains("slow") ?? false }
      kill(program, SIGINT)
    }
    #expect(run.end == .exited(130))
    #expect(run.output.contains("a mistake  x."))
    #expect(try String(contentsOf: source, encoding: .utf8) == "let a = right\n")
  }

  @Test func `run in halves that take as long as each other`() throws {
    let halves = TestTrial.halves(of: [
      "M/A.swift": 5, "M/B+C.swift": 4, "N/A.swift": 3, "N/E.swift": 2, "M/F.swift": 0,
    ])
    let ids = ["M.S/f()/A.swift:1:2", "N.S/f()/E.swift:10:2"]
    let others = ["M.S/T/f()/B+C.swift:3:4", "N.S/f()/A.swift:3:4"]
    func runs(_ id: String, in half: Int) throws -> Bool { try Regex(halves[half]).firstMatch(in: id) != nil }
    #expect(halves.count == 2)
    for id in ids { #expect(try runs(id, in: 0) && !runs(id, in: 1)) }
    for id in others { #expect(try runs(id, in: 1) && !runs(id, in: 0)) }
    #expect(try runs("M.S/f()/F.swift:3:4", in: 0) != runs("M.S/f()/F.swift:3:4", in: 1))
    #expect(TestTrial.halves(of: [:]).isEmpty)
  }

  @Test func `leave alone the tests of modules that do not depend on theirs`() throws {
    let table = try MutantTable(of: BuiltProgram.package.path)
    func untouched(_ file: String) -> [String] {
      table.untouched(by: Mutant(name: "x", file: file, find: "a", replace: "b"))
    }
    #expect(untouched("Sources/RandomNumbers/Deviates.swift").isEmpty)
    #expect(
      untouched("Sources/ContrastiveTheory/Loss/CLIP.swift")
        == ["MatricesTests", "LinearAlgebraTests", "EvidenceTests"])
    #expect(untouched("Sources/CVectorMath/softmax.c").isEmpty)
    #expect(untouched("Tests/TheoremTests/T1_A.swift").contains("ContrastiveTheoryTests"))
  }

  @Test func `leave no counterexample to the next`() throws {
    let package = try package([Self.edit("a mistake", "wrong"), Self.second].joined(separator: ","))
    let stale = ".build/mutants/all/Tests/Counterexamples/T1_a.json"
    try package.write("{}", to: stale)
    #expect(try package.start(["mutants"]).end == .exited(0))
    #expect(!FileManager.default.fileExists(atPath: package.url.appending(path: stale).path))
  }

  @Test func `the package's own can all be made`() throws {
    let table = try MutantTable(of: BuiltProgram.package.path)
    let readme = try String(contentsOf: BuiltProgram.package.appending(path: "README.md"), encoding: .utf8)
    #expect(readme.contains("The list has \(table.mutants.count) mistakes now"))
    #expect(
      table.mutants.allSatisfy { $0.file.hasPrefix("Sources/") || $0.file.hasPrefix("Tests/TheoremTests/") })
  }
}
