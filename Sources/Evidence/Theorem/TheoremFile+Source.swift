// What stands in a theorem's source, as far as that can be told without a parser.

extension TheoremFile {
  /// Whether a text, which is not empty, stands anywhere in a source: by bytes, since hundreds of sources are looked at.
  package static func mentions(_ source: String, _ text: String) -> Bool {
    let (source, text) = (Array(source.utf8), Array(text.utf8))
    return source.indices.contains { source[$0] == text[0] && source[$0...].starts(with: text) }
  }

  /// Whether a theorem's source has a test for a property.
  package static func states(_ source: String, _ property: String) -> Bool {
    // What stands in front of a slash may be a suite's name.
    properties(source).contains { property == $0 || property.hasSuffix("/\($0)") }
  }

  /// A source without its comments and the texts that stand in quotes; its lines are those of the source.
  package static func code(_ source: String) -> String {
    SourcePieces(source).text(without: [.comment, .text])
  }

  /// The names of the tests in a theorem's source, without those of the suites that they stand in.
  package static func properties(_ source: String) -> [String] {
    let pieces = SourcePieces(source)
    return pieces.declarations(marked: "Test", as: ["func"]).map { test in
      let attributes = pieces.text(of: test.attributes, without: [.comment])
      let literal = attributes.prefixMatch(of: ##/\s*\(\s*(?:(#+)"(.+?)"\1|"((?:\\.|[^"\\])+)")/##)
      if let raw = literal?.2 { return String(raw) }
      if let escaped = literal?.3 { return unescaped(escaped) }
      return test.isPlain ? "\(test.name)()" : test.name
    }
  }

  /// What a literal stands for.
  private static func unescaped(_ literal: Substring) -> String {
    let known: [Substring: String] = ["n": "\n", "t": "\t", "r": "\r", "0": "\0"]
    return String(literal).replacing(#/\\(?:u\{([0-9A-Fa-f]+)\}|(.))/#) { escape -> String in
      if let letter = escape.2 { return known[letter] ?? String(letter) }
      let scalar = escape.1.flatMap { UInt32($0, radix: 16) }.flatMap(Unicode.Scalar.init)
      return scalar.map { String(Character($0)) } ?? ""
    }
  }

  /// The tests in a theorem's source that are none of the running ones: the compiler leaves them out.
  /// - Parameter names: of the running ones, with those of the suites that they stand in.
  package static func properties(_ source: String, besides names: [String]) -> [String] {
    var running = names
    return properties(source).filter { property in
      let place = running.firstIndex { $0 == property || $0.hasSuffix("/\(property)") }
      if let place { running.remove(at: place) }
      return place == nil
    }
  }

  /// The functions in a source that state a property and that nothing in it calls: tests that lack their attribute.
  package static func unmarkedTests(_ source: String) -> [String] {
    let pieces = SourcePieces(source)
    let marked = pieces.declarations(marked: "Test", as: ["func"]).map(\.name)
    let names = pieces.names(pieces.pieces)
    return pieces.behind("func").compactMap { function in
      guard let name = pieces.names(function.prefix(1)).first, !marked.contains(name),
        names.count(where: { $0 == name }) == 1
      else { return nil }
      let body = pieces.text(of: pieces.body(function), without: [.comment, .text])
      return body.contains(
        #/(?:^|[^.\w])(?:forAll|identity|(?:upper|lower)Bound|cannotDrop|counterexample|fails|rate|measure)\s*\(/#
      )
        ? name : nil
    }
  }

  /// The suites in a source that state a theorem, by the names of their types, and how many lines stand in front of each.
  package static func suites(_ source: String) -> [(name: String, linesBefore: Int)] {
    let pieces = SourcePieces(source)
    return pieces.declarations(marked: "Suite", as: ["struct", "class", "actor", "enum"])
      .filter { suite in
        pieces.text(of: suite.attributes, without: [.comment, .text]).contains(#/\.theorem\s*\(/#)
      }
      .map { ($0.name, pieces.linesBefore($0.attributes.lowerBound)) }
  }

  /// Those of some types that a source extends which has tests; each part of a name counts.
  package static func types(_ types: Set<String>, extendedIn source: String) -> Set<String> {
    let pieces = SourcePieces(source)
    guard pieces.pieces.contains(where: { pieces.isAttribute($0, "Test") }) else { return [] }
    let extended = pieces.behind("extension").flatMap { type in
      pieces.names(type.prefix { $0.kind == .word || $0.kind == .name || pieces.text(of: $0) == "." })
    }
    return types.intersection(extended)
  }

  /// The other names of types in a source, and the parts of what each stands for.
  package static func aliases(_ source: String) -> [(name: String, parts: Set<String>)] {
    // Hardly any source has one.
    guard mentions(source, "typealias") else { return [] }
    let pieces = SourcePieces(source)
    return pieces.behind("typealias").compactMap { alias in
      let line = alias.prefix {
        pieces.text(of: $0) != ";" && !($0.kind == .space && pieces.text(of: $0).contains("\n"))
      }
      let sides = line.split(maxSplits: 1) { pieces.text(of: $0) == "=" }
      guard sides.count == 2, let name = pieces.names(sides[0]).first else { return nil }
      return (name, Set(pieces.names(sides[1])))
    }
  }
}

/// What an attribute stands in front of.
private struct Declaration {
  /// What stands between the attribute and the keyword: its arguments, other attributes, modifiers.
  let attributes: Range<Int>
  let name: String
  /// Whether the name needs no backticks, whether it has them or not.
  let isPlain: Bool
}

extension SourcePieces {
  fileprivate func isAttribute(_ piece: Piece, _ name: String) -> Bool {
    piece.kind == .attribute && ["@\(name)", "@Testing.\(name)"].contains(text(of: piece))
  }

  /// What follows each place of a keyword, without the spaces and comments in front.
  fileprivate func behind(_ keyword: String) -> [ArraySlice<Piece>] {
    pieces.indices.filter { pieces[$0].kind == .word && text(of: pieces[$0]) == keyword }
      .map { pieces[($0 + 1)...].drop { $0.kind == .space || $0.kind == .comment } }
  }

  /// What stands in the first braces of some pieces.
  fileprivate func body(_ pieces: ArraySlice<Piece>) -> Range<Int> {
    let body = pieces.drop { text(of: $0) != "{" }
    var depth = 0
    return body.prefix { piece in
      guard piece.kind == .mark else { return true }
      depth += text(of: piece) == "{" ? 1 : text(of: piece) == "}" ? -1 : 0
      return depth > 0
    }.indices
  }

  /// The words among some pieces, and the names without their backticks.
  fileprivate func names(_ pieces: some Sequence<Piece>) -> [String] {
    pieces.filter { $0.kind == .word || $0.kind == .name }.map { text(of: $0).filter { $0 != "`" } }
  }

  /// The declarations with an attribute, whatever stands between that and the keyword.
  fileprivate func declarations(marked attribute: String, as keywords: Set<String>) -> [Declaration] {
    var found: [Declaration] = []
    // Behind the attribute whose declaration is looked for.
    var (start, depth): (Int?, Int) = (nil, 0)
    for (index, piece) in pieces.enumerated() {
      if isAttribute(piece, attribute) { (start, depth) = (index + 1, 0) }
      guard let begin = start else { continue }
      switch (piece.kind, text(of: piece)) {
      case (.mark, "("), (.mark, "["), (.mark, "{"): depth += 1
      case (.mark, ")"), (.mark, "]"), (.mark, "}"): depth -= 1
      case (.word, let word):
        guard depth == 0, keywords.contains(word), let name = name(behind: index) else { continue }
        found.append(
          Declaration(
            attributes: begin..<index, name: name, isPlain: name.wholeMatch(of: /[A-Za-z_]\w*/) != nil))
        start = nil
      default: continue
      }
    }
    return found
  }

  /// What the piece behind another is called; nil where it has no name.
  private func name(behind index: Int) -> String? {
    let next = pieces[(index + 1)...].first { $0.kind != .space && $0.kind != .comment }
    return next.flatMap { names([$0]).first }.flatMap { $0.isEmpty ? nil : $0 }
  }
}
