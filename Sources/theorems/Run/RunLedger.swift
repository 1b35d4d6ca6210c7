import Evidence
import Foundation

/// The ledger of a run: the file that the user named, or a temporary one.
struct RunLedger: Sendable {
  let file: URL
  private let isTemporary: Bool

  /// Makes the file unless it is there.
  /// - Throws: ``RunError`` when it cannot be written, or another run holds it.
  init(path: String?) throws(RunError) {
    isTemporary = path == nil
    file =
      path.map { URL(fileURLWithPath: $0) }
      ?? FileManager.default.temporaryDirectory.appendingPathComponent("theorems-\(UUID().uuidString).jsonl")
    try checkIsFree()
  }

  /// - Throws: ``RunError`` when the file cannot be written, or another run holds it.
  func checkIsFree() throws(RunError) {
    let descriptor = open(file.path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o644)
    guard descriptor >= 0 else {
      throw .ledgerUnwritable(path: file.path, reason: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    guard FileKind(file.path) == .file else {
      throw .ledgerUnwritable(path: file.path, reason: "found no file, expected one or nothing")
    }
    if let process = LedgerLock.holder(descriptor) { throw .ledgerHeld(path: file.path, process: process) }
  }

  /// Adds what kept a run from its end, unless nobody would read it. The results stand without it.
  func note(_ breakdowns: [Breakdown]) {
    guard !isTemporary, let handle = try? FileHandle(forWritingTo: file) else { return }
    for breakdown in breakdowns {
      _ = try? handle.seekToEnd()
      if let line = try? breakdown.encoded() { try? handle.write(contentsOf: line) }
    }
  }

  func removeIfTemporary() {
    if isTemporary { try? FileManager.default.removeItem(at: file) }
  }
}
