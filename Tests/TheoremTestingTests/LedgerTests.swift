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
    for ledger in ledgers { try await ledger.open() }
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

  @Test func `a torn end costs nobody else's line`() async throws {
    defer { try? FileManager.default.removeItem(at: file) }
    let torn = try LedgerLine.sample(property: "torn").encoded().dropLast(20)
    try (LedgerLine.sample(property: "first").encoded() + torn).write(to: file)
    let ledger = Ledger(path: file.path)
    try await ledger.open()
    try ledger.append(.sample(property: "second"))
    try ledger.append(.sample(property: "third"))
    let (lines, damages) = try contents()
    #expect(lines.map(\.property) == ["first", "second", "third"])
    #expect(damages.map(\.line) == [2])
    #expect(try Data(contentsOf: file).count { $0 == UInt8(ascii: "\n") } == 4)
  }

  @Test func `no variable, no ledger`() async throws {
    for path in [nil, ""] {
      let ledger = Ledger(path: path)
      try ledger.append(.sample(property: "a"))
      try await ledger.open()
      try ledger.append(.sample(property: "a"))
    }
  }

  @Test func `a ledger that nobody opened takes no line, and says so`() async throws {
    let ledger = Ledger(path: file.path)
    var line = LedgerLine.sample(property: "a")
    line.build = "this"
    #expect(throws: LedgerError.cannotWrite(path: file.path, reason: "it is not open")) {
      try ledger.append(line)
    }
    #expect(try ledger.finished(line) == nil)
    #expect(!FileManager.default.fileExists(atPath: file.path))
  }

  @Test func `a file that cannot be written`() async throws {
    let error = LedgerError.cannotOpen(path: "/no/such/ledger", reason: "No such file or directory")
    let ledger = Ledger(path: "/no/such/ledger")
    await #expect(throws: error) { try await ledger.open() }
    await #expect(throws: error) { try await ledger.open() }
    #expect(throws: error) { try ledger.append(.sample(property: "a")) }
  }

  @Test(.enabled(if: FileManager.default.isWritableFile(atPath: "/dev/full")))
  func `a full disk`() async throws {
    let ledger = Ledger(path: "/dev/full")
    try await ledger.open()
    #expect {
      try ledger.append(.sample(property: "a"))
    } throws: { error in
      error as? LedgerError == .cannotWrite(path: "/dev/full", reason: "No space left on device")
    }
  }

  /// A process of this bundle that runs one suite.
  private func process(running suite: String, _ environment: [String: String], input: Pipe) throws -> Process
  {
    let process = Process()
    process.executableURL = Bundle.main.executableURL
    process.arguments = [
      "--testing-library", "swift-testing", "--filter", #"^TheoremTestingTests\.\#(suite)/"#,
    ]
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = input
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  @Test func `one process at a time, and it is named`() async throws {
    defer { try? FileManager.default.removeItem(at: file) }
    let parent = Pipe()
    let holder = try process(
      running: "LedgerHolder",
      ["LEDGER_HOLDER": "stdin", "THEOREM_LEDGER": file.path], input: parent)
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(60)
    while (try? contents().lines.count) != 1 {
      try #require(clock.now < deadline, "the other process does not write")
      try await Task.sleep(for: .milliseconds(20))
    }

    let waiting = Ledger(path: file.path, patience: .milliseconds(300))
    let held = LedgerError.held(
      path: file.path, process: holder.processIdentifier, waited: .milliseconds(300))
    let start = clock.now
    // All of them wait for the same lock.
    await withTaskGroup { group in
      for _ in 0..<5 {
        group.addTask { await #expect(throws: held) { try await waiting.open() } }
      }
    }
    #expect(clock.now - start >= .milliseconds(300))
    // The first failure is the last word, without another wait.
    let again = clock.now
    #expect(throws: held) { try waiting.append(.sample(property: "not now")) }
    #expect(clock.now - again < .milliseconds(200))

    let waiter = try process(running: "LedgerWaiter", ["LEDGER_WAITER": file.path], input: Pipe())
    while waiter.isRunning { try await Task.sleep(for: .milliseconds(20)) }
    #expect(waiter.terminationStatus == 0)

    // Waiting pays when the holder ends, as it does when its parent closes the pipe.
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: 0.2)
      try? parent.fileHandleForWriting.close()
    }
    let patient = Ledger(path: file.path)
    try await patient.open()
    try patient.append(.sample(property: "after all"))
    while holder.isRunning { try await Task.sleep(for: .milliseconds(20)) }
    #expect(holder.terminationStatus == 0)
    let (lines, damages) = try contents()
    #expect(lines.map(\.property) == ["holds its ledger", "after all"])
    #expect(damages.isEmpty)
  }
}

@Suite struct `A ledger that is taken up again` {
  private let file = FileManager.default.temporaryDirectory.appendingPathComponent(
    "\(UUID().uuidString).jsonl")

  /// A ledger with lines of an earlier run of this build, which a run goes on with.
  private func ledger(_ lines: [LedgerLine], of plan: Plan) async throws -> Ledger {
    var contents = try plan.encoded()
    for var line in lines {
      line.plan = plan.id
      contents += try line.encoded()
    }
    try (contents + Data("torn".utf8)).write(to: file)
    let ledger = Ledger(path: file.path)
    try await ledger.open()
    _ = try ledger.begin(try Settings(environment: [:]), provider: "p")
    return ledger
  }

  private static func plan(instances: Int? = nil, provider: String = "p") -> Plan {
    Plan(
      [], seed: 0, instances: instances, shard: .whole, build: BuildFingerprint.ofThisProgram,
      provider: provider)
  }

  private static var line: LedgerLine {
    var line = LedgerLine.sample(property: "a")
    line.build = BuildFingerprint.ofThisProgram
    return line
  }

  @Test func `knows what the same build finished, and holds its lock`() async throws {
    defer { try? FileManager.default.removeItem(at: file) }
    let line = Self.line
    let ledger = try await ledger([line], of: Self.plan())
    #expect(try ledger.finished(line)?.property == "a")
    let changes: [(inout LedgerLine) -> Void] = [
      { $0.build = "other" }, { $0.build = "" }, { $0.seed = 1 }, { $0.planned = 2 }, { $0.property = "b" },
      { $0.theorem = "T11" }, { $0.evidence = .search(restarts: 1) },
      { $0.shard = .init(index: 1, count: 2) }, { $0.stored = "1f" },
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

  /// As whoever starts the run holds: a counterexample has as many instances in each.
  @Test func `takes nothing over from a run of another number of instances or another LAPACK`() async throws {
    defer { try? FileManager.default.removeItem(at: file) }
    for plan in [Self.plan(instances: 600), Self.plan(provider: "other")] {
      #expect(try await ledger([Self.line], of: plan).finished(Self.line) == nil)
    }
    let unplanned = Ledger(path: file.path)
    try Self.line.encoded().write(to: file)
    try await unplanned.open()
    _ = try unplanned.begin(try Settings(environment: [:]), provider: "p")
    #expect(try unplanned.finished(Self.line) == nil)
  }

  @Test func `takes the line over that tried the same stored counterexamples`() async throws {
    defer { try? FileManager.default.removeItem(at: file) }
    var lines = [Self.line, Self.line, Self.line]
    for (index, stored) in [nil, "1f", "2a"].enumerated() {
      (lines[index].stored, lines[index].seconds) = (stored, Double(index))
    }
    let ledger = try await ledger(lines, of: Self.plan())
    for line in lines { #expect(try ledger.finished(line)?.seconds == line.seconds) }
  }

  @Test func `does not take the last word of a property that did not come out the same`() async throws {
    defer { try? FileManager.default.removeItem(at: file) }
    let holds = Self.line
    var refuted = holds
    refuted.refuted = 1
    refuted.judge()
    let ledger = try await ledger([refuted, holds], of: Self.plan())
    let found = try #require(try ledger.finished(holds))
    #expect(found.verdict == .refuted && found.reason == "did not come out the same twice: verdict, refuted")
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
