import Foundation
import Testing

@testable import TheoremTesting

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
    // The lock does not bar our own process, so that only the single write keeps lines of two ledgers apart.
    let ledgers = [Ledger(path: file.path), Ledger(path: file.path)]
    try await withThrowingTaskGroup { group in
      for writer in 0..<8 {
        group.addTask {
          for number in 0..<1000 {
            try ledgers[writer % 2].append(.sample(property: "\(writer) \(number)"))
          }
        }
      }
      try await group.waitForAll()
    }
    let (lines, damages) = try contents()
    #expect(damages.isEmpty)
    #expect(Set(lines.map(\.property)).count == 8000)
    #expect(lines.count == 8000)
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

  @Test func `one process at a time, and it is named`() throws {
    defer { try? FileManager.default.removeItem(at: file) }
    let holder = Process()
    let parent = Pipe()
    holder.executableURL = Bundle.main.executableURL
    holder.arguments = [
      "--testing-library", "swift-testing", "--filter", #"^TheoremTestingTests\.LedgerHolder/"#,
    ]
    holder.environment = ProcessInfo.processInfo.environment.merging([
      "LEDGER_HOLDER": "1", "THEOREM_LEDGER": file.path, "THEOREM_PARENT": "stdin",
    ]) { $1 }
    holder.standardInput = parent
    holder.standardOutput = FileHandle.nullDevice
    holder.standardError = FileHandle.nullDevice
    try holder.run()
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(30)
    while (try? contents().lines.count) != 1 {
      try #require(clock.now < deadline, "the other process does not write")
      Thread.sleep(forTimeInterval: 0.02)
    }

    let waiting = Ledger(path: file.path, patience: .milliseconds(300))
    let held = LedgerError.held(
      path: file.path, process: holder.processIdentifier, waited: .milliseconds(300))
    let start = clock.now
    #expect(throws: held) { try waiting.append(.sample(property: "not now")) }
    #expect(clock.now - start >= .milliseconds(300))
    // The first failure is the last word, without another wait.
    let again = clock.now
    #expect(throws: held) { try waiting.append(.sample(property: "not now")) }
    #expect(clock.now - again < .milliseconds(200))

    // Waiting pays when the holder ends, as it does when its parent closes the pipe.
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: 0.2)
      try? parent.fileHandleForWriting.close()
    }
    try Ledger(path: file.path).append(.sample(property: "after all"))
    holder.waitUntilExit()
    #expect(holder.terminationStatus == 130)
    let (lines, damages) = try contents()
    #expect(lines.map(\.property) == ["holds its ledger", "after all"])
    #expect(damages.isEmpty)
  }
}

@Suite struct `A ledger that is taken up again` {
  private let file = FileManager.default.temporaryDirectory.appendingPathComponent(
    "\(UUID().uuidString).jsonl")

  @Test func `knows what the same build finished, and holds its lock`() throws {
    defer { try? FileManager.default.removeItem(at: file) }
    var line = LedgerLine.sample(property: "a")
    line.build = "this"
    try (line.encoded() + Data("torn".utf8)).write(to: file)
    let ledger = Ledger(path: file.path)
    #expect(try ledger.finished(line)?.property == "a")
    let changes: [(inout LedgerLine) -> Void] = [
      { $0.build = "other" }, { $0.build = "" }, { $0.seed = 1 }, { $0.planned = 2 }, { $0.property = "b" },
      { $0.theorem = "T11" }, { $0.form = .search }, { $0.shard = .init(index: 1, count: 2) },
    ]
    for change in changes {
      var other = line
      change(&other)
      #expect(try ledger.finished(other) == nil)
    }
    // What the reading closed would have ended the lock.
    let holder = try #require(try Self.holderSeenByAnother(file))
    #expect(holder == ProcessInfo.processInfo.processIdentifier)
    #expect(try Ledger(path: nil).finished(line) == nil)
  }

  /// The process that holds the file's lock, as another process sees it: our own locks do not bar us.
  private static func holderSeenByAnother(_ file: URL) throws -> Int32? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    let inode = try #require(
      try FileManager.default.attributesOfItem(atPath: file.path)[.systemFileNumber] as? NSNumber)
    process.arguments = ["-c", "grep ':\(inode.intValue) ' /proc/locks | awk '{print $5}'"]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return Int32(text.split(separator: "\n").first ?? "")
  }
}
