import Foundation

/// Tells on standard error how a long job gets on: one line that is rewritten on a terminal; elsewhere a line
/// for what happens, and one when nothing has for ten seconds.
actor ProgressPrinter {
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let clock = ContinuousClock()
  private let start = ContinuousClock.now
  private var lastLine = ContinuousClock.now

  /// Something happened.
  func note(_ text: String) {
    guard !isTerminal else { return }
    write(text + "\n")
    lastLine = clock.now
  }

  /// How things stand.
  func update(_ status: String) {
    let seconds = (clock.now - start).components.seconds
    if isTerminal {
      write("\r\u{1B}[K" + String("\(seconds) s  \(status)".prefix(Self.columns - 1)))
    } else if clock.now - lastLine >= .seconds(10) {
      note("\(status) (\(seconds) s)")
    }
  }

  /// Leaves the terminal's line empty.
  func clear() {
    if isTerminal { write("\r\u{1B}[K") }
  }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

  /// The width of the terminal.
  private static var columns: Int {
    var size = winsize()
    return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }
}
