import Evidence

/// What a run left on record: its ledger lines, and what Swift Testing told of its tests.
struct RunRecords: Sendable {
  var lines: [LedgerLine] = []
  /// The theorems' titles by their ids.
  var titles: [String: String] = [:]
  /// The test functions, by theorem and name.
  var tests: [TestEvents.Test] = []
  var issues: [TestEvents.Issue] = []
  /// How its processes broke down.
  var breakdowns: [Breakdown] = []
  var isInterrupted = false

  var isEmpty: Bool { lines.isEmpty && tests.isEmpty && issues.isEmpty }

  /// The tests that were to run and did not come to their end, unless a failure says why.
  var unfinished: [TestEvents.Test] { tests.filter { !$0.hasEnded && !$0.isSkipped && !isFailing($0) } }

  func isFailing(_ test: TestEvents.Test) -> Bool {
    issues.contains { $0.theorem == test.theorem && $0.property == test.property }
  }

  /// Takes in what a later process, which ran some of the tests again, left.
  mutating func add(_ other: RunRecords) {
    // One that had its line when the process broke down, and no time to say that it ended, finds it finished.
    lines += other.lines.filter { line in !lines.contains { $0.isRepeated(by: line) } }
    issues += other.issues
    titles.merge(other.titles) { $1 }
    let places = Set(other.tests.map(\.place))
    tests = (tests.filter { !places.contains($0.place) } + other.tests).sorted { $0.identity < $1.identity }
    breakdowns += other.breakdowns
    isInterrupted = other.isInterrupted
  }
}

extension LedgerLine {
  /// Whether another process came to the same.
  fileprivate func isRepeated(by other: LedgerLine) -> Bool {
    var line = self
    (line.process, line.seconds, line.plan) = (other.process, other.seconds, other.plan)
    return line == other
  }
}
