import Foundation
import Testing

@testable import TheoremTesting

@Suite struct `A theorem and its proof` {
  /// A package folder with one theorem and perhaps its proof, removed at the end.
  private func check(
    test: String, proof: String?, status: TheoremStatus = .proved, coq: String? = nil
  ) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("theorem-\(UUID().uuidString)")
    let tests = folder.appendingPathComponent("Tests/TheoremTests/Section")
    let proofs = folder.appendingPathComponent("Proofs")
    defer { try? FileManager.default.removeItem(at: folder) }
    for path in [tests, proofs.appendingPathComponent("Coq")] {
      try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
    }
    try "".write(to: folder.appendingPathComponent("Package.swift"), atomically: true, encoding: .utf8)
    let file = tests.appendingPathComponent("T99_Claim.swift")
    try test.write(to: file, atomically: true, encoding: .utf8)
    try proof?.write(to: proofs.appendingPathComponent("T99_Claim.md"), atomically: true, encoding: .utf8)
    try coq?.write(to: proofs.appendingPathComponent("Coq/T99.v"), atomically: true, encoding: .utf8)
    try Statement.check(file: file, status: status)
  }

  private let test = """
    import TheoremTesting

    /// Every number
    /// is even.
    @Suite(.theorem(.proved))
    struct `T99 Claim` {}
    """

  private let proof = """
    # T99

    > Every number is
    >  even.

    ## Hypotheses

    * **H1: it is a number.** Used in S1.

    ## S1 It is clear

    > Another quote.
    """

  @Test func `agree when the words are the same`() throws {
    try check(test: test, proof: proof)
    try check(test: test, proof: proof, status: .open)
  }

  @Test func `a proof has hypotheses and steps`() throws {
    #expect(throws: TheoremError.self) { try check(test: test, proof: "> Every number is even.") }
    let (hypotheses, steps) = ("## Hypotheses", "## S1 ")
    for (lacking, statuses) in [(hypotheses, [TheoremStatus.proved]), (steps, [.proved])] {
      for status in statuses {
        let error = #expect(throws: TheoremError.self) {
          try check(test: test, proof: proof.replacing(lacking, with: "## "), status: status)
        }
        #expect(error?.description.contains("Proofs/T99_Claim.md: expected") == true)
      }
    }
    let disproved = test + "\n@Test func f() { try counterexample(known: []) }"
    try check(test: disproved, proof: proof.replacing(hypotheses, with: "## "), status: .disproved)
    #expect(throws: TheoremError.self) {
      try check(test: disproved, proof: proof.replacing(steps, with: "## "), status: .disproved)
    }
  }

  @Test func `what a proof names in Coq stands there`() throws {
    let linked = proof + "\n[`T99_even`](Coq/T99.v) and [`T99_odd`](Coq/T99.v)."
    let even = "Theorem T99_even : true.\nProof. exact I. Qed.\n"
    try check(test: test, proof: linked, coq: even + "  Lemma T99_odd (n : nat) : true.")
    let odd = "Lemma T99_odd : true.\n"
    for granted in [
      "Proof. Admitted.", "Axiom a : false.", "(* (* *) *) Parameter p : nat.", "Proof. Abort.",
      "Admit Obligations.", "Unset Guard Checking.", "Variable p : false.",
      "Section S. Variable n : nat. End S. Hypothesis p : false.",
    ] {
      let error = #expect(throws: TheoremError.self) {
        try check(test: test, proof: linked, coq: even + odd + granted)
      }
      #expect(error?.description.contains("expected Proofs/Coq/T99.v without ") == true)
    }
    try check(test: test, proof: linked, coq: even + odd + "(* Admitted. (* Axiom *) *)")
    try check(
      test: test, proof: linked, coq: "Section S.\nModule M. End M.\nVariable n : nat.\n\(even + odd)End S.")
    for coq in [
      nil, even, even + "Lemma T99_odd' : true. Lemma T99_oddity : true. (* T99_odd *)",
      even + "(* (* *)\n\(odd)*)",
    ] {
      for status in [TheoremStatus.proved, .open] {
        let error = #expect(throws: TheoremError.self) {
          try check(test: test, proof: linked, status: status, coq: coq)
        }
        #expect(error?.description.contains("in Proofs/Coq/T99.v, which it names") == true)
      }
    }
  }

  @Test func `what is disproved has a counterexample`() {
    #expect(throws: TheoremError.noCounterexample(theorem: "T99_Claim")) {
      try check(test: test, proof: proof, status: .disproved)
    }
  }

  @Test func `each clause has a property, and each property a clause`() throws {
    func source(_ properties: String...) -> String {
      "/// Let n be even. (1) It is a number, and (2) its square f(2) is even.\n@Suite(.theorem(.open))\nstruct `T99 Claim` {\n"
        + properties.map { "  @Test func `\($0)`() throws {}\n" }.joined() + "}"
    }
    try check(test: source("(1) it is", "(1, 2) both"), proof: nil, status: .open)
    try check(test: source("(2) its square", "(1) it is"), proof: nil, status: .open)
    #expect(throws: TheoremError.clauseWithoutProperty(theorem: "T99_Claim", clause: 2)) {
      try check(test: source("(1) it is"), proof: nil, status: .open)
    }
    for unnumbered in ["it is", "(3) it is", "(1,2) it is"] {
      #expect(throws: TheoremError.propertyWithoutClause(theorem: "T99_Claim", property: unnumbered)) {
        try check(test: source("(1, 2) both", unnumbered), proof: nil, status: .open)
      }
    }
    // What no compiler sees tests nothing.
    for comment in ["// @Test func `(2) its square`() {}", "/* @Test func `(2) its square`() {} */"] {
      #expect(throws: TheoremError.clauseWithoutProperty(theorem: "T99_Claim", clause: 2)) {
        try check(test: source("(1) it is") + comment, proof: nil, status: .open)
      }
    }
    #expect(Statement.clauses("f(1) and (2) are") == [] && Statement.clauses("(1) a") == [])
    // References, and other ways to number.
    for statement in [
      "(1) One, and (2) that of (1) is two.", "(1): one by (2). (2): two.", "(2) two, (1) one (2).",
    ] {
      #expect(Statement.clauses(statement) == [1, 2], "\(statement)")
    }
    #expect(Statement.clauses("(1) One, and (3) three.") == [1, 3])
    #expect(Statement.clauses("**(1)** One, and _(2)_ two, (3)— three (4)") == [1, 2, 3, 4])
    for letters in [
      "(a) One, and (b) two.", "Let: (i): one. (ii): two.", "(A) One, **(B)** two.", "(I) One, (II)",
      "Let n be one.\n/// 1. One.\n/// **2.** Two.", "1) One.\n/// 2) Two.", "Let n be one: a) one, b) two.",
      "i) One, and ii) two.", "It is: 1) one, 2) two.", "(1a) One, and (1b) two.", "(1)One is. (2)Two is.",
      "[1] One is. [2] Two is.",
    ] {
      #expect(throws: TheoremError.lettered(theorem: "T99_Claim")) {
        try check(
          test: "/// \(letters)\n@Suite(.theorem(.open))\nstruct T {}", proof: nil, status: .open)
      }
    }
    #expect(!Statement.isLettered("(i) is one, and f(ii) or (b) another") && !Statement.isLettered("(b) (a)"))
    for reference in [
      "By Fisher [1], and by Rao [2] as well.", "Of x (or a) and y (or b) one is.", "(1) a f(2)b",
    ] {
      #expect(!Statement.isLettered(reference), "\(reference)")
    }
    try check(
      test: "/// It is at most\n/// 1. Another is\n/// more.\n@Suite(.theorem(.open))\nstruct T {}",
      proof: nil,
      status: .open)
  }

  @Test func `tests that the compiler leaves out cover nothing`() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("T99_\(UUID().uuidString).swift")
    defer { try? FileManager.default.removeItem(at: file) }
    try """
    @Test(.tags(.slow), .timeLimit(.minutes(1))) @MainActor func `(1) a // b`() {} // @Test func gone() {}
    #if false
    @Test("(2) /* it */ is") func plain() {}
    #endif
    """.write(to: file, atomically: true, encoding: .utf8)
    try Statement.check(file: file, running: ["Inner/(1) a // b", "(2) /* it */ is"])
    let missing = TheoremError.notRunning(theorem: TheoremFile.stem(file), property: "(2) /* it */ is")
    #expect(throws: missing) { try Statement.check(file: file, running: ["(1) a // b", "(1) b"]) }
  }

  @Test func `no attribute hides a test`() {
    let source = """
      @Test("(1) in (quotes", .timeLimit(.minutes(5))) @available(macOS 15, *) func a() {}
      @Test(.enabled(if: f(g(h(")"))))) @Listed<Int>(2) nonisolated(unsafe) static func `(2) in ticks`() {}
      @Testing.Test class func /* (3) */ plain() {}
      let text = "@Test func none() {}"
      """
    #expect(TheoremFile.properties(source) == ["(1) in (quotes", "(2) in ticks", "plain()"])
  }

  @Test func `a test is called as Swift Testing calls it`() {
    let source = ##"""
      @Test func `word`() {}
      @Test("it is \"(tight\" \u{3b1}") func a() {}
      @Test(#"a "(b" \"#, .tags(.x)) func b() {} // @Test func gone() {}
      """##
    let names = ["word()", #"it is "(tight" α"#, #"a "(b" \"#]
    #expect(TheoremFile.properties(source) == names)
    for name in names {
      #expect(TheoremFile.states(source, name) && TheoremFile.states(source, "Inner/\(name)"))
      #expect(!TheoremFile.states(source, String(name.dropFirst())))
    }
  }

  @Test func `lines end as they do elsewhere`() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("T99_\(UUID().uuidString).swift")
    defer { try? FileManager.default.removeItem(at: file) }
    for end in ["\r\n", "\r"] {
      try ("// A note.\n" + test).replacing("\n", with: end).write(
        to: file, atomically: true, encoding: .utf8)
      #expect(Statement.inTest(try TheoremFile.text(of: file)) == "Every number is even.")
      try TheoremRegistry().check(file, .open)
    }
    // Spaces that the compiler takes for plain ones.
    for space in ["\u{C}", "\u{A0}"] {
      try test.replacing("struct ", with: "struct\(space)").write(
        to: file, atomically: true, encoding: .utf8)
      #expect(Statement.inTest(try TheoremFile.text(of: file)) == "Every number is even.")
    }
  }

  @Test func `another name of a type is one`() {
    let aliases = TheoremFile.aliases("typealias Moved = A.`T1 stands`\n// typealias Gone = B")
    #expect(aliases.map(\.name) == ["Moved"] && aliases.map(\.parts) == [["A", "T1 stands"]])
  }

  @Test func `its tests stand in its file`() throws {
    let trait = TheoremTrait.theorem(.proved, file: "/Tests/T99_Claim.swift")
    try trait.checkPlace(of: "c", at: "/Tests/T99_Claim.swift")
    // Another file of the same name is shown with its path.
    for (path, told) in [("/Tests/Further.swift", "Further.swift"), ("/T99_Claim.swift", "/T99_Claim.swift")]
    {
      #expect(throws: TheoremError.elsewhere(theorem: "T99_Claim", name: "c", file: told)) {
        try trait.checkPlace(of: "c", at: path)
      }
    }
  }

  @Test func `a status of a test asks for what that of a suite does`() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("T99_\(UUID().uuidString).swift")
    defer { try? FileManager.default.removeItem(at: file) }
    try test.write(to: file, atomically: true, encoding: .utf8)
    let registry = TheoremRegistry()
    try registry.check(file, .open)
    #expect(throws: TheoremError.noProof(theorem: TheoremFile.stem(file))) {
      try registry.check(file, .proved)
    }
  }

  @Test func `the statement is that of the suite that states it`() {
    let decoys = "/// A.\n@Suite struct A {}\n/* B\n/// B.\n@Suite(.theorem(.open)) struct B {}\n*/\n"
    let text = "let text = \"\"\"\n/// C.\n@Suite(.theorem(.open)) struct C {}\n\"\"\"\n"
    #expect(Statement.inTest(decoys + text + test) == "Every number is even.")
    #expect(Statement.inTest(decoys + text) == nil)
  }

  @Test func `nothing above an empty line is a part of the statement`() throws {
    for line in ["", "  "] {
      #expect(throws: TheoremError.cut(theorem: "T99_Claim")) {
        try check(
          test: test.replacing("/// Every", with: "/// Let n be one.\n\(line)\n/// Every"), proof: proof)
      }
    }
    // That of something else may stand there.
    try check(
      test: test.replacing("/// Every", with: "/// One.\nlet one = 1\n\n/// Every"), proof: proof)
  }

  @Test func `a test that lacks its attribute is told`() throws {
    let body = "() throws { try forAll(.unit) { _ in holds } }"
    for name in ["`every number`", "everyNumber"] {
      #expect(throws: TheoremError.unmarked(theorem: "T99_Claim", name: name.filter { $0 != "`" })) {
        try check(test: test + "\nextension T { func \(name)\(body) }", proof: proof)
      }
    }
    for whole in [
      "@Test func `every number`\(body)", "@Test func a() { try check() }\nfunc check\(body)",
      "func root() -> Matrix { .identity(3) } // forAll(", "// func gone\(body)",
    ] {
      try check(test: test + "\n" + whole, proof: proof)
    }
  }

  @Test func `a proof names what stands in the test, and hides nothing`() throws {
    let needed = proof.replacing("Used in S1.", with: "Needed: `evenness cannot be dropped`.")
    let property = "\n@Test func `evenness cannot be dropped`() {}"
    try check(test: test + property, proof: needed)
    for (page, told) in [
      (needed, "to show H1"), ("<!--\n\(proof)\n-->", "states \"\""), (proof + " FIXME", "in place of FIXME"),
      (proof.replacing("## S1", with: "<!-- ## S1"), "a step"),
      (proof + "[S1](Coq/T99.v)", "a name for [S1](Coq/T99.v)"),
      (proof + "[`a.b`](Coq/T99.v)", "a name for [`a.b`](Coq/T99.v)"),
    ] {
      let error = #expect(throws: TheoremError.self, "\(told)") { try check(test: test, proof: page) }
      #expect(error?.description.contains(told) == true, "\(told): \(error?.description ?? "")")
    }
  }

  @Test func `differ by one word`() {
    #expect(
      throws: TheoremError.statementsDiffer(
        theorem: "T99_Claim", test: "Every number is even.", proof: "Every number is odd.")
    ) {
      try check(test: test, proof: "> Every number is odd.")
    }
  }

  @Test func `a theorem that is not open needs a proof`() throws {
    #expect(throws: TheoremError.noProof(theorem: "T99_Claim")) { try check(test: test, proof: nil) }
    #expect(throws: TheoremError.noProof(theorem: "T99_Claim")) {
      try check(test: test + "\n@Test func f() { counterexample(", proof: nil, status: .disproved)
    }
    try check(test: test, proof: nil, status: .open)
  }

  @Test func `a theorem needs a statement`() {
    #expect(throws: TheoremError.noStatement(theorem: "T99_Claim")) {
      try check(test: "@Suite struct T {}", proof: "> x")
    }
  }
}

@Suite struct `Theorem files` {
  /// The theorem tests' folder, beside this one.
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .appendingPathComponent("TheoremTests")

  private func sources() throws -> [(name: String, text: String)] {
    let files = FileManager.default.enumerator(at: Self.folder, includingPropertiesForKeys: nil)
    return try (files?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "swift" }.map {
      ($0.lastPathComponent, try String(contentsOf: $0, encoding: .utf8))
    }
  }

  @Test func `type no tolerance`() throws {
    let sources = try sources()
    #expect(sources.count > 7)
    // Unit tests of what stands beside a theorem are not theorems.
    for (name, text) in sources where !text.contains("import Testing\n") {
      for word in ["tolerance", "accuracy:", "resolution:", "#expect(abs", "isApproximatelyEqual"] {
        #expect(!text.contains(word), "\(name) contains \(word)")
      }
      // Numbers such as 1e-9: only tolerances look like that.
      #expect(text.firstMatch(of: /\de-\d/) == nil, "\(name) types a small number")
      #expect(!text.contains("ErrorBudget([.certificate:"), "\(name) types an error")
    }
  }
}
