import Evidence
import Foundation

/// A search by several test processes, each of which takes its share of the restarts.
struct SearchRun: Sendable {
  let program: ChildProcess
  let theorems: [String]
  let jobs: Int
  let seconds: Double
  let epoch: UInt32?

  /// What the processes found.
  struct Parts: Sendable {
    var lines: [LedgerLine] = []
    /// The first failure that no line tells of.
    var issue: String?
    var isInterrupted = false

    /// The lines of a property as one.
    ///
    /// A part that an interrupt kept from ending is not missed: what the others found stands by itself.
    var merged: [LedgerLine] {
      let count = Dictionary(grouping: lines) { "\($0.theorem)/\($0.property)" }.mapValues(\.count)
      let renumbered = Dictionary(grouping: lines) { "\($0.theorem)/\($0.property)" }.flatMap { name, lines in
        lines.enumerated().map { index, line in
          var part = line
          part.shard = .init(index: index + 1, count: count[name] ?? 1)
          return part
        }
      }
      return LedgerLine.merged(renumbered).sorted { ($0.theorem, $0.property) < ($1.theorem, $1.property) }
    }
  }

  func run() async throws -> Parts {
    let progress = ProgressPrinter()
    let clock = Task {
      while !Task.isCancelled {
        await progress.update("searching \(theorems.joined(separator: ", ")) by \(jobs) processes")
        try await Task.sleep(for: .milliseconds(500))
      }
    }
    defer { clock.cancel() }
    let parts = try await withThrowingTaskGroup(of: Parts.self) { group in
      for job in 1...jobs { group.addTask { try await part(job) } }
      return try await group.reduce(into: Parts()) { whole, part in
        whole.lines += part.lines
        whole.issue = whole.issue ?? part.issue
        whole.isInterrupted = whole.isInterrupted || part.isInterrupted
      }
    }
    await progress.clear()
    return parts
  }

  private func part(_ job: Int) async throws -> Parts {
    let ledger = try RunLedger(path: nil)
    defer { ledger.removeIfTemporary() }
    var run = TheoremRun(program: program, theorems: theorems, ledger: ledger, isParallel: false)
    run.settings = ["THEOREM_SEARCH": "\(seconds)", "THEOREM_SHARD": "\(job)/\(jobs)"]
    if let epoch { run.settings["THEOREM_EPOCH"] = "\(epoch)" }
    let (records, end) = try await run.run(progress: nil)
    let untold = records.issues.first { issue in
      !records.lines.contains { $0.theorem == issue.theorem && $0.property == issue.property }
    }
    return Parts(lines: records.lines, issue: untold?.text, isInterrupted: end == nil)
  }
}
