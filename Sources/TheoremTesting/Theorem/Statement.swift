import Foundation

extension Statement {
  /// What a status asks for: a proof of the same statement, with hypotheses and steps, of one that is proved; one with steps, and
  /// a counterexample, of one that is disproved. The notes on another one, where there are any, state the same. What a page names in
  /// Coq stands there.
  /// - Throws: ``TheoremError`` also when a theorem has no statement, or a clause of it no property.
  static func check(file: URL, status: TheoremStatus) throws {
    let stem = TheoremFile.stem(file)
    let source: String
    do { source = try TheoremFile.text(of: file) } catch {
      throw TheoremError.unreadable(path: file.path)
    }
    guard let stated = inTest(source), isWritten(stated) else {
      throw TheoremError.noStatement(theorem: stem)
    }
    if isCut(source) { throw TheoremError.cut(theorem: stem) }
    if isLettered(stated) || isList(source) { throw TheoremError.lettered(theorem: stem) }
    if let name = TheoremFile.unmarkedTests(source).first {
      throw TheoremError.unmarked(theorem: stem, name: name)
    }
    try checkClauses(of: stated, TheoremFile.properties(source), theorem: stem)
    if status == .disproved, !TheoremFile.code(source).contains("counterexample(") {
      throw TheoremError.noCounterexample(theorem: stem)
    }
    guard let package = TheoremFile.package(above: file),
      let proof = ProofText.page(of: file, in: package)
    else {
      if status == .open || status == .measured { return }
      throw TheoremError.noProof(theorem: stem)
    }
    guard let proved = inProof(proof), proved == stated else {
      throw TheoremError.statementsDiffer(theorem: stem, test: stated, proof: inProof(proof) ?? "")
    }
    if status == .proved || status == .disproved, let gap = proof.firstMatch(of: gap) {
      throw TheoremError.proofLacks(theorem: stem, what: "text in place of \(gap.0)")
    }
    if let link = ProofText.strayCoqLink(proof) {
      throw TheoremError.proofLacks(theorem: stem, what: "a name for \(link), as in [`name`](Coq/File.v)")
    }
    try checkCoq(ProofText.coqNames(proof, in: "Proofs"), in: package, theorem: stem)
    let hypotheses = ProofText.hypotheses(proof)
    for hypothesis in hypotheses {
      for property in hypothesis.shownBy where !TheoremFile.states(source, property) {
        throw TheoremError.proofLacks(
          theorem: stem, what: "a property of the theorem to show \(hypothesis.id), found `\(property)`")
      }
    }
    if status == .proved, hypotheses.isEmpty {
      throw TheoremError.proofLacks(
        theorem: stem, what: "a section \"## Hypotheses\" with one, as * **H1: …**")
    }
    // With words below its heading.
    if status == .proved || status == .disproved, !proof.contains(#/(?m)^## S1\b[^\n]*\s+[^#\s]/#) {
      throw TheoremError.proofLacks(theorem: stem, what: "a step, as ## S1 …, and its words")
    }
  }

  /// Each name stands in its file, which takes nothing for granted. (Whether Coq accepts it, Coq has to say.)
  private static func checkCoq(_ names: [TheoremText.CoqName], in package: URL, theorem: String) throws {
    for names in names.grouped(by: \.file) {
      guard let file = names.first?.file else { continue }
      let source = Comments.removed(
        fromCoq: (try? TheoremFile.text(of: package.appendingPathComponent(file))) ?? "")
      let stated = source.split(separator: "\n").compactMap { line in
        let rest = source[line.startIndex...].drop(while: \.isWhitespace)
        return rest.prefixMatch(of: /(?:Theorem|Lemma|Corollary)\s+([\w']+)/)?.1
      }
      if let lacking = names.first(where: { name in !stated.contains { $0 == name.name } }) {
        throw TheoremError.proofLacks(
          theorem: theorem, what: "a theorem, lemma or corollary \(lacking.name) in \(file), which it names")
      }
      let grants =
        #/\b(?:Admitted|[Aa]dmit|Abort|Axioms?|Parameters?|Conjecture|Unset\s+\w+\s+Checking|bypass_check)\b/#
      if let granted = source.firstMatch(of: grants)?.0 ?? assumption(source) {
        throw TheoremError.proofLacks(theorem: theorem, what: "\(file) without \(granted)")
      }
    }
  }

  /// What a source of Coq without comments assumes outside any section, where it is an axiom.
  private static func assumption(_ source: String) -> Substring? {
    var open: [Substring] = []
    for sentence in source.split(separator: "\n").flatMap({ $0.split(separator: ".") }) {
      let words = sentence.split(whereSeparator: \.isWhitespace)
      switch words.first {
      case "Section"?: open.append("Section")
      case "Module"? where !sentence.contains(":="): open.append("Module")
      case "End"?: _ = open.popLast()
      case "Variable"?, "Variables"?, "Hypothesis"?, "Hypotheses"?, "Context"?:
        if !open.contains("Section") { return words.first }
      default: break
      }
    }
    return nil
  }

  /// - Parameter properties: those of the theorem that run.
  /// - Throws: ``TheoremError/notRunning(theorem:property:)`` for another one of the file.
  static func check(file: URL, running properties: [String]) throws {
    let source = try TheoremFile.text(of: file)
    if let property = TheoremFile.properties(source, besides: properties).first {
      throw TheoremError.notRunning(theorem: TheoremFile.stem(file), property: property)
    }
  }

  /// What stands where a text is still to be written.
  private static var gap: Regex<Substring> { #/\b(?i:todo|tbd|fixme)\b/# }

  /// Whether it is more than a place for a statement.
  private static func isWritten(_ statement: String) -> Bool {
    !statement.contains(gap) && !statement.contains(#/…$|\.\.\.$/#)
      && statement.split(separator: " ").count > 2
  }

  /// Each clause has a property, whose name begins with its number, and each property a clause.
  private static func checkClauses(of statement: String, _ properties: [String], theorem: String) throws {
    let clauses = clauses(statement)
    guard !clauses.isEmpty else { return }
    for property in properties {
      let tested = self.clauses(ofProperty: property)
      guard !tested.isEmpty, Set(tested).isSubset(of: clauses) else {
        throw TheoremError.propertyWithoutClause(theorem: theorem, property: property)
      }
    }
    let tested = Set(properties.flatMap { self.clauses(ofProperty: $0) })
    if let clause = clauses.first(where: { !tested.contains($0) }) {
      throw TheoremError.clauseWithoutProperty(theorem: theorem, clause: clause)
    }
  }
}
