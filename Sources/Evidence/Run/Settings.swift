import Foundation

/// What a run is told by environment variables, so that `swift test`, the command line and any engine that sets
/// variables (a CI matrix, a job array) drive the theorems in the same way.
package struct Settings: Sendable, Equatable {
  /// THEOREM_SEED: which instances are drawn; those of one seed are always the same.
  package var seed: UInt64 = 0
  /// THEOREM_INSTANCES: how many instances each property looks at, instead of its own number.
  package var instances: Int?
  /// THEOREM_SHARD=i/n: only the instances whose index leaves the remainder i − 1 on division by n, 1 ≤ i ≤ n.
  package var shard = Shard.whole
  /// What to do with the properties.
  package var mode = Mode.check

  package enum Mode: Sendable, Equatable {
    /// To check them.
    case check
    /// THEOREM_SEARCH=seconds: to look for the worst instance of each, for so long.
    case search(seconds: Double)
    /// THEOREM_REPLAY=file: to look at the stored counterexample, and at nothing else.
    case replay(URL)
  }

  /// The longest search, of some thirty years: a clock tells no time of any length.
  package static let mostSeconds = 1e9

  /// Reads the variables.
  /// - Throws: ``SettingsError`` for a variable that does not parse, or has another name now.
  package init(environment: [String: String] = ProcessInfo.processInfo.environment) throws(SettingsError) {
    // Ignored, it would draw other instances than were asked for.
    if let text = environment["THEOREM_EPOCH"] {
      throw SettingsError(
        variable: "THEOREM_EPOCH", found: text, expected: "no such variable: it is THEOREM_SEED now")
    }
    if let text = environment["THEOREM_SEED"] {
      guard let value = UInt64(text), value <= UInt64(UInt32.max) else {
        throw SettingsError(
          variable: "THEOREM_SEED", found: text, expected: "a whole number from 0 to 4294967295")
      }
      seed = value
    }
    if let text = environment["THEOREM_INSTANCES"] {
      // The number of an instance has 31 bits.
      guard let value = Int(text), value >= 1, value <= Int(Int32.max) else {
        throw SettingsError(
          variable: "THEOREM_INSTANCES", found: text, expected: "a whole number from 1 to 2147483647")
      }
      instances = value
    }
    if let text = environment["THEOREM_SHARD"] {
      guard let value = Shard(text) else {
        throw SettingsError(variable: "THEOREM_SHARD", found: text, expected: "i/n with 1 <= i <= n")
      }
      shard = value
    }
    if let text = environment["THEOREM_SEARCH"] {
      guard let seconds = Double(text), seconds > 0, seconds <= Self.mostSeconds else {
        throw SettingsError(
          variable: "THEOREM_SEARCH", found: text,
          expected: "a number of seconds above 0 and at most \(Self.mostSeconds)")
      }
      mode = .search(seconds: seconds)
    }
    if let text = environment["THEOREM_REPLAY"] {
      guard mode == .check, !text.isEmpty else {
        throw SettingsError(
          variable: "THEOREM_REPLAY", found: text,
          expected: mode == .check ? "a file" : "no THEOREM_SEARCH beside it")
      }
      mode = .replay(URL(fileURLWithPath: text))
    }
  }
}

/// An environment variable that does not parse, or has another name now.
public struct SettingsError: Error, Equatable, Sendable, CustomStringConvertible {
  public let variable: String
  public let found: String
  public let expected: String

  public var description: String { "\(variable): found \"\(found)\", expected \(expected)" }
}
