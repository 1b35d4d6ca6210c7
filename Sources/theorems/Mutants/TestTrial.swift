import Evidence
import Foundation
import Subprocess

/// A run of a package's tests, for what fails: in two processes, side by side, the tests of a process one after another. So what
/// had failed counts when the time is up, and a crash is that of the test that was running.
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
  /// How long the tests of each file took, by module and file, as in "TheoremTests/T10_InfoNCEStaysInFisherSubspace.swift".
  private(set) var seconds: [String: Double] = [:]
  private(set) var isTimedOut = false
  /// How a process broke down between tests.
  private(set) var breakdown: Breakdown?

  /// Which tests to run, and how.
  struct Plan: Sendable {
    /// In words.
    let name: String
    /// Regular expressions for the tests that run: a process for each.
    let filters: [String]
    /// How many instances of each property; nil for its own number.
    var instances: Int? = 10
    /// Regular expressions for tests that are not run.
    var skip: [String] = []
    /// When the tests are ended, in seconds; nil for never.
    var limit: Double?
  }

  /// - Throws: `CancellationError` when it was interrupted, and `SettingsError`.
  init(of package: PackageUnderTest, _ plan: Plan, progress: ProgressPrinter) async throws {
    let settings = try RunSettings([
      "THEOREM_INSTANCES": plan.instances.map { "\($0)" }, "THEOREM_SHARD": nil, "THEOREM_SEED": nil,
    ])
    let program = try await package.testProgram()
    let parts = try await withThrowingTaskGroup { group in
      for filter in plan.filters {
        group.addTask { try await Part(program, plan, filter: filter, settings, progress: progress) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    await progress.clear()
    for part in parts { add(part) }
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
    for test in tests { seconds[test.file, default: 0] += test.seconds ?? 0 }
    isTimedOut = isTimedOut || part.isTimedOut
  }
}

extension TestTrial {
  /// Regular expressions for two halves of the tests that take about as long as each other.
  /// - Parameter seconds: how long the tests of each file take.
  static func halves(of seconds: [String: Double]) -> [String] {
    var halves = [(files: [String], seconds: Double)](repeating: ([], 0), count: 2)
    // The longest first, each to the half that has less to do.
    for (file, seconds) in seconds.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      let lighter = halves[0].seconds <= halves[1].seconds ? 0 : 1
      halves[lighter].files.append(file)
      halves[lighter].seconds += seconds
    }
    // Swift Testing's ids are "Module.Suite/function()/File.swift:line:column".
    return halves.map(\.files).filter { !$0.isEmpty }.map { files in
      files.map { file in
        let parts = file.split(separator: "/").map { NSRegularExpression.escapedPattern(for: String($0)) }
        return "^\(parts[0])[.].*/\(parts[parts.count - 1]):"
      }.joined(separator: "|")
    }
  }
}

/// A process of a trial.
private struct Part: Sendable {
  private(set) var events: TestEvents
  private(set) var isTimedOut = false
  private(set) var breakdown: Breakdown?

  init(
    _ program: ChildProcess, _ plan: TestTrial.Plan, filter: String, _ settings: RunSettings,
    progress: ProgressPrinter
  ) async throws {
    let file = try TestEvents.makeFile()
    defer { try? FileManager.default.removeItem(at: file) }
    var child = program
    child.arguments += ["--no-parallel", "--filter", filter] + plan.skip.flatMap { ["--skip", $0] }
    child.arguments += ["--event-stream-output-path", file.path]
    child.environment = settings.environment
    child.environment["SWIFT_BACKTRACE"] = "enable=no"
    let watch = Watch(file, plan, progress: progress)
    var end: ChildProcess.End?
    do {
      end = try await child.run { _, _ in try await watch.look() }
    } catch is Watch.TimeIsUp {
      isTimedOut = true
    }
    events = try await watch.finish()
    // Which test was running, the events tell.
    breakdown = end.flatMap { Breakdown($0, hasFailures: !events.issues.isEmpty, isFinished: true) }
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
