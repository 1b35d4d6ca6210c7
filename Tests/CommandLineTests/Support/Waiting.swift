import Foundation

/// Waits until the condition is true.
/// - Throws: ``WaitedTooLong``
func waitUntil(within limit: Duration = .seconds(30), _ condition: () throws -> Bool) throws {
  let deadline = ContinuousClock.now + limit
  while try !condition() {
    guard ContinuousClock.now < deadline else { throw WaitedTooLong() }
    Thread.sleep(forTimeInterval: 0.02)
  }
}

struct WaitedTooLong: Error {}

/// Whether a process is there, and is not merely waiting for its parent to notice its end.
func isRunning(_ process: Int32) -> Bool {
  guard kill(process, 0) == 0 else { return false }
  let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
  return stat?.split(separator: ") ").last?.first != "Z"
}
