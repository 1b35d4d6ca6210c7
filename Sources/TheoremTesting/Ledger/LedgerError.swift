/// Why a line could not be added to the ledger.
public enum LedgerError: Error, Equatable, Sendable {
  /// The file cannot be opened for writing, or not be locked.
  case cannotOpen(path: String, reason: String)
  /// Another process writes to it, and went on for longer than we waited.
  case held(path: String, process: Int32, waited: Duration)
  /// The operating system took no line, or a part of one.
  case cannotWrite(path: String, reason: String)
}

extension LedgerError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .cannotOpen(let path, let reason): "ledger \(path): cannot be written: \(reason)"
    case .held(let path, let process, let waited):
      "ledger \(path): held by process \(process), for more than the \(waited.components.seconds) s of waiting"
    case .cannotWrite(let path, let reason): "ledger \(path): a line was not written: \(reason)"
    }
  }
}
