import Mustache
import Terminal

/// Text in XML and HTML.
struct Markup: MustacheContentType {
  func escapeText(_ text: String) -> String { text.asMarkup }
}

/// Text of the page: as ``Markup``, and cut, so that no text of a ledger makes the page as large as it is itself.
struct PageText: MustacheContentType {
  private static let mostScalars = 2000

  func escapeText(_ text: String) -> String { text.cut(to: Self.mostScalars).asMarkup }
}
