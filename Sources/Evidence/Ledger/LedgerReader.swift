import Foundation

/// Reads a ledger, also one that is being written. A line that is torn or that somebody else wrote costs that
/// line only.
package struct LedgerReader: Sendable {
  /// A line that is no line of a ledger.
  package struct Damage: Error, Sendable, Equatable, CustomStringConvertible {
    /// Its number in the file, counted from 1.
    package let line: Int
    package let reason: String

    /// As in "line 7 is no ledger line: no key "theorem"".
    package var description: String { "line \(line) is no ledger line: \(reason)" }
  }

  /// The damaged lines among those that were read so far.
  package private(set) var damages: [Damage] = []
  /// The plans among the lines that were read so far.
  package private(set) var plans: [Plan] = []
  /// The plans of runs of `theorems verify` of whose end nothing is known, neither from the run nor from a later one that repeated it.
  package private(set) var endless: [Plan] = []
  /// How runs ended which no later one repeated.
  package var ends: [RunEnd] { ended.map(\.end) }
  /// What kept a run from its end, and nothing later made good: a build, or a property, that broke down and then did not.
  package var breakdowns: [Breakdown] { ended.flatMap(\.open) }
  private var ended: [(end: RunEnd, plans: [Plan], open: [Breakdown])] = []
  private var lines: AppendedLines

  package init(_ file: URL) { lines = AppendedLines(of: file) }

  /// The lines that were appended since the last call; the first call starts at the beginning.
  ///
  /// A last line without its line feed is left to the next call, because it may still be being written.
  /// - Throws: `CocoaError` when the file cannot be read.
  package mutating func next() throws -> [LedgerLine] { try lines.next().compactMap { read($0) } }

  /// Ends the reading, for a file that nobody writes any longer: a last line without its line feed is torn.
  package mutating func finish() {
    guard let torn = lines.torn else { return }
    damages.append(Damage(line: torn.number, reason: "it is torn"))
  }

  private mutating func read(_ line: AppendedLines.Line) -> LedgerLine? {
    guard !line.bytes.isEmpty else { return nil }
    if let slip = JSONSlip(in: line.bytes) { return note("\(slip)", line.number) }
    do {
      let result = try LedgerLine(line.bytes)
      for index in ended.indices {
        ended[index].open.removeAll { $0.stage == .run && $0.culprit == result.identity }
      }
      return result
    } catch {
      // Most lines are results: whether one is anything else is asked last.
      let other = RunLine(line.bytes)
      if let plan = other?.plan {
        do { try plan.shard.validate() } catch { return note("\(error)", line.number) }
        plans.append(plan)
        if plan.run != nil { endless.append(plan) }
      } else if let end = other?.end {
        add(end)
      } else {
        return note((error as? DecodingError)?.clause ?? "\(error)", line.number)
      }
      return nil
    }
  }

  private mutating func add(_ end: RunEnd) {
    let own = plans.filter { $0.run == end.run }
    // A run of some of the properties tells nothing of the others, and one that stopped before its plan nothing at all.
    func isRepeated(_ plan: Plan) -> Bool { own.contains { $0.repeats(plan) } }
    if !end.isInterrupted, !own.isEmpty {
      endless.removeAll { $0.run == end.run || isRepeated($0) }
      // What failed beside the plan, as a theorem without a test, is in no plan.
      ended.removeAll { end.isAskedForAll(of: $0.end) && $0.plans.allSatisfy(isRepeated) }
    }
    ended.append((end, own, end.breakdowns))
  }

  private mutating func note(_ reason: String, _ number: Int) -> LedgerLine? {
    damages.append(Damage(line: number, reason: reason))
    return nil
  }
}

extension DecodingError {
  /// What is wrong, as an English clause.
  package var clause: String {
    switch self {
    case .keyNotFound(let key, _): "no key \"\(key.stringValue)\""
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      context.codingPath.isEmpty
        ? context.debugDescription
        : "key \"\(context.codingPath.map(\.stringValue).joined(separator: "."))\": \(context.debugDescription)"
    @unknown default: "\(self)"
    }
  }
}
