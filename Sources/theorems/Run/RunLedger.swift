import Evidence
import Foundation

/// The ledger of a run: the file that the user named, or a temporary one.
struct RunLedger: Sendable {
  let file: URL
  /// Tells the run from every other: its plans and its end have it in common.
  let run = UUID().uuidString
  /// The ids of the theorems that it was asked for; nil for all.
  private let asked: [String]?
  private let isTemporary: Bool

  /// Makes the file unless it is there.
  /// - Parameter asked: the ids of the theorems that the run is asked for; empty for all.
  /// - Throws: ``RunError`` when it cannot be written, or another run holds it.
  init(path: String?, asked: [String]) throws(RunError) {
    isTemporary = path == nil
    self.asked = asked.isEmpty ? nil : asked
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

  /// Adds the end of the run, unless nobody would read it: without it a report takes the run for unfinished.
  /// - Throws: ``RunError/ledgerUnwritable(path:reason:)``.
  func end(_ exitCode: Int32, _ breakdowns: [Breakdown]) throws(RunError) {
    guard !isTemporary else { return }
    do {
      try append(RunEnd(of: run, exitCode: exitCode, asked: asked, breakdowns: breakdowns).encoded())
    } catch {
      throw .ledgerUnwritable(path: file.path, reason: "the end of the run is not in it: \(error.reason)")
    }
  }

  private func append(_ line: Data) throws {
    let descriptor = open(file.path, O_RDWR | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    let size = try handle.seekToEnd()
    try handle.seek(toOffset: max(size, 1) - 1)
    let lineFeed = Data("\n".utf8)
    // A process that was ended within a line left that torn.
    let isTorn = try size > 0 && handle.readToEnd() != lineFeed
    try handle.write(contentsOf: isTorn ? lineFeed + line : line)
  }

  func removeIfTemporary() { if isTemporary { try? FileManager.default.removeItem(at: file) } }
}
