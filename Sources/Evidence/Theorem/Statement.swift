/// The statement of a theorem, as it stands in the test and in the proof.
package enum Statement {
  /// The `///` lines right before the suite that states a theorem, as one line of text; nil without any.
  package static func inTest(_ source: String) -> String? { joined(comment(source)) }

  /// Whether some of these lines begin as the items of a list do, with 1. and 2.
  package static func isList(_ source: String) -> Bool {
    let items = comment(source).compactMap { $0.prefixMatch(of: #/\s*\**(\d+)[.)]/#)?.1 }
    return Set(items).isSuperset(of: ["1", "2"])
  }

  /// Whether an empty line parts them from others: what stands above it would be no part of the statement.
  package static func isCut(_ source: String) -> Bool {
    let above = linesAbove(source).drop { $0.hasPrefix("///") }
    return above.drop { $0.allSatisfy(\.isWhitespace) }.first?.hasPrefix("///") ?? false
  }

  private static func comment(_ source: String) -> [Substring] {
    linesAbove(source).prefix { $0.hasPrefix("///") }.reversed().map { $0.dropFirst(3) }
  }

  /// The lines in front of the suite that states a theorem, the last one first.
  private static func linesAbove(_ source: String) -> [Substring] {
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.prefix(TheoremFile.suites(source).first?.linesBefore ?? 0).reversed()
  }

  /// The first block of `>` lines, as one line of text; nil without any.
  package static func inProof(_ markdown: String) -> String? {
    let lines = markdown.split(separator: "\n", omittingEmptySubsequences: false)
    let block = lines.drop { !$0.hasPrefix(">") }.prefix { $0.hasPrefix(">") }
    return joined(block.map { $0.dropFirst() })
  }

  /// The numbers of its clauses, as of "(1) it exists, and (2) it is one"; empty for a statement that is one claim. A number may
  /// stand once more, where another clause refers to it.
  package static func clauses(_ statement: String) -> [Int] {
    let found = Set(
      statement.matches(of: #/(?:^|[\s*_])\((\d+)\)(?=[\s:,;.*_–—]|$)/#).compactMap { Int($0.1) })
    return found.count > 1 ? found.sorted() : []
  }

  /// Whether its clauses have letters, Roman numerals, or numbers that are set in another way: (a) … (b), (1a) … (1b), (1)it … (2)is,
  /// i) … ii), [1] … [2].
  package static func isLettered(_ statement: String) -> Bool {
    let enclosed =
      #/(?:^|[\s*_])(?i:\(a\)[\s:,;.*_–—].*[\s*_]\(b\)|\(i\)[\s:,;.*_–—].*[\s*_]\(ii\)|\(1\.?a\).*[\s*_]\((?:1\.?b|2\.?a)\))(?:[\s:,;.*_–—]|$)/#
    let touching = #/(?:^|[\s*_])\(1\)\p{L}.*[\s*_]\(2\)\p{L}/#
    // Within a sentence it may end a parenthesis, or refer to a paper.
    let bare =
      #/(?:^|[.:;,]\s+)(?i:a\)\s.*[.:;,]\s+(?:and\s+)?b\)|i\)\s.*[.:;,]\s+(?:and\s+)?ii\)|1\)\s.*[.:;,]\s+(?:and\s+)?2\)|\[1\]\s.*[.:;,]\s+(?:and\s+)?\[2\])\s/#
    return statement.contains(enclosed) || statement.contains(touching) || statement.contains(bare)
  }

  /// The clauses that the name of a property says it tests, as of "(1, 2) every minimiser", also behind a suite's name and a slash;
  /// empty where it says none.
  package static func clauses(ofProperty name: String) -> [Int] {
    guard let match = name.firstMatch(of: #/(?:^|\/)\((\d+(?:, \d+)*)\) /#) else { return [] }
    return match.1.split(separator: ", ").compactMap { Int($0) }
  }

  /// The words of the lines, one space between them; nil without words.
  private static func joined(_ lines: [Substring]) -> String? {
    let words = lines.flatMap { $0.split(whereSeparator: \.isWhitespace) }
    return words.isEmpty ? nil : words.joined(separator: " ")
  }
}
