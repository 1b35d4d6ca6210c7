import Evidence
import Foundation

/// The lines of several ledgers, and what is wrong with the files.
struct LedgerFiles {
  private(set) var lines: [LedgerLine] = []
  /// What the runs had to contain.
  private(set) var plans: [Plan] = []
  /// The plans of runs that have no end.
  private(set) var endless: [Plan] = []
  /// How the other runs ended.
  private(set) var ends: [RunEnd] = []
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
  var lacksPlan: Bool {
    // A search has none.
    !Set(lines.filter { !$0.isSearch }.map(\.plan)).subtracting(plans.map(\.id)).isEmpty
  }

  /// What a run ended with, other than 0, that left no word of why; nil for none.
  var unexplainedEnd: Int32? {
    ends.first { $0.exitCode != 0 && !$0.isInterrupted && $0.breakdowns.isEmpty }?.exitCode
  }

  /// What is wrong with the files, in words: those that tell nothing first.
  var problems: [String] {
    let planless =
      lacksPlan
      ? ["there are results without the plan of their run: what is missing beside them is not known"] : []
    let unended = endless.map {
      "a run of `theorems verify` (seed \($0.seed), shard \($0.shard.index) of \($0.shard.count), \($0.properties.count.counted("property", "properties"))) "
        + "has no end: what failed beside its properties is not known; run it again with the same ledger"
    }
    return unreadable.map(\.description) + damages + planless + unended
  }

  /// - Throws: ``RunError`` for a file that cannot be read or is empty.
  private mutating func read(_ path: String) throws(RunError) {
    guard FileKind(path) == .file || !FileManager.default.fileExists(atPath: path) else {
      throw .ledgerUnreadable(path: path, reason: "found no file, expected one")
    }
    var reader = LedgerReader(URL(fileURLWithPath: path))
    let found: [LedgerLine]
    do { found = try reader.next() } catch {
      throw RunError.ledgerUnreadable(path: path, reason: error.reason)
    }
    isDamaged = isDamaged || !reader.damages.isEmpty
    let known = reader.damages.count
    reader.finish()
    isTorn = isTorn || reader.damages.count > known
    guard !found.isEmpty || !reader.damages.isEmpty || !reader.plans.isEmpty || !reader.ends.isEmpty else {
      throw RunError.ledgerEmpty(path: path)
    }
    lines += found.map(\.believed)
    plans += reader.plans
    endless += reader.endless
    ends += reader.ends
    breakdowns += reader.breakdowns
    damages += reader.damages.map { "ledger \(path): \($0)" }
  }
}
