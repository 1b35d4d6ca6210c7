import Foundation

/// The files of a report, by their names.
enum ReportFile: String, CaseIterable {
  case page = "report.html"
  case document = "report.json"
  case junit = "junit.xml"
  case summary = "summary.md"
}

/// The folder that a report is written to.
enum ReportFolder {
  /// Writes files into a folder, which is made if need be.
  ///
  /// All of them are written to a place beside their own first, so that whatever fails by then changes nothing: a folder
  /// that is new appears as a whole, in an old one each file takes the place of its predecessor in one step.
  /// - Throws: ``RunError/outputUnwritable(path:reason:)``.
  static func write(_ files: [ReportFile: Data], to path: String) throws(RunError) {
    let manager = FileManager.default
    let folder = URL(fileURLWithPath: path)
    let exists = manager.fileExists(atPath: folder.path)
    guard !exists || isFolder(folder) else {
      throw .outputUnwritable(path: path, reason: "it is a file, expected a folder or nothing")
    }
    let names = files.keys.map(\.rawValue).sorted()
    for name in names where isFolder(folder.appendingPathComponent(name)) {
      throw .outputUnwritable(path: path, reason: "\(name) in it is a folder, expected a file or nothing")
    }
    let name = ".theorems-\(UUID().uuidString)"
    let parent = folder.deletingLastPathComponent()
    let staging = (exists ? folder : parent).appendingPathComponent(name)
    do {
      try manager.createDirectory(at: staging, withIntermediateDirectories: true)
      defer { try? manager.removeItem(at: staging) }
      for (file, data) in files { try data.write(to: staging.appendingPathComponent(file.rawValue)) }
      if exists {
        for name in names {
          try move(staging.appendingPathComponent(name), to: folder.appendingPathComponent(name))
        }
      } else {
        try move(staging, to: folder)
      }
    } catch {
      throw .outputUnwritable(path: path, reason: error.reason)
    }
  }

  private static func isFolder(_ url: URL) -> Bool {
    if case .folder = FileKind(url.path) { true } else { false }
  }

  /// rename(2): the target changes in one step.
  private static func move(_ source: URL, to target: URL) throws {
    guard rename(source.path, target.path) == 0 else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
  }
}
