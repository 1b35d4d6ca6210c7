import Foundation

@testable import TheoremTesting

extension Cheat {
  private static let proof =
    "> Every number is even.\n\n## Hypotheses\n\n* **H1: it is a number.**\n\n## S1\n\nBy H1.\n"

  /// About what a theorem's files say.
  static let texts: [Cheat] = [
    text("a theorem without a statement", .caught("no statement"), statement: nil),
    text("a statement that is to be written", .caught("no statement"), statement: "TODO: say what holds"),
    text("a statement that is a place for one", .caught("no statement"), statement: "A theorem, tbd"),
    text("a statement of one word", .caught("no statement"), statement: "Pinching"),
    text("a proof that is not there", .caught("no proof"), proof: nil),
    text(
      "a proof that quotes the statement and no more", .caught("expected a section"),
      proof: "> Every number is even.\n"),
    text(
      "a proof without hypotheses", .caught("expected a section"),
      proof: proof.replacing("## Hypotheses", with: "##")),
    text(
      "a proof without steps", .caught("expected a step"), proof: proof.replacing("## S1", with: "## Proof")),
    text(
      "a proof whose step is a heading", .caught("expected a step"),
      proof: proof.replacing("By H1.", with: "## S2")),
    text(
      "a proof that is to be written", .caught("in place of TODO"),
      proof: proof.replacing("By H1", with: "TODO")),
    text(
      "a proof of another statement", .caught("the test states"), proof: proof.replacing("even", with: "odd")),
    text(
      "a proof whose part in Coq is not there",
      .caught("a theorem, lemma or corollary T99_even in Proofs/Coq/T99.v"),
      proof: proof + "\n[`T99_even`](Coq/T99.v)\n"),
    text(
      "a proof that is wrong",
      .passes(
        seen:
          "what is stated in Coq is named beside the theorem, for who runs Coq, the rest is read by people")),
    text(
      "a clause that no property tests", .caught("no property tests the clause (2)"),
      statement: "(1) Every number is even, and (2) no number is odd."),
    text(
      "a disproof without a counterexample", .caught("no property states a counterexample"),
      status: .disproved),
    text(
      "a disproof whose counterexample is a comment", .caught("no property states a counterexample"),
      status: .disproved, body: "// try counterexample(known: [1]) { }\n/* counterexample( */"),
    text(
      "a disproof whose counterexample is a text", .caught("no property states a counterexample"),
      status: .disproved, body: #"let text = "counterexample(known: [1])""#),
    text("a weaker statement than the paper's", .passes(seen: nowhere)),
  ]

  /// The check of a theorem in a package of its own.
  private static func text(
    _ name: String, _ end: End, statement: String? = "Every number is even.", proof: String? = proof,
    status: TheoremStatus = .proved, body: String = ""
  ) -> Cheat {
    Cheat(name, end) {
      let folder = FileManager.default.temporaryDirectory.appendingPathComponent("cheat-\(UUID().uuidString)")
      defer { try? FileManager.default.removeItem(at: folder) }
      let file = folder.appendingPathComponent("Tests/T99_Claim.swift")
      let page = folder.appendingPathComponent("Proofs/T99_Claim.md")
      for file in [file, page] {
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      }
      try Data().write(to: folder.appendingPathComponent("Package.swift"))
      let suite = "@Suite(.theorem(.\(status)))\nstruct `T99 Claim` {\n@Test func `(1) it`() {}\n\(body)\n}\n"
      try Data(((statement.map { "/// \($0)\n" } ?? "") + suite).utf8).write(to: file)
      if let proof { try Data(proof.utf8).write(to: page) }
      try Statement.check(file: file, status: status)
    }
  }
}
