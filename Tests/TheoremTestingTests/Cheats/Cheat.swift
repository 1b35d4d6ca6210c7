import Foundation
import Synchronization

@testable import TheoremTesting

/// A statement that an author could make pass, or hopes to.
struct Cheat: Sendable, CustomTestStringConvertible {
  enum End: Sendable, Equatable {
    /// It does not hold, for a reason with these words.
    case caught(String)
    /// It holds, and this is where a reader sees it.
    case passes(seen: String)
  }

  let name: String
  let end: End
  let statement: @Sendable () throws -> Void

  init(_ name: String, _ end: End, _ statement: @escaping @Sendable () throws -> Void) {
    (self.name, self.end, self.statement) = (name, end, statement)
  }

  var testDescription: String { name }

  static let all = instances + verdicts + words + sides + forms + texts

  static let nowhere = "by nobody but a reader of the test"
  static let few = "`verify` lists what rests on few instances"
  static let author = "the page and the table say that the error is asserted, and where"

  /// What becomes of it: the failures that it records, and what it throws.
  var heard: [String] {
    let heard = Mutex<[String]>([])
    do {
      try Failure.$report.withValue({ failure in heard.withLock { $0.append(failure.text) } }) {
        try statement()
      }
    } catch {
      heard.withLock { $0.append("\(error)") }
    }
    return heard.withLock(\.self)
  }
}

@Suite struct `Careless and cheating authors` {
  @Test(arguments: Cheat.all)
  func `come to what is told of them`(_ cheat: Cheat) {
    switch cheat.end {
    case .caught(let reason):
      #expect(cheat.heard.count == 1 && cheat.heard.allSatisfy { $0.contains(reason) }, "\(cheat.heard)")
    case .passes: #expect(cheat.heard.isEmpty, "\(cheat.heard)")
    }
  }

  /// The documentation lists what remains possible, in the words of the tests.
  @Test func `that pass are listed`() throws {
    let article = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Sources/TheoremTesting/TheoremTesting.docc/WhatRemainsPossible.md")
    let listed = try String(contentsOf: article, encoding: .utf8).split(separator: "\n").filter {
      $0.hasPrefix("* ")
    }.map(String.init)
    let passing = Cheat.all.compactMap { cheat -> String? in
      if case .passes(let seen) = cheat.end { "* \(cheat.name): \(seen)." } else { nil }
    }
    #expect(listed == passing)
    #expect(Cheat.all.count >= 60 && passing.count < Cheat.all.count / 2)
    #expect(Set(Cheat.all.map(\.name)).count == Cheat.all.count)
  }

  /// An open statement may leave one instance in a hundred undecided, but not those for which it does not compute.
  @Test func `that throw just where an open statement fails`() throws {
    struct Rare: Error {}
    func judgement(_ verdict: @escaping @Sendable (Double) throws -> Verdict) throws -> Judgement {
      let property = Property(.universal, family: .unit, resolution: 1e-6, statement: verdict)
      var tally = Tally(
        property,
        line: LedgerLine(
          theorem: "T99", title: "", status: .open, property: "p", claim: .universal, planned: 1000))
      let instances = Instances(of: "p", count: 1000, settings: try Settings(environment: [:]))
      tally.book(try instances.forEach(of: .unit) { tally.add(property.verdict($0.instance), of: $0) })
      tally.line.judge()
      return tally.line.judgement
    }
    @Sendable func claim(_ number: Double) -> Verdict { .less(Estimate(exactly: number), than: 0.995) }
    let thrown = try judgement {
      if claim($0).outcome == .refuted { throw Rare() }
      return claim($0)
    }
    #expect(thrown == .inconclusive("an instance was not compared: the computation failed: Rare()"))
    let shrugged = try judgement { claim($0).outcome == .refuted ? .inconclusive("never mind") : claim($0) }
    #expect(shrugged == .inconclusive("an instance was not compared: never mind"))
    #expect(try judgement { claim($0).outcome == .refuted ? isZero(0, error: 1) : claim($0) } == .holds)
  }
}
