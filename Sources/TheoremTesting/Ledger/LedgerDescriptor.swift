import Foundation

/// An open and locked ledger. It stays open until the process ends.
struct LedgerDescriptor {
  private let path: String
  private let descriptor: Int32
  /// Whether the file ends within a line, which somebody left torn.
  private var endsTorn = false

  /// Opens the file, which is made if need be, and waits for its lock; whoever holds it is named once on
  /// standard error.
  static func open(path: String, patience: Duration) async throws(LedgerError) -> LedgerDescriptor {
    var file = try LedgerDescriptor(unlocked: path)
    do throws(LedgerError) { try await file.lock(patience: patience) } catch {
      close(file.descriptor)
      throw error
    }
    let end = lseek(file.descriptor, 0, SEEK_END)
    var last = UInt8(ascii: "\n")
    if end > 0 { _ = pread(file.descriptor, &last, 1, end - 1) }
    file.endsTorn = last != UInt8(ascii: "\n")
    return file
  }

  private init(unlocked path: String) throws(LedgerError) {
    self.path = path
    descriptor = Foundation.open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .cannotOpen(path: path, reason: Self.reason) }
  }

  private func lock(patience: Duration) async throws(LedgerError) {
    let clock = ContinuousClock()
    let deadline = clock.now + patience
    var isFirstTry = true
    while let holder = try holder() {
      if isFirstTry {
        let note =
          "ledger \(path): held by process \(holder); waiting up to \(patience.components.seconds) s\n"
        // Where standard error takes nothing there is nobody to tell.
        try? FileHandle.standardError.write(contentsOf: Data(note.utf8))
        isFirstTry = false
      }
      guard clock.now < deadline else { throw .held(path: path, process: holder, waited: patience) }
      // Nobody cancels it; if somebody did, it would try again at once.
      try? await Task.sleep(for: .milliseconds(50))
    }
  }

  /// Takes the lock, or gives the process that has it.
  private func holder() throws(LedgerError) -> Int32? {
    do {
      while try !LedgerLock.take(descriptor) {
        // The holder may have ended since.
        if let holder = LedgerLock.holder(descriptor) { return holder }
      }
      return nil
    } catch {
      throw .cannotOpen(path: path, reason: "\(error)")
    }
  }

  /// The ledger's results and plans, other lines left out. Read by this descriptor: a second one's closing would end the lock.
  var contents: (lines: [LedgerLine], plans: [Plan]) {
    let size = Int(lseek(descriptor, 0, SEEK_END))
    guard size > 0 else { return ([], []) }
    var bytes = Data(count: size)
    let read = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, size, 0) }
    let lines = bytes.prefix(max(read, 0)).split(separator: UInt8(ascii: "\n"))
    return (lines.compactMap { try? LedgerLine($0) }, lines.compactMap { Plan($0) })
  }

  /// Writes a line with its line feed, behind a line feed of its own where the file ends torn.
  mutating func write(_ line: Data) throws(LedgerError) {
    let bytes = endsTorn ? Data([UInt8(ascii: "\n")]) + line : line
    var written: Int
    repeat {
      written = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
    } while written < 0 && errno == EINTR
    guard written != bytes.count else {
      endsTorn = false
      return
    }
    let reason = written < 0 ? Self.reason : "\(written) of \(bytes.count) bytes were taken"
    if written > 0 { endsTorn = true }
    throw .cannotWrite(path: path, reason: reason)
  }

  private static var reason: String { String(cString: strerror(errno)) }
}
