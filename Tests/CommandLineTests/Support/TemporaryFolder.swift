import Foundation

/// An empty folder that goes with its owner.
final class TemporaryFolder: Sendable {
  let url: URL

  init() throws {
    // Resolved, because a process finds its working directory so.
    url = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent("theorems-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Writes a file and gives its path.
  func file(_ name: String, _ contents: Data) throws -> String {
    let file = url.appending(path: name)
    try contents.write(to: file)
    return file.path()
  }

  func file(_ name: String, _ contents: String) throws -> String { try file(name, Data(contents.utf8)) }
}
