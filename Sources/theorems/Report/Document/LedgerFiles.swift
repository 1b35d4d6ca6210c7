import Evidence
import Foundation

/// The lines of several ledgers, and what is wrong with the files.
struct LedgerFiles {
  private(set) var lines: [LedgerLine] = []
  /// What the runs had to contain.
  private(set) var plans: [Plan] = []
  /// What kept the runs from their ends.
  private(set) var breakdowns: [Breakdown] = []
  /// The files that cannot be read or hold nothing: what they would have told is not known.
  private(set) var unreadable: [RunError] = []
  /// As in "ledger a.jsonl: line 2 is no ledger line: it is torn".
  private(set) var damages: [String] = []
  /// Whether a line within a file is none.
  private(set) var isDamaged = false
  /// Whether a file ends within a line, as that of a killed run does.
  private(set) var isTorn = false

  /// Reads what can be read: a shard that is lost does not take the results of the others with it.
  init(_ paths: [String]) {
    for path in paths {
      do throws(RunError) { try read(path) } catch { unreadable.append(error) }
    }
  }

  /// Whether there are results whose plan is in none of the files, so that nobody can tell what is missing.
  var lacksPlan: Bool { !Set(lines.map(\.plan)).subtracting(plans.map(\.id)).isEmpty }

  /// What is wrong with the files, in words: those that tell nothing first.
  var problems: [String] {
    let planless =
      lacksPlan
      ? ["there are results without the plan of their run: what is missing beside them is not known"] : []
    return unreadable.map(\.description) + damages + planless
  }

  /// - Throws: ``RunError`` for a file that cannot be read or is empty.
  private mutating func read(_ path: String) throws(RunError) {
    guard FileKind(path) == .file || !FileManager.default.fileExists(atPath: path) else {
      throw .ledgerUnreadable(path: path, reason: "found no file, expected one")
    }
    var reader = LedgerReader(URL(fileURLWithPath: path))
    let found: [LedgerLine]
    do { found = try reader.next() } catch {
      throw RunError.ledgerUnreadable(path: path, reason: (error as NSError).localizedDescription)
    }
    isDamaged = isDamaged || !reader.damages.isEmpty
    let known = reader.damages.count
    reader.finish()
    isTorn = isTorn || reader.damages.count > known
    guard !found.isEmpty || !reader.damages.isEmpty || !reader.plans.isEmpty || !reader.breakdowns.isEmpty
    else {
      throw RunError.ledgerEmpty(path: path)
    }
    lines += found.map(\.believed)
    plans += reader.plans
    breakdowns += reader.breakdowns
    damages += reader.damages.map { "ledger \(path): \($0)" }
  }
}
