/// Comments that nest.
package enum Comments {
  /// What follows a comment that is open; nothing where it stays open.
  static func behind(_ source: Substring, opened marks: Regex<Substring>, by opening: Substring) -> Substring
  {
    var (rest, depth) = (source, 1)
    while depth > 0 {
      guard let mark = rest.firstMatch(of: marks) else { return source.suffix(0) }
      depth += mark.0 == opening ? 1 : -1
      rest = rest[mark.range.upperBound...]
    }
    return rest
  }

  /// A source of Coq without them.
  package static func removed(fromCoq source: String) -> String {
    var (code, rest) = ("", source[...])
    while let start = rest.firstRange(of: "(*") {
      code += rest[..<start.lowerBound]
      rest = behind(rest[start.upperBound...], opened: #/\(\*|\*\)/#, by: "(*")
    }
    return code + rest
  }
}
