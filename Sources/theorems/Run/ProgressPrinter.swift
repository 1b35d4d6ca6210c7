import Foundation
import Terminal

/// Tells on standard error how a long job gets on: one line that is rewritten on a terminal that can do so; elsewhere a line
/// for what happens, and one when nothing has for ten seconds.
actor ProgressPrinter {
  private let rewrites =
    isatty(STDERR_FILENO) == 1
    && !["", "dumb"].contains(ProcessInfo.processInfo.environment["TERM"] ?? "")
  private let clock = ContinuousClock()
  private let start = ContinuousClock.now
  private var lastLine = ContinuousClock.now

  /// Something happened.
  func note(_ text: String) {
    guard !rewrites else { return }
    tell(text)
    lastLine = clock.now
  }

  /// How things stand.
  func update(_ status: String) {
    let seconds = (clock.now - start).components.seconds
    if rewrites {
      remark("\r\u{1B}[K" + "\(seconds) s  \(status)".onOneLine.start(columns: Self.columns - 1))
    } else if clock.now - lastLine >= .seconds(10) {
      note("\(status) (\(seconds) s)")
    }
  }

  /// Leaves the terminal's line empty.
  func clear() { if rewrites { remark("\r\u{1B}[K") } }

  /// The width of the terminal.
  private static var columns: Int {
    var size = winsize()
    return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }
}

extension String {
  /// As much of the text as takes at most so many columns.
  fileprivate func start(columns: Int) -> String {
    var (width, text) = (0, "")
    for character in self {
      width += String(character).columns
      if width > columns { break }
      text.append(character)
    }
    return text
  }
}
