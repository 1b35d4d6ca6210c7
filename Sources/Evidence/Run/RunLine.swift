import Foundation

/// A line of a ledger that is no result: a plan under the key `plan`, or the end of a run under `end`.
struct RunLine: Codable {
  var schema = LedgerLine.currentSchema
  var plan: Plan?
  var end: RunEnd?
}

extension RunLine {
  /// Nil for bytes that are no such line.
  init?(_ line: Data) {
    guard let line = try? JSONDecoder().decode(RunLine.self, from: line),
      line.schema == LedgerLine.currentSchema
    else { return nil }
    self = line
  }
}

extension Plan {
  /// Nil for the bytes of another line of a ledger.
  package init?(_ line: Data) {
    guard let plan = RunLine(line)?.plan else { return nil }
    self = plan
  }

  /// The plan as one line of JSON, with its line feed.
  package func encoded() throws -> Data { try LedgerLine.encoded(RunLine(plan: self)) }
}

extension RunEnd {
  /// The end as one line of JSON, with its line feed.
  package func encoded() throws -> Data { try LedgerLine.encoded(RunLine(end: self)) }
}
