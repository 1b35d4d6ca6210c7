// Names, titles and reasons come from files that anybody may have written, and from errors that anybody may throw: what a terminal,
// a browser or a reader's eye would take for something else is spelt out.

extension String {
  /// The text with what is no visible character spelt out, but for line feeds and tabs.
  package var printable: String { spellingOut { $0.isInvisible && $0 != "\n" && $0 != "\t" } }

  /// The text with what is no visible character spelt out, on one line.
  package var onOneLine: String { spellingOut(\.isInvisible) }

  private func spellingOut(_ isSpelt: (Unicode.Scalar) -> Bool) -> String {
    guard unicodeScalars.contains(where: isSpelt) else { return self }
    return unicodeScalars.reduce(into: "") { text, scalar in
      if isSpelt(scalar) { text += scalar.escaped(asASCII: true) } else { text.unicodeScalars.append(scalar) }
    }
  }

  /// How many columns of a terminal the text takes: two for what East Asian writing and pictures take.
  package var columns: Int { reduce(0) { $0 + $1.columns } }

  /// The text with spaces behind it, or in front of it, so that it takes so many columns.
  package func filled(to width: Int, fromLeft: Bool = false) -> String {
    let space = String(repeating: " ", count: max(0, width - columns))
    return fromLeft ? space + self : self + space
  }
}

extension Unicode.Scalar {
  /// Control characters, line separators, what turns the direction of writing, other marks without a shape, and what is no character
  /// at all, which XML cannot hold: all but the joiners, which some scripts need.
  fileprivate var isInvisible: Bool {
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    case .format: self != "\u{200C}" && self != "\u{200D}"
    default: properties.isNoncharacterCodePoint
    }
  }

  /// By Unicode's East Asian Width: its wide and full-width ranges.
  fileprivate var isWide: Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97C,
      0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
      0x16FE0...0x1B2FB, 0x1F200...0x1F265, 0x20000...0x3FFFD:
      true
    default: properties.isEmojiPresentation
    }
  }
}

extension Character {
  fileprivate var columns: Int {
    guard let first = unicodeScalars.first else { return 0 }
    switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: break
    }
    // An emoji's variation selector makes a picture of a sign.
    return first.isWide || unicodeScalars.contains("\u{FE0F}") ? 2 : 1
  }
}
