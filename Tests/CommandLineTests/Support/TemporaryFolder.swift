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
}
