/// What a theorem is called, as in "Balanced mixtures span F".
struct TheoremTitle {
  let text: String

  /// - Throws: ``NewError/title(found:expected:)`` unless it can stand in the name of a Swift type and, without its spaces, in
  ///   that of a file.
  init(_ text: String) throws(NewError) {
    func bad(_ expected: String) -> NewError { .title(found: text, expected: expected) }
    let words = text.split(separator: " ")
    guard !words.isEmpty else { throw bad("some words, as in \"Balanced mixtures span F\"") }
    guard text.count <= 80 else { throw bad("at most 80 characters") }
    guard text.allSatisfy(Self.isAllowed) else {
      throw bad("letters, digits, spaces and the marks , - ' ( ) only")
    }
    guard words[0].first?.isLetter == true else { throw bad("a letter at the beginning") }
    guard words[0].wholeMatch(of: /T[0-9]+/) == nil else {
      throw bad("the title without an id, which is the next free one")
    }
    self.text = words.joined(separator: " ")
  }

  private static func isAllowed(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || " ,-'()".contains(character)
  }

  /// The words run together, each with a capital, as in "BalancedMixturesSpanF".
  var stem: String {
    text.split { !$0.isLetter && !$0.isNumber }.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  /// Whether the two differ by case and marks at most.
  func isSame(as other: String) -> Bool {
    func key(_ text: String) -> String { text.filter { $0.isLetter || $0.isNumber }.lowercased() }
    return key(text) == key(other)
  }
}
