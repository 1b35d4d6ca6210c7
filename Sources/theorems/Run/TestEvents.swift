import Evidence
import Foundation

/// What the test process tells of its tests, read from Swift Testing's event stream while it grows.
struct TestEvents: Sendable {
  /// A test function of a theorem's file.
  struct Test: Sendable {
    let theorem: String
    let property: String
    /// Module and file, as in "TheoremTests/T10_InfoNCEStaysInFisherSubspace.swift".
    let file: String
    /// The end of Swift Testing's id: file, line and column.
    let place: String
    /// Says something only of tests that run one after another: side by side, Swift Testing reports all as started before
    /// their bodies run.
    var hasStarted = false
    var hasEnded = false
    /// Whether a trait of the test kept it from running.
    var isSkipped = false
    var identity: Plan.Property { Plan.Property(theorem: theorem, property: property) }
    /// From start to end; nil for a test that has not ended. It too tells nothing of tests that run side by side.
    var seconds: Double? { hasEnded ? max(0, end - start) : nil }
    fileprivate var start = 0.0
    fileprivate var end = 0.0
  }

  /// A failure that the test process recorded.
  struct Issue: Sendable, Equatable {
    /// The theorem's id; nil when it belongs to no test.
    let theorem: String?
    /// The test's name; nil when it belongs to the theorem as a whole.
    let property: String?
    /// File and line, where known.
    let place: String?
    let text: String
  }

  /// The theorems' titles by their ids.
  private(set) var titles: [String: String] = [:]
  private(set) var issues: [Issue] = []
  /// The tests by Swift Testing's ids.
  private var testsByID: [String: Test] = [:]
  /// The theorems of suites, by their ids.
  private var suites: [String: String] = [:]
  private var lines: AppendedLines

  init(_ file: URL) { lines = AppendedLines(of: file) }

  /// Makes an empty file for a test process to write its events to.
  static func makeFile() throws -> URL {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(
      "theorems-\(UUID().uuidString).events")
    try Data().write(to: file)
    return file
  }

  /// The test functions, by theorem and name.
  var tests: [Test] { testsByID.values.sorted { $0.identity < $1.identity } }

  /// Reads what was added since the last call.
  /// - Throws: `CocoaError` and `DecodingError`.
  mutating func readOn() throws {
    for line in try lines.next() {
      let record = try JSONDecoder().decode(Record.self, from: line.bytes)
      switch record.kind {
      case "test": add(test: record.payload)
      case "event": add(event: record.payload)
      default: continue
      }
    }
  }

  private mutating func add(test: Record.Payload) {
    guard let id = test.id, let name = test.displayName ?? test.name, let place = test.sourceLocation else {
      return
    }
    let theorem = place.theorem
    if test.kind == "suite" {
      suites[id] = theorem
      // A suite within the theorem's has a name of its own.
      if name.hasPrefix(theorem + " ") { titles[theorem] = String(name.dropFirst(theorem.count + 1)) }
    } else {
      let end = id.split(separator: "/").last.map(String.init) ?? id
      // The suites in the theorem's own by the names of their types, as in the results, whatever they are displayed as. In front
      // of them stands the theorem's, behind them the function and its place.
      let inner = id.matches(of: /(?:`[^`]*`|[^\/`])+/).dropFirst().dropLast(2).map { part in
        part.0.filter { $0 != "`" }
      }
      testsByID[id] = Test(
        theorem: theorem, property: TheoremFile.property(suites: inner, name: name), file: place.fileID,
        place: end)
    }
  }

  private mutating func add(event: Record.Payload) {
    let id = event.testID ?? ""
    switch event.kind {
    case "testStarted":
      testsByID[id]?.hasStarted = true
      testsByID[id]?.start = event.instant?.absolute ?? 0
    case "testSkipped":
      testsByID[id]?.isSkipped = true
    case "testEnded":
      testsByID[id]?.hasEnded = true
      testsByID[id]?.end = event.instant?.absolute ?? 0
    case "issueRecorded":
      guard let issue = event.issue, issue.isFailure ?? !issue.isKnown else { return }
      let found = Issue(
        theorem: testsByID[id]?.theorem ?? suites[id], property: testsByID[id]?.property,
        place: issue.sourceLocation.map { "\($0.fileID):\($0.line)" },
        text: (event.messages ?? []).map(\.text).joined(separator: "\n"))
      issues.append(found)
    default: return
    }
  }
}

/// A line of Swift Testing's event stream (ABI version 6.3), as far as we read it.
private struct Record: Decodable {
  let kind: String
  let payload: Payload

  /// A test or an event.
  struct Payload: Decodable {
    let kind: String?
    let id: String?
    let name: String?
    let displayName: String?
    let sourceLocation: Location?
    let testID: String?
    let messages: [Message]?
    let issue: Issue?
    let instant: Instant?
  }

  /// Seconds on the test process's clock.
  struct Instant: Decodable { let absolute: Double }

  struct Message: Decodable { let text: String }

  struct Issue: Decodable {
    let isKnown: Bool
    /// Absent from older versions.
    let isFailure: Bool?
    let sourceLocation: Location?
  }

  struct Location: Decodable {
    /// Module and file name, as in "TheoremTests/T10_InfoNCEStaysInFisherSubspace.swift".
    let fileID: String
    let line: Int

    /// The id of the theorem whose file this is: what stands in front of the underscore in its name.
    var theorem: String { TheoremFile.id(URL(fileURLWithPath: fileID)) }
  }
}
