import Foundation
import TheoremTesting

/// The README says nothing that is not so.
@Suite struct Readme {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent()

  private let readme: String
  /// The theorems' files, by their stem.
  private let theorems: [String: URL]

  init() throws {
    readme = try String(contentsOf: Self.root.appendingPathComponent("README.md"), encoding: .utf8)
    let folder = Self.root.appendingPathComponent("Tests/TheoremTests")
    let files =
      FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.allObjects as? [URL] ?? []
    theorems = Dictionary(
      uniqueKeysWithValues: files.filter {
        $0.lastPathComponent.hasPrefix("T") && $0.pathExtension == "swift"
      }
      .map { ($0.deletingPathExtension().lastPathComponent, $0) })
  }

  /// The status that a theorem's file gives it.
  private func status(_ file: URL) throws -> String? {
    let source = try String(contentsOf: file, encoding: .utf8)
    return source.firstMatch(of: /@Suite\(\.theorem\(\.(\w+)\)\)/).map { String($0.1) }
  }

  @Test func `its table lists every settled theorem with its status, its test and its proof`() throws {
    let rows = readme.split(separator: "\n").filter { $0.hasPrefix("| T") }
    #expect(rows.count >= 7)
    var listed = 0
    for (stem, file) in theorems {
      let id = stem.prefix { $0 != "_" }
      let status = try #require(try status(file), "\(id) has no status")
      guard let row = rows.first(where: { $0.hasPrefix("| \(id) |") }) else {
        // A conjecture is one file.
        #expect(status == "open", "\(id) is not in the table")
        continue
      }
      listed += 1
      let test = file.path.dropFirst(Self.root.path.count + 1)
      #expect(row.contains("| \(status) |") && row.contains("(\(test))"), "\(row)")
      if status != "open" { #expect(row.contains("(Proofs/\(stem).md)"), "\(row)") }
    }
    #expect(listed == rows.count, "a row has no theorem")
  }

  @Test func `its links lead somewhere`() {
    for match in readme.matches(of: /\]\(([^)#]+)\)/) where !match.1.hasPrefix("http") {
      let path = Self.root.appendingPathComponent(String(match.1)).path
      #expect(FileManager.default.fileExists(atPath: path), "\(match.1)")
    }
  }
}
