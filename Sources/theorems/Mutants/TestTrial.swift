import Foundation
import Subprocess

/// One run of a package's tests, for what fails.
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

  private(set) var failures: Set<Failure> = []
  /// The ids of the theorems.
  private(set) var theorems: Set<String> = []
  /// How many tests ended, and of how many.
  private(set) var ended = 0
  private(set) var tests = 0
  private(set) var isTimedOut = false
  /// How the test process broke down, if it did.
  private(set) var breakdown: Breakdown?

  /// Runs the tests with few instances of each property.
  /// - Parameters:
  ///   - skip: a regular expression for tests that are not run.
  ///   - limit: when the tests are ended, in seconds; nil for never. What had failed by then counts.
  /// - Throws: `CancellationError` when it was interrupted.
  init(of package: PackageUnderTest, skip: String?, limit: Double?, progress: ProgressPrinter, name: String)
    async throws
  {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(
      "theorems-\(UUID().uuidString).events")
    try Data().write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    var child = try await package.testProgram()
    child.arguments += ["--event-stream-output-path", file.path]
    if let skip { child.arguments += ["--skip", skip] }
    child.environment =
      RunSettings(["THEOREM_INSTANCES": "10", "THEOREM_SHARD": nil, "THEOREM_EPOCH": nil]).environment
    child.environment["THEOREM_PARENT"] = "stdin"
    child.environment["SWIFT_BACKTRACE"] = "enable=no"
    let watch = TrialWatch(file, limit: limit, progress: progress, name: name)
    var end: ChildProcess.End?
    do {
      end = try await child.run { _, _ in try await watch.look() }
    } catch is TrialWatch.TimeIsUp {
      isTimedOut = true
    }
    let events = try await watch.finish()
    for issue in events.issues {
      guard let test = issue.theorem else { continue }
      failures.insert(Failure(test: test, property: issue.property ?? ""))
    }
    theorems = Set(events.titles.keys)
    tests = events.tests.count
    ended = events.tests.count(where: \.hasEnded)
    breakdown = end.flatMap { Breakdown($0, hasFailures: !failures.isEmpty) }
  }
}

/// Follows the tests of a trial, for so long.
private actor TrialWatch {
  struct TimeIsUp: Error {}

  private var events: TestEvents
  private let limit: Double?
  private let progress: ProgressPrinter
  private let name: String
  private let start = ContinuousClock.now

  init(_ file: URL, limit: Double?, progress: ProgressPrinter, name: String) {
    events = TestEvents(file)
    self.limit = limit
    self.progress = progress
    self.name = name
  }

  func look() async throws {
    try events.readOn()
    let ended = events.tests.count(where: \.hasEnded)
    await progress.update("\(name): \(ended) of \(events.tests.count) tests ended")
    if let limit, ContinuousClock.now - start > .seconds(limit) { throw TimeIsUp() }
  }

  func finish() async throws -> TestEvents {
    try events.readOn()
    await progress.clear()
    return events
  }
}
