import Evidence
import Foundation

extension Statement {
  /// - Throws: ``TheoremError`` when a theorem has no statement, or one that is not open no proof of the same statement.
  static func check(file: URL, status: TheoremStatus) throws {
    let stem = TheoremFile.stem(file)
    let source: String
    do { source = try String(contentsOf: file, encoding: .utf8) } catch {
      throw TheoremError.unreadable(path: file.path)
    }
    guard let stated = inTest(source) else { throw TheoremError.noStatement(theorem: stem) }
    guard status != .open else { return }
    guard let package = TheoremFile.package(above: file) else { throw TheoremError.noProof(theorem: stem) }
    let path = TheoremFile.proofs(of: package).appendingPathComponent("\(stem).md")
    guard let proof = try? String(contentsOf: path, encoding: .utf8) else {
      throw TheoremError.noProof(theorem: stem)
    }
    guard let proved = inProof(proof), proved == stated else {
      throw TheoremError.statementsDiffer(theorem: stem, test: stated, proof: inProof(proof) ?? "")
    }
  }
}

/// Why a theorem and its proof do not agree.
public enum TheoremError: Error, Equatable, Sendable, CustomStringConvertible {
  case unreadable(path: String)
  case noStatement(theorem: String)
  case noProof(theorem: String)
  case statementsDiffer(theorem: String, test: String, proof: String)
  case misnamed(file: String)
  case severalFiles(theorem: String, files: [String])
  case severalProperties(property: String)
  case severalCases(property: String)

  public var description: String {
    switch self {
    case .unreadable(let path): "\(path): the theorem's file cannot be read"
    case .noStatement(let theorem): "\(theorem): no statement; expected a /// comment right before @Suite"
    case .noProof(let theorem): "\(theorem): no proof; expected Proofs/\(theorem).md, or the status .open"
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
