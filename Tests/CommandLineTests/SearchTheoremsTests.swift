import Evidence
import Foundation
import Testing

/// On the theorems of this package.
@Suite("theorems search and replay: the theorems")
struct SearchTheoremsTests {
  @Test func `a true theorem's search comes near and finds nothing`() throws {
    let run = try Theorems.run(["search", "T31", "--seconds", "1.5", "--json"])
    #expect(run.end == .exited(0), "\(run.output)\(run.error)")
    let lines = try JSONDecoder().decode([LedgerLine].self, from: Data(run.output.utf8))
    #expect(!lines.isEmpty && lines.allSatisfy { $0.isSearch && $0.verdict == .holds })
    for line in lines {
      #expect(line.instances > 100)
      guard case .search(let restarts) = line.evidence else { continue }
      #expect(restarts >= 2)
      #expect(line.worst?.outcome == .holds && line.saved == nil)
    }
  }

  @Test func `a stored counterexample is alive, and its property claims that`() throws {
    let stored = try #require(
      try CounterexampleHeader.files(
        of: "T16", in: BuiltProgram.package.appending(path: "Tests/Counterexamples")
      ).first)
    let header = try CounterexampleHeader(file: stored)
    let run = try Theorems.run(["replay", stored.path])
    #expect(run.end == .exited(0), "\(run.output)\(run.error)")
    #expect(run.output.hasPrefix("T16 The optimum spans F: \(header.property)\nthe property holds\n"))
    #expect(run.output.contains("statement refuted: margin -"))
  }

  @Test func `a file whose instance is of another kind is told by name`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file(
      "x.json",
      #"{"schema": 3, "theorem": "T16", "property": "some mixtures leave a direction of F out", "instance": 1}"#
    )
    let run = try Theorems.run(["replay", file])
    #expect(run.end == .exited(2), "\(run.output)\(run.error)")
    #expect(run.error.contains("counterexample \(file): "))
  }

  @Test func `a property that is gone`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file(
      "x.json", #"{"schema": 3, "theorem": "T16", "property": "gone", "instance": 1}"#)
    let run = try Theorems.run(["replay", file])
    #expect(run.end == .exited(2), "\(run.output)\(run.error)")
    #expect(run.error.contains("T16 has no property \"gone\" that could be replayed"))
  }
}
