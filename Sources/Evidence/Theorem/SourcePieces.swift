/// A source of Swift, cut into the pieces that it is made of, as far as that can be told without a parser. O(n).
struct SourcePieces {
  enum Kind {
    case comment
    /// What stands in quotes, with them: also in several lines, or between hashes.
    case text
    /// What stands in backticks, with them.
    case name
    case word
    /// A word with an @ in front.
    case attribute
    case space
    /// Any other byte.
    case mark
  }

  typealias Piece = (kind: Kind, bytes: Range<Int>)

  private let bytes: [UInt8]
  private(set) var pieces: [Piece] = []

  init(_ source: String) {
    bytes = Array(source.utf8)
    var start = 0
    while start < bytes.count {
      let piece = piece(from: start)
      pieces.append(piece)
      start = piece.bytes.upperBound
    }
  }

  /// The bytes of a piece, as text.
  func text(of piece: Piece) -> String { String(decoding: bytes[piece.bytes], as: UTF8.self) }

  /// Some of the pieces as text: one that is left out is a space, and the ends of its lines.
  func text(of range: Range<Int>, without kinds: Set<Kind>) -> String {
    let kept = pieces[range].flatMap { kind, range in
      kinds.contains(kind)
        ? [space] + bytes[range].filter { $0 == newline } : bytes[range]
    }
    return String(decoding: kept, as: UTF8.self)
  }

  /// The whole as text, likewise.
  func text(without kinds: Set<Kind>) -> String { text(of: pieces.indices, without: kinds) }

  /// How many lines end in front of a piece.
  func linesBefore(_ piece: Int) -> Int { bytes[..<pieces[piece].bytes.lowerBound].count { $0 == newline } }

  private func piece(from start: Int) -> Piece {
    func found(_ kind: Kind, _ end: Int?) -> Piece? { end.map { (kind, start..<$0) } }
    let piece: Piece? =
      switch bytes[start] {
      case UInt8(ascii: "/") where begins("//", at: start):
        found(.comment, bytes[start...].firstIndex(of: newline) ?? bytes.count)
      case UInt8(ascii: "/") where begins("/*", at: start):
        found(.comment, Comments.end(in: bytes, from: start, "/*", "*/"))
      case UInt8(ascii: "#"): found(.text, rawText(from: start))
      case UInt8(ascii: "\""): found(.text, longText(from: start) ?? line(from: start))
      case UInt8(ascii: "`"): found(.name, line(from: start))
      case UInt8(ascii: "@"): found(.attribute, attribute(from: start))
      case let byte where isWordByte(byte): found(.word, end(from: start, isWordByte))
      case let byte where isSpace(byte): found(.space, end(from: start, isSpace))
      default: nil
      }
    // What is opened and not closed opens nothing.
    return piece ?? (.mark, start..<(start + 1))
  }

  /// Behind "…" or `…` in one line; nil where it does not end there.
  private func line(from start: Int) -> Int? {
    let quote = bytes[start]
    var index = start + 1
    while index < bytes.count, bytes[index] != quote {
      let isEscape = bytes[index] == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"")
      guard isEscape || bytes[index] != newline else { return nil }
      index += isEscape ? 2 : 1
    }
    return index < bytes.count ? index + 1 : nil
  }

  /// Behind three quotes that three quotes open.
  private func longText(from start: Int) -> Int? {
    begins("\"\"\"", at: start) ? end(of: Array("\"\"\"".utf8), from: start + 3) : nil
  }

  /// Behind a quote and as many hashes as open it.
  private func rawText(from start: Int) -> Int? {
    let quote = end(from: start) { $0 == UInt8(ascii: "#") }
    guard begins("\"", at: quote) else { return nil }
    return end(of: [UInt8(ascii: "\"")] + bytes[start..<quote], from: quote + 1)
  }

  /// Behind @Name, which may stand behind the name of its module.
  private func attribute(from start: Int) -> Int? {
    let module = "@Testing."
    if begins(module, at: start) {
      let end = end(from: start + module.utf8.count, isWordByte)
      if end > start + module.utf8.count { return end }
    }
    let end = end(from: start + 1, isWordByte)
    return end > start + 1 ? end : nil
  }

  private func begins(_ text: String, at start: Int) -> Bool { bytes[start...].starts(with: text.utf8) }

  /// Behind the bytes from an index on that are of a kind.
  private func end(from start: Int, _ isOfKind: (UInt8) -> Bool) -> Int {
    bytes[start...].firstIndex { !isOfKind($0) } ?? bytes.count
  }

  /// Behind the first place from an index on where some bytes stand.
  private func end(of mark: [UInt8], from start: Int) -> Int? {
    bytes[start...].indices.first { bytes[$0...].starts(with: mark) }.map { $0 + mark.count }
  }
}

private let newline = UInt8(ascii: "\n")
private let space = UInt8(ascii: " ")

/// Also what controls a terminal.
private func isSpace(_ byte: UInt8) -> Bool { byte <= space }

/// Whether a byte may be that of a name: all that are not of ASCII are.
private func isWordByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
  case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...: true
  default: false
  }
}
