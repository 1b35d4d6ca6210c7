extension String {
  /// The text, or its start where it has more Unicode scalars: a character may have any number of them.
  package func cut(to length: Int) -> String {
    let start = unicodeScalars.prefix(length)
    return start.endIndex == unicodeScalars.endIndex ? self : "\(String(start))…"
  }
}
