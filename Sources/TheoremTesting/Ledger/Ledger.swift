import Foundation
import Synchronization

/// The ledger that this process writes: the file named by THEOREM_LEDGER, or none without it.
///
/// The process holds the ledger's lock from the first use to its end, so that the lines of two runs never
/// mix. A line is one write(2) at the end of the file, so that it is whole whenever the process is ended.
final class Ledger: Sendable {
  static let shared = Ledger(path: ProcessInfo.processInfo.environment["THEOREM_LEDGER"])

  private enum State {
    case notOpened
    case open(LedgerDescriptor)
    case failed(LedgerError)
  }

  private let path: String?
  /// How long to wait for another process that holds the ledger.
  private let patience: Duration
  private let state = Mutex(State.notOpened)
  /// The lines that were there when the file was opened.
  private let earlier = Mutex<[LedgerLine]>([])

  init(path: String?, patience: Duration = .seconds(30)) {
    self.path = path.flatMap { $0.isEmpty ? nil : $0 }
    self.patience = patience
  }

  /// Opens and locks the ledger unless it is open, so that a run that cannot write its results ends before it
  /// computes them.
  /// - Throws: ``LedgerError``, the same one at each call.
  func open() throws(LedgerError) {
    try state.withLock { state throws(LedgerError) in _ = try descriptor(&state) }
  }

  /// Adds a line. Safe to call from several threads.
  /// - Throws: ``LedgerError``, and what encoding throws.
  func append(_ line: LedgerLine) throws {
    let bytes = try line.encoded()
    try state.withLock { state throws(LedgerError) in
      guard var file = try descriptor(&state) else { return }
      defer { state = .open(file) }
      try file.write(bytes)
    }
  }

  /// The line of an earlier run on this ledger that looked at the same instances with the same build: it stands, and the
  /// property need not be computed again.
  /// - Throws: ``LedgerError``.
  func finished(_ line: LedgerLine) throws(LedgerError) -> LedgerLine? {
    guard path != nil, !line.build.isEmpty else { return nil }
    try open()
    return earlier.withLock { $0 }.last { $0.isSameRun(as: line) }
  }

  /// The build of this program; empty, which equals no other build, without a ledger.
  var build: String { path == nil ? "" : BuildFingerprint.ofThisProgram }

  /// The open file; nil without a ledger.
  private func descriptor(_ state: inout State) throws(LedgerError) -> LedgerDescriptor? {
    guard let path else { return nil }
    switch state {
    case .open(let descriptor): return descriptor
    case .failed(let error): throw error
    case .notOpened:
      do {
        let descriptor = try LedgerDescriptor(path: path, patience: patience)
        state = .open(descriptor)
        earlier.withLock { $0 = descriptor.lines }
        return descriptor
      } catch {
        state = .failed(error)
        throw error
      }
    }
  }
}
