/// Why a theorem and its proof do not agree.
public enum TheoremError: Error, Equatable, Sendable, CustomStringConvertible {
  case unreadable(path: String)
  case noStatement(theorem: String)
  case noProof(theorem: String)
  case statementsDiffer(theorem: String, test: String, proof: String)
  case proofLacks(theorem: String, what: String)
  case noCounterexample(theorem: String)
  case cut(theorem: String)
  case lettered(theorem: String)
  case unmarked(theorem: String, name: String)
  case clauseWithoutProperty(theorem: String, clause: Int)
  case propertyWithoutClause(theorem: String, property: String)
  case notRunning(theorem: String, property: String)
  case elsewhere(theorem: String, name: String, file: String)
  case misnamed(file: String)
  case severalFiles(theorem: String, files: [String])
  case severalProperties(property: String)
  case sameName(theorem: String, property: String)
  case severalCases(property: String)

  public var description: String {
    switch self {
    case .unreadable(let path): "\(path): the theorem's file cannot be read"
    case .noStatement(let theorem): "\(theorem): no statement; expected a /// comment right before @Suite"
    case .noProof(let theorem): "\(theorem): no proof; expected Proofs/\(theorem).md, or the status .open"
    case .proofLacks(let theorem, let what): "Proofs/\(theorem).md: expected \(what)"
    case .noCounterexample(let theorem):
      "\(theorem): disproved, and no property states a counterexample that holds; expected one, or the status .open"
    case .cut(let theorem):
      "\(theorem): an empty line parts its statement from what stands above it; expected one /// comment right before @Suite"
    case .lettered(let theorem):
      "\(theorem): its clauses have letters, or numbers that are set in another way; expected (1) … (2) …"
    case .unmarked(let theorem, let name):
      "\(theorem): \"\(name)\" states a property, and nothing calls it; expected @Test in front of it"
    case .clauseWithoutProperty(let theorem, let clause):
      "\(theorem): no property tests the clause (\(clause)); expected one whose name begins with \"(\(clause)) \""
    case .propertyWithoutClause(let theorem, let property):
      "\(theorem): \"\(property)\" says no clause of the statement; expected a name that begins with one, as \"(1) \""
    case .notRunning(let theorem, let property):
      "\(theorem): the build leaves out the test \"\(property)\"; expected it to run, or not to stand in the file"
    case .elsewhere(let theorem, let name, let file):
      "\(theorem): \"\(name)\" stands in \(file), expected it in the theorem's file"
    case .misnamed(let file):
      "\(file): expected a capital letter, a number, an underscore and a name, as in T10_Name.swift"
    case .severalFiles(let theorem, let files):
      "\(theorem): expected one file of this id, found \(files.joined(separator: " and "))"
    case .severalProperties(let property):
      "\"\(property)\" states a second property; expected a test for each"
    case .sameName(let theorem, let property):
      "\(theorem): two tests are called \"\(property)\"; expected a name for each"
    case .severalCases(let property):
      "\"\(property)\" has arguments; expected one property, whose family draws them"
    case .statementsDiffer(let theorem, let test, let proof):
      "\(theorem): the test states \"\(test)\", Proofs/\(theorem).md states \"\(proof)\""
    }
  }
}
