import Evidence
import Foundation

/// A search by several test processes, each of which takes its share of the restarts.
struct SearchRun: Sendable {
  let program: ChildProcess
  let theorems: [String]
  let jobs: Int
  let seconds: Double
  let epoch: UInt32?

  func run() async throws -> SearchFindings {
    let progress = ProgressPrinter()
    let clock = Task {
      while !Task.isCancelled {
        await progress.update("searching \(theorems.joined(separator: ", ")) by \(jobs) processes")
        try await Task.sleep(for: .milliseconds(500))
      }
    }
    defer { clock.cancel() }
    let parts = try await withThrowingTaskGroup(of: SearchFindings.self) { group in
      for job in 1...jobs { group.addTask { try await part(job) } }
      return try await group.reduce(into: SearchFindings()) { $0.add($1) }
    }
    await progress.clear()
    return parts
  }

  private func part(_ job: Int) async throws -> SearchFindings {
    let ledger = try RunLedger(path: nil)
    defer { ledger.removeIfTemporary() }
    var settings: [String: String?] = [
      "THEOREM_SEARCH": "\(seconds)", "THEOREM_SHARD": "\(job)/\(jobs)",
    ]
    if let epoch { settings["THEOREM_EPOCH"] = "\(epoch)" }
    let run = TheoremRun(
      program: program, theorems: theorems, ledger: ledger, settings: RunSettings(settings), isParallel: false
    )
    let (records, end) = try await run.run(progress: nil)
    return SearchFindings(records, end: end)
  }
}
