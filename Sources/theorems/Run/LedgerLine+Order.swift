import Evidence
import Foundation

extension LedgerLine {
  /// Whether a line stands in front of another for a reader: theorems and properties by their names, numbers in them by
  /// their size. In a ledger they stand as they ended.
  static func inOrder(_ a: LedgerLine, _ b: LedgerLine) -> Bool {
    for (a, b) in [(a.theorem, b.theorem), (a.property, b.property)] {
      let order = a.compare(b, options: .numeric)
      if order != .orderedSame { return order == .orderedAscending }
    }
    return (a.property, a.claim.name) < (b.property, b.claim.name)
  }
}
