import Foundation
import Synchronization

/// The files of the theorems in this process, which are told apart by their ids.
final class TheoremRegistry: Sendable {
  static let shared = TheoremRegistry()

  private let files = Mutex<[String: URL]>([:])
  /// What was found of a file and a status.
  private let checks = Mutex<[String: Result<Void, any Error>]>([:])
  /// The theorems of which a counterexample was judged to be one.
  private let violated = Mutex<Set<String>>([])

  /// - Throws: ``TheoremError`` for a file whose name gives no id, or the same as that of another file.
  func add(_ file: URL) throws(TheoremError) {
    guard TheoremFile.isNamed(file) else { throw .misnamed(file: file.lastPathComponent) }
    let id = TheoremFile.id(file)
    let first = files.withLock { files in
      files[id] = files[id] ?? file
      return files[id]
    }
    if let first, first != file {
      throw .severalFiles(theorem: id, files: [first, file].map(\.lastPathComponent).sorted())
    }
  }

  /// - Throws: as `Statement.check(file:status:)`, which looks at the files of each status once.
  func check(_ file: URL, _ status: TheoremStatus) throws {
    try checks.withLock { checks in
      let key = "\(file.path) \(status)"
      let check = checks[key] ?? Result { try Statement.check(file: file, status: status) }
      checks[key] = check
      return check
    }.get()
  }

  /// Takes in what a property came to.
  func note(_ line: LedgerLine) {
    guard line.claim == .counterexample, !line.judgement.isNotHolding else { return }
    violated.withLock { _ = $0.insert(line.theorem) }
  }

  /// Whether a counterexample to a theorem was judged to be one, or waits for other shards.
  func isViolated(_ theorem: String) -> Bool { violated.withLock { $0.contains(theorem) } }
}
