import Evidence
import Foundation
import Synchronization

/// The files of the theorems in this process, which are told apart by their ids.
final class TheoremRegistry: Sendable {
  static let shared = TheoremRegistry()

  private let files = Mutex<[String: URL]>([:])

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
}
