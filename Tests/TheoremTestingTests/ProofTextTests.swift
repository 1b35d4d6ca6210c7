import Evidence
import Foundation
import Testing

@testable import TheoremTesting

/// What a ledger's line carries of a theorem's files.
@Suite struct `The text of a theorem` {
  private static let page = """
    # T1
    > It holds.

    Machine-checked: [`T1_b`](Coq/T1.v), [`T1_a`](Coq/T1.v), and [`T1_b`](Coq/T1.v) again; [`not`](T2.md).

    ## Hypotheses

    A sentence before them.

    * **H1: the mixture is centred**, Σ w μ = 0. Used in S1. Needed: `(1) centring
      cannot be dropped` and `b cannot be dropped`, and `it cannot be dropped`, not `c`.
    * **H2: a shared covariance.** Used. Not needed: the proof
      does without. Needed: `d cannot be dropped`.
    * **H3: δ > 0.** Used to divide. Necessity not shown: here.
    * **H4: it is defined.** Nothing drops it.
    * A bullet of another kind.

    Needed: `what is outside any bullet cannot be dropped`.

    ## S1

    * **H5: no hypothesis here.**
    """

  @Test func `hypotheses, each with what is known of its necessity`() {
    let found = ProofText.hypotheses(Self.page)
    #expect(found.map(\.id) == ["H1", "H2", "H3", "H4"])
    #expect(
      found.map(\.title) == ["the mixture is centred", "a shared covariance", "δ > 0", "it is defined"])
    #expect(found.map(\.necessity) == [.needed, .unneeded, .notShown, .notShown])
    let needed = ["(1) centring cannot be dropped", "b cannot be dropped", "it cannot be dropped"]
    #expect(found.map(\.shownBy) == [needed, [], [], []])
    #expect(found[1].note == "Not needed: the proof does without. Needed: `d cannot be dropped`.")
    #expect(found[3].note == "Nothing drops it.")
  }

  @Test func `the machine-checked names, each once`() {
    #expect(
      ProofText.coqNames(Self.page, in: "Proofs") == [
        .init(name: "T1_b", file: "Proofs/Coq/T1.v"), .init(name: "T1_a", file: "Proofs/Coq/T1.v"),
      ])
  }

  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  @Test func `every theorem of this package has one`() throws {
    let folder = Self.root.appendingPathComponent("Tests/TheoremTests")
    let files =
      FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.allObjects as? [URL]
    let theorems = (files ?? []).filter { $0.lastPathComponent.wholeMatch(of: /T\d+_\w+\.swift/) != nil }
    #expect(theorems.count >= 40)
    var needed = 0
    for file in theorems {
      let text = try #require(TheoremText(file: file), "\(file.lastPathComponent)")
      #expect(Self.root.path + "/" + text.test == file.path)
      needed += text.hypotheses.count { $0.necessity == .needed }
    }
    #expect(needed > 30)
  }

  @Test func `a file outside a package, or without a statement, has none`() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("T1_\(UUID().uuidString).swift")
    try "/// It holds.\n@Suite struct A {}".write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    #expect(TheoremText(file: file) == nil)
    #expect(TheoremText(file: Self.root.appendingPathComponent("Package.swift")) == nil)
  }
}
