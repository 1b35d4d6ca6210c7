import Evidence
import Foundation
import Synchronization

/// The files of the theorems in this process, which are told apart by their ids.
final class TheoremRegistry: Sendable {
  static let shared = TheoremRegistry()

  private let files = Mutex<[String: URL]>([:])
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

  /// Takes in what a property came to.
  func note(_ line: LedgerLine) {
    guard line.claim == .counterexample, !line.judgement.isNotHolding else { return }
    violated.withLock { _ = $0.insert(line.theorem) }
  }

  /// Whether a counterexample to a theorem was judged to be one, or waits for other shards.
  func isViolated(_ theorem: String) -> Bool { violated.withLock { $0.contains(theorem) } }
}
