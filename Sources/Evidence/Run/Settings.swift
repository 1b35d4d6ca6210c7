import Foundation

/// What a run is told by environment variables, so that `swift test`, the command line and any engine that sets
/// variables (a CI matrix, a job array) drive the theorems in the same way.
package struct Settings: Sendable, Equatable {
  /// THEOREM_SEED: which instances are drawn; those of one seed are always the same.
  package var seed: UInt64
  /// THEOREM_INSTANCES: how many instances each property looks at, instead of its own number.
  package var instances: Int?
  /// THEOREM_SHARD=i/n: only the instances whose index leaves the remainder i − 1 on division by n, 1 ≤ i ≤ n.
  package var shard: Shard
  /// What to do with the properties.
  package var mode: Mode

  package enum Mode: Sendable, Equatable {
    /// To check them.
    case check
    /// THEOREM_SEARCH=seconds: to look for the worst instance of each, for so long.
    case search(seconds: Double)
    /// THEOREM_REPLAY=file: to look at the stored counterexample, and at nothing else.
    case replay(URL)
  }

  /// Those of this process, read once: a test that sets a variable changes nothing.
  package static let ofProcess = Result { () throws(SettingsError) in try Settings() }

  /// The longest search, of some thirty years: a clock tells no time of any length.
  package static let mostSeconds = 1e9

  /// Reads the variables.
  /// - Throws: ``SettingsError`` for a variable that does not parse, or has another name now.
  package init(environment: [String: String] = ProcessInfo.processInfo.environment) throws(SettingsError) {
    func read<Value>(
      _ variable: String, expected: String, _ parse: (String) -> Value?
    ) throws(SettingsError) -> Value? {
      guard let text = environment[variable] else { return nil }
      guard let value = parse(text) else {
        throw SettingsError(variable: variable, found: text, expected: expected)
      }
      return value
    }
    // Ignored, it would draw other instances than were asked for.
    if let text = environment["THEOREM_EPOCH"] {
      throw SettingsError(
        variable: "THEOREM_EPOCH", found: text, expected: "no such variable: it is THEOREM_SEED now")
    }
    seed =
      try read("THEOREM_SEED", expected: "a whole number from 0 to 4294967295") {
        UInt32($0).map(UInt64.init)
      } ?? 0
    // The number of an instance has 31 bits.
    instances = try read("THEOREM_INSTANCES", expected: "a whole number from 1 to 2147483647") {
      Int32($0).flatMap { $0 >= 1 ? Int($0) : nil }
    }
    shard = try read("THEOREM_SHARD", expected: "i/n with 1 <= i <= n") { Shard($0) } ?? .whole
    let search: Mode? = try read(
      "THEOREM_SEARCH", expected: "a number of seconds above 0 and at most \(Self.mostSeconds)"
    ) { text in
      guard let seconds = Double(text), seconds > 0, seconds <= Self.mostSeconds else { return nil }
      return .search(seconds: seconds)
    }
    let replay: Mode? = try read(
      "THEOREM_REPLAY", expected: search == nil ? "a file" : "no THEOREM_SEARCH beside it"
    ) { search == nil && !$0.isEmpty ? .replay(URL(fileURLWithPath: $0)) : nil }
    mode = replay ?? search ?? .check
  }
}

/// An environment variable that does not parse, or has another name now.
public struct SettingsError: Error, Equatable, Sendable, CustomStringConvertible {
  public let variable: String
  public let found: String
  public let expected: String

  public var description: String { "\(variable): found \"\(found)\", expected \(expected)" }
}
