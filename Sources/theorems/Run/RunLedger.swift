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
    let descriptor = open(file.path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw .ledgerUnwritable(path: file.path, reason: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    if let process = LedgerLock.holder(descriptor) { throw .ledgerHeld(path: file.path, process: process) }
  }

  /// Appends lines, under the lock that test processes take.
  /// - Throws: ``RunError`` when another run holds the file, or it cannot be written.
  func append(_ lines: [LedgerLine]) throws {
    let descriptor = open(file.path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw RunError.ledgerUnwritable(path: file.path, reason: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    guard try LedgerLock.take(descriptor) else {
      throw RunError.ledgerHeld(path: file.path, process: LedgerLock.holder(descriptor) ?? 0)
    }
    // Behind a line feed of its own where the file ends torn.
    var last = UInt8(ascii: "\n")
    let end = lseek(descriptor, 0, SEEK_END)
    if end > 0 { _ = pread(descriptor, &last, 1, end - 1) }
    let start = last == UInt8(ascii: "\n") ? Data() : Data([UInt8(ascii: "\n")])
    let bytes = try lines.reduce(into: start) { $0 += try $1.encoded() }
    guard bytes.withUnsafeBytes({ write(descriptor, $0.baseAddress, $0.count) }) == bytes.count else {
      throw RunError.ledgerUnwritable(path: file.path, reason: String(cString: strerror(errno)))
    }
  }

  func removeIfTemporary() {
    if isTemporary { try? FileManager.default.removeItem(at: file) }
  }
}
