import Mustache
import Terminal

/// Text in XML and HTML, and in the quoted values of their attributes, escaped by Unicode scalars: a combining mark makes one
/// character with the `<` or the quote in front of it, which is one for a parser all the same.
struct Markup: MustacheContentType {
  func escapeText(_ text: String) -> String { Self.escaped(text) }

  static func escaped(_ text: String) -> String {
    text.printable.unicodeScalars.reduce(into: "") { escaped, scalar in
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
  }
}

/// Text of the page: as ``Markup``, and cut, so that no text of a ledger makes the page as large as it is itself.
struct PageText: MustacheContentType {
  private static let mostScalars = 2000

  func escapeText(_ text: String) -> String { Markup.escaped(text.cut(to: Self.mostScalars)) }
}
