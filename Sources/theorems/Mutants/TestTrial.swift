import Foundation
import Subprocess

/// A run of a package's tests, for what fails: the theorems and the unit tests in a process each, side by side, the tests of a
/// process one after another. So what had failed counts when the time is up, and a crash is that of the test that was running.
struct TestTrial: Sendable {
  /// A test that failed.
  struct Failure: Sendable, Hashable, Comparable, Codable {
    /// The id of the theorem, or the file of a unit test, as in "CLIPTests".
    let test: String
    let property: String

    static func < (a: Failure, b: Failure) -> Bool {
      switch a.test.compare(b.test, options: .numeric) {
      case .orderedAscending: true
      case .orderedDescending: false
      case .orderedSame: a.property < b.property
      }
    }
  }

  /// What fails, and where each failure's test stands.
  private(set) var failures: [Failure: String] = [:]
  /// The ids of the theorems.
  private(set) var theorems: Set<String> = []
  private(set) var tests = 0
  private(set) var isTimedOut = false
  /// How a process broke down between tests.
  private(set) var breakdown: Breakdown?

  /// Which tests to run, and how.
  struct Plan: Sendable {
    /// In words.
    let name: String
    /// The ids of the only theorems to run, with their own numbers of instances; nil for all tests, with ten.
    var theorems: [String]?
    /// Regular expressions for tests that are not run.
    var skip: [String] = []
    /// When the tests are ended, in seconds; nil for never.
    var limit: Double?
  }

  /// - Throws: `CancellationError` when it was interrupted.
  init(of package: PackageUnderTest, _ plan: Plan, progress: ProgressPrinter) async throws {
    let program = try await package.testProgram()
    let theorems = TheoremRun.pattern(plan.theorems ?? [])
    var children = [Self.child(program, plan, ["--filter", theorems], skip: plan.skip)]
    if plan.theorems == nil { children.append(Self.child(program, plan, [], skip: plan.skip + [theorems])) }
    let parts = try await withThrowingTaskGroup { group in
      for child in children {
        group.addTask { try await Part(child, plan, progress: progress) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    await progress.clear()
    for part in parts { add(part) }
  }

  private static func child(
    _ program: ChildProcess, _ plan: Plan, _ arguments: [String], skip: [String]
  ) -> ChildProcess {
    var child = program
    child.arguments += ["--no-parallel"] + arguments + skip.flatMap { ["--skip", $0] }
    let instances = plan.theorems == nil ? "10" : nil
    child.environment =
      RunSettings(["THEOREM_INSTANCES": instances, "THEOREM_SHARD": nil, "THEOREM_EPOCH": nil]).environment
    child.environment["THEOREM_PARENT"] = "stdin"
    child.environment["SWIFT_BACKTRACE"] = "enable=no"
    return child
  }

  private mutating func add(_ part: Part) {
    let tests = part.events.tests
    for issue in part.events.issues {
      guard let theorem = issue.theorem else { continue }
      let test = tests.first { $0.theorem == theorem && $0.property == issue.property }
      failures[Failure(test: theorem, property: issue.property ?? "")] = test?.place ?? theorem
    }
    let running = tests.filter { $0.hasStarted && !$0.hasEnded }
    if part.breakdown != nil {
      for test in running { failures[Failure(test: test.theorem, property: test.property)] = test.place }
      if running.isEmpty { breakdown = part.breakdown }
    }
    theorems.formUnion(part.events.titles.keys)
    self.tests += tests.count
    isTimedOut = isTimedOut || part.isTimedOut
  }
}

/// A process of a trial.
private struct Part: Sendable {
  private(set) var events: TestEvents
  private(set) var isTimedOut = false
  private(set) var breakdown: Breakdown?

  init(_ program: ChildProcess, _ plan: TestTrial.Plan, progress: ProgressPrinter) async throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(
      "theorems-\(UUID().uuidString).events")
    try Data().write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    var child = program
    child.arguments += ["--event-stream-output-path", file.path]
    let watch = Watch(file, plan, progress: progress)
    var end: ChildProcess.End?
    do {
      end = try await child.run { _, _ in try await watch.look() }
    } catch is Watch.TimeIsUp {
      isTimedOut = true
    }
    events = try await watch.finish()
    breakdown = end.flatMap { Breakdown($0, hasFailures: !events.issues.isEmpty) }
  }
}

/// Follows the tests of a process, for so long.
private actor Watch {
  struct TimeIsUp: Error {}

  private var events: TestEvents
  private let plan: TestTrial.Plan
  private let progress: ProgressPrinter
  private let start = ContinuousClock.now

  init(_ file: URL, _ plan: TestTrial.Plan, progress: ProgressPrinter) {
    events = TestEvents(file)
    self.plan = plan
    self.progress = progress
  }

  func look() async throws {
    try events.readOn()
    let ended = events.tests.count(where: \.hasEnded)
    await progress.update("\(plan.name): \(ended) of \(events.tests.count) tests ended")
    if let limit = plan.limit, ContinuousClock.now - start > .seconds(limit) { throw TimeIsUp() }
  }

  func finish() throws -> TestEvents {
    try events.readOn()
    return events
  }
}
