extension String {
  /// The text as HTML and XML show it, also in the quoted values of their attributes, with what is no visible character spelt out.
  ///
  /// Escaped by Unicode scalars: a combining mark makes one character with the `<` or the quote in front of it, which is one for a
  /// parser all the same.
  package var asMarkup: String {
    printable.unicodeScalars.reduce(into: "") { escaped, scalar in
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
