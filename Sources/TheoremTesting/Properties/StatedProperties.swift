import Synchronization

/// How many properties the running test of a theorem has stated: it is to state one.
final class StatedProperties: Sendable {
  @TaskLocal static var current: StatedProperties?

  private let number = Mutex(0)
  private let failures = Mutex<[Failure]>([])

  var count: Int { number.withLock(\.self) }

  /// - Returns: the number of the property, counted from 1.
  func add() -> Int {
    number.withLock {
      $0 += 1
      return $0
    }
  }

  /// Keeps a failure for the end of the test.
  func add(_ failure: Failure) { failures.withLock { $0.append(failure) } }

  func recordFailures() { for failure in failures.withLock(\.self) { failure.record() } }
}

extension PropertyIdentity {
  /// Runs a test that has to state one property; one that states none is booked as well.
  /// - Throws: what the test throws, `SettingsError`, and errors of the ledger.
  func state(at sourceLocation: SourceLocation, _ test: () async throws -> Void) async throws {
    let stated = StatedProperties()
    defer { stated.recordFailures() }
    do { try await StatedProperties.$current.withValue(stated, operation: test) } catch {
      if stated.count == 0 { try reportUnstated(error, at: sourceLocation) }
      throw error
    }
    if stated.count == 0 { try reportUnstated(nil, at: sourceLocation) }
  }
}
