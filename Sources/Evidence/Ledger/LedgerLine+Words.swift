// How margins and errors are written for people: everywhere in these words.

/// As in "margin 0.21, to within 3e-12"; empty where nothing was compared.
package func marginWords(_ margin: Double?, _ sharpness: Double?) -> String {
  [margin.map { "margin \(shortDecimal($0))" }, sharpness.map { "to within \(shortDecimal($0))" }]
    .compactMap(\.self).joined(separator: ", ")
}

extension LedgerLine.Worst {
  /// As in "margin -0.21, to within 3e-12, estimated".
  package var numbers: String {
    let words = marginWords(margin, sharpness)
    return words.isEmpty ? "nothing was compared" : "\(words), \(grade)"
  }
}
