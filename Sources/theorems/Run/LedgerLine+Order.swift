import Evidence
import Foundation

extension LedgerLine {
  /// Whether a line stands in front of another for a reader: theorems by their numbers, properties by their names. In a
  /// ledger they stand as they ended.
  static func inOrder(_ a: LedgerLine, _ b: LedgerLine) -> Bool {
    switch a.theorem.compare(b.theorem, options: .numeric) {
    case .orderedAscending: true
    case .orderedDescending: false
    case .orderedSame: (a.property, a.claim.name) < (b.property, b.claim.name)
    }
  }
}
