import Foundation
struct Ledger: Sendable {
  static let shared = Ledger()
  func append(_ line: LedgerLine) throws {
    guard let path = ProcessInfo.processInfo.environment["THEOREM_LEDGER"] else { return }
    let fd = open(path, O_WRONLY | O_APPEND | O_CREAT, 0o644)
    defer { close(fd) }
    let data = try line.encoded()
    _ = data.withUnsafeBytes { write(fd, $0.baseAddress, $0.count) }
  }
}
