import Foundation

// What the text of a cell is, when it is no number or was not expected to be one.

extension String {
  /// The finite decimal number that the text is.
  var decimalNumber: Double? { Array(utf8).withUnsafeBufferPointer { DecimalNumber.value($0) } }

  /// Whether the text stands for a value that is not there, as pandas, R, SQL and the UCI repository write it.
  var isMissingValue: Bool {
    let text = trimmingCharacters(in: .whitespaces).lowercased()
    return ["", "na", "n/a", "#n/a", "nan", "-nan", "null", "none", "?", "-", "."].contains(text)
  }

  /// The text without what readers overlook: capitals, and spaces but for single ones.
  var words: String { lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ") }

  /// Why the text is no number, where it tells.
  var noNumberHint: String? {
    let trimmed = trimmingCharacters(in: .whitespaces)
    if trimmed != self, trimmed.decimalNumber != nil {
      return "spaces beside a separator belong to the cell (RFC 4180): take them out"
    }
    if contains(where: { ";|\t".contains($0) }) {
      return "cells are set apart by commas, or by semicolons or tabs where the first line has no comma"
    }
    if contains(","), replacing(",", with: "").decimalNumber != nil {
      return "the decimal separator is a point, and digits are not grouped"
    }
    if let first, first.isLetter, Double(self) == nil { return "the only column of text may be the label's" }
    return nil
  }
}
