import Foundation

/// The statement of a theorem, as it stands in the test and in the proof.
enum Statement {
  /// - Throws: ``TheoremError`` when a theorem has no statement, or one that is not open no proof of the same statement.
  static func check(file: URL, status: TheoremStatus) throws {
    let stem = TheoremFile.stem(file)
    let source: String
    do { source = try String(contentsOf: file, encoding: .utf8) } catch {
      throw TheoremError.unreadable(path: file.path)
    }
    guard let stated = inTest(source) else { throw TheoremError.noStatement(theorem: stem) }
    guard status != .open else { return }
    guard let folder = TheoremFile.proofs(beside: file) else { throw TheoremError.noProof(theorem: stem) }
    let path = folder.appendingPathComponent(stem).appendingPathExtension("md")
    guard let proof = try? String(contentsOf: path, encoding: .utf8) else {
      throw TheoremError.noProof(theorem: stem)
    }
    guard let proved = inProof(proof), proved == stated else {
      throw TheoremError.statementsDiffer(theorem: stem, test: stated, proof: inProof(proof) ?? "")
    }
  }

  /// The `///` lines right before the suite, as one line of text; nil without any.
  static func inTest(_ source: String) -> String? {
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    guard let suite = lines.firstIndex(where: { $0.hasPrefix("@Suite") }) else { return nil }
    let comment = lines[..<suite].reversed().prefix { $0.hasPrefix("///") }.reversed()
    return joined(comment.map { $0.dropFirst(3) })
  }

  /// The first block of `>` lines, as one line of text; nil without any.
  static func inProof(_ markdown: String) -> String? {
    let lines = markdown.split(separator: "\n", omittingEmptySubsequences: false)
    let block = lines.drop { !$0.hasPrefix(">") }.prefix { $0.hasPrefix(">") }
    return joined(block.map { $0.dropFirst() })
  }

  /// The words of the lines, one space between them; nil without words.
  private static func joined(_ lines: [Substring]) -> String? {
    let words = lines.flatMap { $0.split(whereSeparator: \.isWhitespace) }
    return words.isEmpty ? nil : words.joined(separator: " ")
  }
}

/// Why a theorem and its proof do not agree.
public enum TheoremError: Error, Equatable, Sendable, CustomStringConvertible {
  case unreadable(path: String)
  case noStatement(theorem: String)
  case noProof(theorem: String)
  case statementsDiffer(theorem: String, test: String, proof: String)

  public var description: String {
    switch self {
    case .unreadable(let path): "\(path): the theorem's file cannot be read"
    case .noStatement(let theorem): "\(theorem): no statement; expected a /// comment right before @Suite"
    case .noProof(let theorem): "\(theorem): no proof; expected Proofs/\(theorem).md, or the status .open"
    case .statementsDiffer(let theorem, let test, let proof):
      "\(theorem): the test states \"\(test)\", Proofs/\(theorem).md states \"\(proof)\""
    }
  }
}
