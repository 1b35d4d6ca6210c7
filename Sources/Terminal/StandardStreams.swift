import Foundation

/// Makes the standard streams fit for a program that tells the truth about them; to be called before anything is opened.
///
/// A stream that is closed would else be the next file that is opened, a ledger for instance, and take what is meant for people. A
/// reader that has gone, and a file that may grow no larger, is an error to be told, not the end of the process.
package func prepareStandardStreams() {
  signal(SIGPIPE, SIG_IGN)
  signal(SIGXFSZ, SIG_IGN)
  for (descriptor, mode) in [(STDIN_FILENO, O_RDONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_WRONLY)]
  where fcntl(descriptor, F_GETFD) < 0 {
    // The lowest one that is free. What nobody can read fails where it is written, but for remarks.
    _ = open("/dev/null", mode)
  }
}

/// Standard output did not take what the program has found.
package struct OutputError: Error, Equatable, CustomStringConvertible {
  let reason: String

  package var description: String { "standard output: \(reason)" }
}

/// Writes text for people to standard output, with a line feed at its end: what would steer a terminal is spelt out.
/// - Throws: ``OutputError`` unless all of it was taken.
package func show(_ text: String) throws(OutputError) { try emit(text.printable) }

/// Writes text for programs to standard output as it is, with a line feed at its end.
/// - Throws: as ``show(_:)``.
package func emit(_ text: String) throws(OutputError) {
  if let reason = write(text.hasSuffix("\n") ? text : text + "\n", to: STDOUT_FILENO) {
    throw OutputError(reason: reason)
  }
}

/// Writes a remark to standard error, with a line feed at its end. Where that takes nothing there is nobody to tell.
package func tell(_ line: String) { remark(line.printable + "\n") }

/// Writes to standard error as it is.
package func remark(_ text: String) { _ = write(text, to: STDERR_FILENO) }

/// - Returns: why not all of it was taken; nil where it was.
private func write(_ text: String, to descriptor: Int32) -> String? {
  var bytes = Array(text.utf8)[...]
  while !bytes.isEmpty {
    let written = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
    if written >= 0 {
      bytes = bytes.dropFirst(written)
    } else if errno == EAGAIN {
      var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      _ = poll(&ready, 1, -1)
    } else if errno != EINTR {
      return String(cString: strerror(errno))
    }
  }
  return nil
}
