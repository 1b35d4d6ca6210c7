import Foundation
import Subprocess
import Testing

@testable import TheoremTesting

@Suite(.timeLimit(.minutes(5)))
struct LedgerTests {
  private let file = FileManager.default.temporaryDirectory.appendingPathComponent(
    "\(UUID().uuidString).jsonl")

  private func contents() throws -> (lines: [LedgerLine], damages: [LedgerReader.Damage]) {
    var reader = LedgerReader(file)
    let lines = try reader.next()
    reader.finish()
    return (lines, reader.damages)
  }

  @Test func `concurrent lines are whole`() async throws {
    defer { try? FileManager.default.removeItem(at: file) }
    let ledger = Ledger(path: file.path)
    try await withThrowingTaskGroup { group in
      for writer in 0..<8 {
        group.addTask {
          for number in 0..<50 {
            // Longer than a page, so that a torn write would show.
            let instance = String(repeating: "\(writer)", count: 10_000)
            try ledger.append(.sample(property: "\(writer) \(number)", instance: instance))
          }
        }
      }
      try await group.waitForAll()
    }
    let (lines, damages) = try contents()
    #expect(damages.isEmpty)
    #expect(Set(lines.map(\.property)).count == 400)
    #expect(lines.count == 400)
  }

  @Test func `a torn end costs nobody else's line`() throws {
    defer { try? FileManager.default.removeItem(at: file) }
    let torn = try LedgerLine.sample(property: "torn").encoded().dropLast(20)
    try (LedgerLine.sample(property: "first").encoded() + torn).write(to: file)
    let ledger = Ledger(path: file.path)
    try ledger.append(.sample(property: "second"))
    try ledger.append(.sample(property: "third"))
    let (lines, damages) = try contents()
    #expect(lines.map(\.property) == ["first", "second", "third"])
    #expect(damages.map(\.line) == [2])
    #expect(try Data(contentsOf: file).count { $0 == UInt8(ascii: "\n") } == 4)
  }

  @Test func `no variable, no ledger`() throws {
    try Ledger(path: nil).append(.sample(property: "a"))
    try Ledger(path: "").append(.sample(property: "a"))
  }

  @Test func `a file that cannot be written`() throws {
    let error = LedgerError.cannotOpen(path: "/no/such/ledger", reason: "No such file or directory")
    let ledger = Ledger(path: "/no/such/ledger")
    #expect(throws: error) { try ledger.open() }
    #expect(throws: error) { try ledger.append(.sample(property: "a")) }
  }

  @Test(.enabled(if: FileManager.default.isWritableFile(atPath: "/dev/full")))
  func `a full disk`() throws {
    #expect {
      try Ledger(path: "/dev/full").append(.sample(property: "a"))
    } throws: { error in
      error as? LedgerError == .cannotWrite(path: "/dev/full", reason: "No space left on device")
    }
  }

  @Test func `one process at a time, and it is named`() async throws {
    defer { try? FileManager.default.removeItem(at: file) }
    let file = file
    let holder = try await run(
      .path(.init(Bundle.main.executablePath!)),
      arguments: [
        "--testing-library", "swift-testing", "--filter", #"^TheoremTestingTests\.LedgerHolder/"#,
      ],
      environment: .inherit.updating([
        "LEDGER_HOLDER": "1", "THEOREM_LEDGER": file.path, "THEOREM_PARENT": "stdin",
      ]),
      input: .inputWriter, output: .discarded, error: .discarded
    ) { execution in
      while (try? contents().lines.count) != 1 { try await Task.sleep(for: .milliseconds(20)) }
      let waiting = Ledger(path: file.path, patience: .milliseconds(300))
      let process = execution.processIdentifier.value
      let held = LedgerError.held(path: file.path, process: process, waited: .milliseconds(300))
      let clock = ContinuousClock()
      let start = clock.now
      #expect(throws: held) { try waiting.append(.sample(property: "not now")) }
      #expect(clock.now - start >= .milliseconds(300))
      // The first failure is the last word, without another wait.
      let again = clock.now
      #expect(throws: held) { try waiting.append(.sample(property: "not now")) }
      #expect(clock.now - again < .milliseconds(200))

      // Waiting pays when the holder ends.
      let patient = Ledger(path: file.path, patience: .seconds(30))
      async let line: Void = patient.append(.sample(property: "after all"))
      try await Task.sleep(for: .milliseconds(200))
      try await execution.standardInputWriter.finish()
      try await line
    }
    #expect(holder.terminationStatus == .exited(130))
    let (lines, damages) = try contents()
    #expect(lines.map(\.property) == ["holds its ledger", "after all"])
    #expect(damages.isEmpty)
  }
}
