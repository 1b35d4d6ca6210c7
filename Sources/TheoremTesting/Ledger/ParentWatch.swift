import Foundation

/// Ends this process when the one that started it is gone, however that ended.
///
/// With THEOREM_PARENT=stdin the parent promises to hold a pipe on our standard input open for as long as it
/// lives.
enum ParentWatch {
  /// Starts the watch, once; without the variable there is none.
  static func start() { started }

  private static let started: Void = {
    guard ProcessInfo.processInfo.environment["THEOREM_PARENT"] == "stdin" else { return }
    // A thread, not a task: reading blocks, and the tests keep every thread of the pool busy.
    Thread.detachNewThread {
      var byte: UInt8 = 0
      while true {
        let count = read(STDIN_FILENO, &byte, 1)
        // As after an interrupt; nothing is flushed, for nobody is there to read it.
        if count == 0 || (count < 0 && errno != EINTR) { _exit(130) }
      }
    }
  }()
}
