import Evidence
import Foundation

extension Statement {
  /// What a status asks for: a proof of the same statement, with hypotheses and steps, of one that is proved; one with steps, and
  /// a counterexample, of one that is disproved. The notes on another one, where there are any, state the same.
  /// - Throws: ``TheoremError`` also when a theorem has no statement, or a clause of it no property.
  static func check(file: URL, status: TheoremStatus) throws {
    let stem = TheoremFile.stem(file)
    let source: String
    do { source = try String(contentsOf: file, encoding: .utf8) } catch {
      throw TheoremError.unreadable(path: file.path)
    }
    guard let stated = inTest(source), isWritten(stated) else {
      throw TheoremError.noStatement(theorem: stem)
    }
    try checkClauses(of: stated, TheoremFile.properties(source), theorem: stem)
    if status == .disproved, !TheoremFile.code(source).contains("counterexample(") {
      throw TheoremError.noCounterexample(theorem: stem)
    }
    let path = TheoremFile.package(above: file).map { TheoremFile.proof(of: file, in: $0) }
    guard let proof = path.flatMap({ try? String(contentsOf: $0, encoding: .utf8) }) else {
      if status == .open || status == .measured { return }
      throw TheoremError.noProof(theorem: stem)
    }
    guard let proved = inProof(proof), proved == stated else {
      throw TheoremError.statementsDiffer(theorem: stem, test: stated, proof: inProof(proof) ?? "")
    }
    if status == .proved, ProofText.hypotheses(proof).isEmpty {
      throw TheoremError.proofLacks(
        theorem: stem, what: "a section \"## Hypotheses\" with one, as * **H1: …**")
    }
    if status == .proved || status == .disproved, proof.contains("TODO") {
      throw TheoremError.proofLacks(theorem: stem, what: "text in place of TODO")
    }
    // With words below its heading.
    if status == .proved || status == .disproved, !proof.contains(#/(?m)^## S1\b[^\n]*\s+[^#\s]/#) {
      throw TheoremError.proofLacks(theorem: stem, what: "a step, as ## S1 …, and its words")
    }
  }

  /// - Parameter properties: those of the theorem that run.
  /// - Throws: ``TheoremError/notRunning(theorem:property:)`` for another one of the file.
  static func check(file: URL, running properties: [String]) throws {
    let source = try String(contentsOf: file, encoding: .utf8)
    if let property = TheoremFile.properties(source, besides: properties).first {
      throw TheoremError.notRunning(theorem: TheoremFile.stem(file), property: property)
    }
  }

  /// Whether it is more than a place for a statement.
  private static func isWritten(_ statement: String) -> Bool {
    !statement.contains(#/\b(?i:todo|tbd|fixme)\b|…$|\.\.\.$/#) && statement.split(separator: " ").count > 2
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

/// Why a theorem and its proof do not agree.
public enum TheoremError: Error, Equatable, Sendable, CustomStringConvertible {
  case unreadable(path: String)
  case noStatement(theorem: String)
  case noProof(theorem: String)
  case statementsDiffer(theorem: String, test: String, proof: String)
  case proofLacks(theorem: String, what: String)
  case noCounterexample(theorem: String)
  case clauseWithoutProperty(theorem: String, clause: Int)
  case propertyWithoutClause(theorem: String, property: String)
  case notRunning(theorem: String, property: String)
  case misnamed(file: String)
  case severalFiles(theorem: String, files: [String])
  case severalProperties(property: String)
  case severalCases(property: String)

  public var description: String {
    switch self {
    case .unreadable(let path): "\(path): the theorem's file cannot be read"
    case .noStatement(let theorem): "\(theorem): no statement; expected a /// comment right before @Suite"
    case .noProof(let theorem): "\(theorem): no proof; expected Proofs/\(theorem).md, or the status .open"
    case .proofLacks(let theorem, let what): "Proofs/\(theorem).md: expected \(what)"
    case .noCounterexample(let theorem):
      "\(theorem): disproved, and no property states a counterexample that holds; expected one, or the status .open"
    case .clauseWithoutProperty(let theorem, let clause):
      "\(theorem): no property tests the clause (\(clause)); expected one whose name begins with \"(\(clause)) \""
    case .propertyWithoutClause(let theorem, let property):
      "\(theorem): \"\(property)\" says no clause of the statement; expected a name that begins with one, as \"(1) \""
    case .notRunning(let theorem, let property):
      "\(theorem): the build leaves out the test \"\(property)\"; expected it to run, or not to stand in the file"
    case .misnamed(let file):
      "\(file): expected a capital letter, a number, an underscore and a name, as in T10_Name.swift"
    case .severalFiles(let theorem, let files):
      "\(theorem): expected one file of this id, found \(files.joined(separator: " and "))"
    case .severalProperties(let property):
      "\"\(property)\" states a second property; expected a test for each"
    case .severalCases(let property):
      "\"\(property)\" has arguments; expected one property, whose family draws them"
    case .statementsDiffer(let theorem, let test, let proof):
      "\(theorem): the test states \"\(test)\", Proofs/\(theorem).md states \"\(proof)\""
    }
  }
}
