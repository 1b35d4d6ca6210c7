import Evidence
import Foundation
import Subprocess

/// What a test process is told by THEOREM_ variables: those that the user set, and those of the command.
struct RunSettings: Sendable {
  /// The command's variables; nil for one that the process must not see.
  private let own: [String: String?]
  /// What the process will make of them.
  let settings: Settings

  /// Reads them as the test process will, so that what does not parse is told before a build and not after it.
  /// - Parameters:
  ///   - own: beside these the user's count of instances, seed and shard are the process's; what it is to do with the
  ///     properties, the command says.
  ///   - inherited: the user's variables.
  /// - Throws: `SettingsError` for a variable that does not parse, or has another name now.
  init(
    _ own: [String: String?] = [:],
    inherited: [String: String] = ProcessInfo.processInfo.environment
  ) throws(SettingsError) {
    self.own = ["THEOREM_SEARCH": nil, "THEOREM_REPLAY": nil].merging(own) { $1 }
    settings = try Settings(environment: self.own.reduce(into: inherited) { $0[$1.key] = $1.value })
  }

  /// Variables to set, and to remove where they are nil.
  var environment: [Environment.Key: String?] {
    Dictionary(uniqueKeysWithValues: own.map { (Environment.Key(stringLiteral: $0.key), $0.value) })
  }

  /// Whether a line tells of the same seed and shard.
  func areThose(of line: LedgerLine) -> Bool { settings.seed == line.seed && settings.shard == line.shard }

  /// Whether the run looks for what refutes its properties, and checks none.
  var isSearch: Bool { if case .search = settings.mode { true } else { false } }
}
