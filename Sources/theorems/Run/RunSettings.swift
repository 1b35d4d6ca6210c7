import Evidence
import Foundation
import Subprocess

/// What a test process is told by THEOREM_ variables: those that the user set, and those of the command.
struct RunSettings: Sendable {
  /// The command's variables; nil for one that the process must not see.
  private let own: [String: String?]

  /// - Parameter own: beside these the user's count of instances, epoch and shard are the process's; what it is to do with
  ///   the properties, the command says.
  init(_ own: [String: String?] = [:]) {
    self.own = ["THEOREM_SEARCH": nil, "THEOREM_REPLAY": nil].merging(own) { $1 }
  }

  /// Variables to set, and to remove where they are nil.
  var environment: [Environment.Key: String?] {
    Dictionary(uniqueKeysWithValues: own.map { (Environment.Key(stringLiteral: $0.key), $0.value) })
  }

  /// Whether a line tells of the same epoch and shard.
  func areThose(of line: LedgerLine) -> Bool {
    let inherited = ProcessInfo.processInfo.environment
    let environment = own.reduce(into: inherited) { $0[$1.key] = $1.value }
    guard let settings = try? Settings(environment: environment) else { return false }
    return settings.epoch == line.epoch && settings.shard == line.shard
  }
}
