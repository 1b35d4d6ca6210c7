import Foundation

/// Kills a process once this program is gone, however that ended.
///
/// It is a shell that reads from a pipe whose other end is ours alone: where that closes with us, it has nobody to wait for.
struct ParentGuard {
  private let shell = Process()
  private let pipe = Pipe()

  /// - Throws: `CocoaError` when no shell can be started.
  init(of process: Int32) throws {
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    // Ctrl-C reaches it as well, and it has to outlive us.
    shell.arguments = ["-c", #"trap "" INT; read word || kill -KILL "$0" 2> /dev/null"#, "\(process)"]
    shell.standardInput = pipe
    try shell.run()
  }

  /// Lets the process be; to be called when it has ended.
  func end() { try? pipe.fileHandleForWriting.write(contentsOf: Data("\n".utf8)) }
}
