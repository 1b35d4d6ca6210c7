import Foundation
import Synchronization

/// The ledger that this process writes: the file named by THEOREM_LEDGER, or none without it.
///
/// The process holds the ledger's lock from its opening to its own end, so that the lines of two runs never
/// mix. A line is one write(2) at the end of the file, so that it is whole whenever the process is ended.
final class Ledger: Sendable {
  static let shared = {
    let environment = ProcessInfo.processInfo.environment
    return Ledger(path: environment["THEOREM_LEDGER"], run: environment["THEOREM_RUN"])
  }()

  private enum State: Sendable {
    case closed
    /// Another process may hold it: whoever opens it meanwhile waits for the same task.
    case opening(Task<Void, Never>)
    /// With the lines and plans that were there when it was opened.
    case open(LedgerDescriptor, earlier: (lines: [LedgerLine], plans: [Plan]))
    case failed(LedgerError)
  }

  private let path: String?
  /// The run of `theorems verify` that the process belongs to, which writes its end; nil for `swift test`.
  private let run: String?
  /// How long to wait for another process that holds the ledger.
  private let patience: Duration
  private let state = Mutex(State.closed)
  /// What this run looks at, until it is written, and the tests of it.
  private let announced = Mutex<[Plan.Property: String]>([:])
  /// The plan of this run, once it is written.
  private let plan = Mutex<Plan?>(nil)

  init(path: String?, run: String? = nil, patience: Duration = .seconds(30)) {
    self.path = path.flatMap { $0.isEmpty ? nil : $0 }
    self.run = run
    self.patience = patience
  }

  /// Opens and locks the ledger unless it is open, so that a run that cannot write its results ends before it
  /// computes them. No thread is kept from other work while another process holds it.
  /// - Throws: ``LedgerError``, the same one at each call.
  func open() async throws(LedgerError) {
    guard let path else { return }
    let opening = state.withLock { state -> Task<Void, Never>? in
      switch state {
      case .closed:
        let task = Task { await self.take(path) }
        state = .opening(task)
        return task
      case .opening(let task): return task
      case .open, .failed: return nil
      }
    }
    await opening?.value
    if case .failed(let error) = state.withLock({ $0 }) { throw error }
  }

  private func take(_ path: String) async {
    let found: State
    do throws(LedgerError) {
      let descriptor = try await LedgerDescriptor.open(path: path, patience: patience)
      found = .open(descriptor, earlier: descriptor.contents)
    } catch {
      found = .failed(error)
    }
    state.withLock { $0 = found }
  }

  /// A property of this run: it belongs to the plan.
  /// - Returns: whether no other test is called so.
  func announce(_ property: Plan.Property, of test: String) -> Bool {
    announced.withLock { announced in
      announced[property] = announced[property] ?? test
      return announced[property] == test
    }
  }

  /// The properties of a theorem that this run looks at, by their names.
  func announced(of theorem: String) -> [String] {
    announced.withLock { $0.keys.filter { $0.theorem == theorem }.map(\.property) }
  }

  /// Writes the plan of the run, once, before anything is computed.
  /// - Returns: its id; empty without a ledger.
  /// - Throws: as ``append(_:)``.
  func begin(_ settings: Settings, provider: String) throws -> String {
    guard path != nil else { return "" }
    return try plan.withLock { plan in
      if let plan { return plan.id }
      let new = Plan(
        Set(announced.withLock { $0.keys }), seed: settings.seed, instances: settings.instances,
        shard: settings.shard, build: build, provider: provider, run: run)
      try write(try new.encoded())
      plan = new
      return new.id
    }
  }

  /// Adds a line to the ledger, which is open. Safe to call from several threads.
  /// - Throws: ``LedgerError``, that of opening too, and what encoding throws.
  func append(_ line: LedgerLine) throws { try write(try line.encoded()) }

  private func write(_ bytes: Data) throws {
    guard let path else { return }
    try state.withLock { state throws(LedgerError) in
      switch state {
      case .open(var file, let earlier):
        defer { state = .open(file, earlier: earlier) }
        try file.write(bytes)
      case .failed(let error): throw error
      case .closed, .opening: throw .cannotWrite(path: path, reason: "it is not open")
      }
    }
  }

  /// The line of an earlier run of the same kind on this ledger, see ``Plan/finished(_:of:)``: it stands, and the property need not be
  /// computed again. Refuted where earlier runs did not come out the same.
  /// - Parameter line: of the property, before anything was looked at.
  /// - Throws: ``LedgerError``, that of opening.
  func finished(_ line: LedgerLine) throws(LedgerError) -> LedgerLine? {
    guard !line.build.isEmpty, let plan = plan.withLock(\.self) else { return nil }
    switch state.withLock({ $0 }) {
    case .open(_, let earlier):
      let same = plan.finished(earlier.lines, of: earlier.plans).filter { $0.isSameRun(as: line) }
      return LedgerLine.repeated(same.map(\.believed))
    case .failed(let error): throw error
    case .closed, .opening: return nil
    }
  }

  /// The build of this program; empty, which equals no other build, without a ledger.
  var build: String { path == nil ? "" : BuildFingerprint.ofThisProgram }
}
