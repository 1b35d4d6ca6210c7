// What stands in a theorem's source, as far as that can be told without a parser.

extension TheoremFile {
  /// Whether a theorem's source has a test for a property.
  package static func states(_ source: String, _ property: String) -> Bool {
    // What stands in front of a slash may be a suite's name.
    properties(source).contains { property == $0 || property.hasSuffix("/\($0)") }
  }

  /// A source without its comments and the texts that stand in quotes; its lines are those of the source.
  package static func code(_ source: String) -> String {
    uncommented(source).replacing(##/(?s)(#+)".*?"\1|"""(.*?)"""|"(?:\\.|[^"\\\n])*"|`[^`\n]*`/##) { text in
      text.0.hasPrefix("`") ? String(text.0) : space(for: text.0)
    }
  }

  /// A source without its comments, likewise: what stands in quotes or backticks begins none.
  package static func uncommented(_ source: String) -> String {
    let token = ##/(?s)(#+)".*?"\1|"""(.*?)"""|"(?:\\.|[^"\\\n])*"|`[^`\n]*`|\/\/[^\n]*|\/\*/##
    var (code, rest) = ("", source[...])
    while let found = rest.firstMatch(of: token) {
      code += rest[..<found.range.lowerBound]
      rest = rest[found.range.upperBound...]
      switch found.0.prefix(2) {
      case "//": code += " "
      case "/*":
        let behind = Comments.behind(rest, opened: #/\/\*|\*\//#, by: "/*")
        code += space(for: rest[..<behind.startIndex])
        rest = behind
      default: code += found.0
      }
    }
    return code + rest
  }

  /// What takes the place of a text, so that the lines stay as they are.
  private static func space(for text: Substring) -> String { " " + text.filter { $0 == "\n" } }

  /// The names of the tests in a theorem's source, without those of the suites that they stand in.
  package static func properties(_ source: String) -> [String] {
    declarations(in: uncommented(source), marked: "Test", as: ["func"]).map { test in
      let literal = test.attributes.prefixMatch(of: ##/\s*\(\s*(?:(#+)"(.+?)"\1|"((?:\\.|[^"\\])+)")/##)
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

  /// The suites in a source that state a theorem, by the names of their types, and how many lines stand in front of each.
  package static func suites(_ source: String) -> [(name: String, linesBefore: Int)] {
    let code = code(source)
    return declarations(in: code, marked: "Suite", as: ["struct", "class", "actor", "enum"])
      .filter { $0.attributes.contains(#/\.theorem\s*\(/#) }
      .map { suite in
        let before = code[..<suite.attributes.startIndex]
        return (suite.name, before.count { $0 == "\n" })
      }
  }

  /// Those of some types that a source extends which has tests; each part of a name counts.
  package static func types(_ types: Set<String>, extendedIn source: String) -> Set<String> {
    func extended(_ text: String) -> Set<String> {
      types.intersection(
        text.matches(of: #/\bextension\s+((?:`[^`\n]+`|[\w.])+)/#).flatMap { type in
          type.1.matches(of: #/`([^`]+)`|\w+/#).map { String($0.1 ?? $0.0) }
        })
    }
    // Hardly any does.
    guard !extended(source).isEmpty else { return [] }
    let code = code(source)
    return code.contains(#/@(?:Testing\.)?Test\b/#) ? extended(code) : []
  }

  /// The other names of types in a source, and the parts of what each stands for.
  package static func aliases(_ source: String) -> [(name: String, parts: Set<String>)] {
    guard source.contains("typealias") else { return [] }
    return code(source).matches(of: #/\btypealias\s+(?:`([^`\n]+)`|(\w+))\s*=\s*([^\n;]+)/#).map { alias in
      let parts = alias.3.matches(of: #/`([^`]+)`|\w+/#).map { String($0.1 ?? $0.0) }
      return (String(alias.1 ?? alias.2 ?? ""), Set(parts))
    }
  }

  /// What an attribute stands in front of.
  private struct Declaration {
    /// What stands between the attribute and the keyword: its arguments, other attributes, modifiers.
    let attributes: Substring
    let name: String
    /// Whether the name needs no backticks, whether it has them or not.
    let isPlain: Bool
  }

  /// The declarations with an attribute in a source without comments, whatever stands between that and the keyword.
  private static func declarations(
    in source: String, marked attribute: Substring, as keywords: Set<Substring>
  ) -> [Declaration] {
    let token =
      ##/(?s)(#+)".*?"\1|"""(.*?)"""|"(?:\\.|[^"\\\n])*"|`[^`\n]*`|[(){}\[\]]|@(?:Testing\.)?(?<attribute>\w+)|\w+/##
    var found: [Declaration] = []
    // Behind the attribute whose declaration is looked for.
    var (start, depth): (String.Index?, Int) = (nil, 0)
    for mark in source.matches(of: token) {
      switch mark.0.first {
      case "@": if mark.attribute == attribute { (start, depth) = (mark.range.upperBound, 0) }
      case "(", "[", "{": depth += 1
      case ")", "]", "}": depth -= 1
      default:
        guard let begin = start, depth == 0, keywords.contains(mark.0),
          let name = source[mark.range.upperBound...].prefixMatch(of: #/\s+(?:`([^`]+)`|(\w+))/#)
        else { continue }
        let text = name.1 ?? name.2 ?? ""
        found.append(
          Declaration(
            attributes: source[begin..<mark.range.lowerBound], name: String(text),
            isPlain: text.wholeMatch(of: /[A-Za-z_]\w*/) != nil))
        start = nil
      }
    }
    return found
  }
}
