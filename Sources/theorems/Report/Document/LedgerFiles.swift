import Evidence
import Foundation

/// The lines of several ledgers, and what is wrong with the files.
struct LedgerFiles {
  private(set) var lines: [LedgerLine] = []
  /// As in "ledger a.jsonl: line 2 is no ledger line: it is torn".
  private(set) var damages: [String] = []
  /// Whether a line within a file is none.
  private(set) var isDamaged = false
  /// Whether a file ends within a line, as that of a killed run does.
  private(set) var isTorn = false

  /// - Throws: ``RunError`` for a file that cannot be read or is empty.
  init(_ paths: [String]) throws(RunError) {
    for path in paths {
      var reader = LedgerReader(URL(fileURLWithPath: path))
      let found: [LedgerLine]
      do { found = try reader.next() } catch {
        throw RunError.ledgerUnreadable(path: path, reason: (error as NSError).localizedDescription)
      }
      isDamaged = isDamaged || !reader.damages.isEmpty
      let known = reader.damages.count
      reader.finish()
      isTorn = isTorn || reader.damages.count > known
      guard !found.isEmpty || !reader.damages.isEmpty else { throw RunError.ledgerEmpty(path: path) }
      lines += found
      damages += reader.damages.map { "ledger \(path): \($0)" }
    }
  }
}
