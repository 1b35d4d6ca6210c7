import ArgumentParser
import Foundation

/// Reads "T10,T13".
func theoremIDs(_ text: String) throws -> [String] {
  try text.split(separator: ",", omittingEmptySubsequences: false).map { id in
    guard isTheoremID(id) else {
      throw ValidationError("found \"\(id)\", expected the id of a theorem, as in T10")
    }
    return String(id)
  }
}

/// Whether this can be a theorem's id: it then stands for itself in a regular expression.
func isTheoremID(_ text: some StringProtocol) -> Bool {
  String(text).wholeMatch(of: /[A-Za-z][A-Za-z0-9]*/) != nil
}

extension Collection<String> {
  /// Ids of theorems in the order of their numbers.
  var byNumber: [String] { sorted { $0.compare($1, options: .numeric) == .orderedAscending } }
}
