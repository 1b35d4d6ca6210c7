import Evidence
import Foundation

/// The theorems that a package has on disk: what is in its test files, built or not.
struct TheoremFiles {
  struct Theorem {
    /// As in "T17".
    let id: String
    /// As in "Balanced mixtures are spanned".
    let title: String
    let file: URL
    /// What `@Suite(.theorem(…))` says, as in "disproved".
    let status: String
    /// Nil where there is none yet.
    let statement: String?
  }

  let root: URL
  private(set) var theorems: [Theorem] = []
  /// The files that state a theorem, by path, whatever they are called and whatever else they lack.
  private(set) var stating: [URL] = []
  /// What stands in them.
  private(set) var sources: [URL: String] = [:]
  /// The folders of the test targets that import TheoremTesting.
  private var targets: Set<URL> = []
  /// Whether some of their files are about mixtures.
  private(set) var drawMixtures = false

  /// Reads the files under Tests and in the folders of targets that lie elsewhere: also those that no target holds, of which
  /// `swift package describe` tells nothing, but no drafts beside them.
  init(in package: PackageUnderTest) throws(NewError) {
    root = URL(fileURLWithPath: package.root)
    let tests = root.appendingPathComponent("Tests")
    // A package inside another has theorems of its own.
    for file in Self.folders(of: root).flatMap(Self.sources)
    where TheoremFile.package(above: file)?.path == root.path && FileKind(file.path) == .file {
      let source: String
      do { source = try String(contentsOf: file, encoding: .utf8) } catch {
        throw .unreadable(path: file.path, reason: error.localizedDescription)
      }
      // Whatever it imports: a module of helpers may export TheoremTesting.
      if source.contains("@Suite"), TheoremFile.code(source).contains(Self.suite) {
        stating.append(file)
        sources[file] = source
      }
      guard file.path.hasPrefix(tests.path + "/"), source.contains("import TheoremTesting") else { continue }
      drawMixtures = drawMixtures || source.contains("import MixtureFamilies")
      targets.insert(tests.appendingPathComponent(file.pathComponents[tests.pathComponents.count]))
      if let theorem = Self.theorem(file, source) { theorems.append(theorem) }
    }
  }

  /// Tests, and the folders in the package that its manifest gives to targets, none in another one.
  private static func folders(of root: URL) -> [URL] {
    let manifest = try? String(contentsOf: root.appendingPathComponent("Package.swift"), encoding: .utf8)
    let paths = (manifest ?? "").matches(of: /\bpath: *"([^"]+)"/).map { String($0.1) }
    let folders = (["Tests"] + paths).map { root.appendingPathComponent($0).standardized.path }
    let inside = Set(folders.filter { $0.hasPrefix(root.path + "/") }).sorted()
    return inside.filter { folder in !inside.contains { folder.hasPrefix($0 + "/") } }
      .map { URL(fileURLWithPath: $0) }
  }

  /// By path.
  private static func sources(in folder: URL) -> [URL] {
    let found = FileManager.default.enumerator(
      at: folder, includingPropertiesForKeys: nil, options: .skipsHiddenFiles)
    let files = (found?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "swift" }
    return files.sorted { $0.path < $1.path }
  }

  /// A suite that states a theorem, on one line or on several.
  private static var suite: Regex<Substring> { /@Suite\s*\((?:[^()]|\([^()]*\))*?\.theorem\(/ }

  private static func theorem(_ file: URL, _ source: String) -> Theorem? {
    guard let suite = source.firstMatch(of: /(?m)^@Suite\(\.theorem\(\.(\w+)\)\)\s+struct `(\w+) ([^`]+)`/),
      file.lastPathComponent.hasPrefix("\(suite.2)_")
    else { return nil }
    return Theorem(
      id: String(suite.2), title: String(suite.3), file: file, status: String(suite.1),
      statement: Statement.inTest(source))
  }

  /// One more than the largest number of an id, with two digits where the others have two.
  var nextID: String {
    let numbers = theorems.compactMap { theorem in
      theorem.id.wholeMatch(of: /T([0-9]+)/).map { String($0.1) }
    }
    let next = String((numbers.compactMap { Int($0) }.max() ?? 0) + 1)
    let width = numbers.map(\.count).max() ?? 1
    return "T" + String(repeating: "0", count: max(width - next.count, 0)) + next
  }

  /// The folder of the test target that states theorems.
  /// - Throws: ``NewError/targets(_:)`` unless there is exactly one.
  var target: URL {
    get throws(NewError) {
      let targets = targets.sorted { $0.path < $1.path }
      let stating = targets.filter { target in
        theorems.contains { $0.file.path.hasPrefix(target.path + "/") }
      }
      let candidates = stating.isEmpty ? targets : stating
      guard candidates.count == 1, let only = candidates.first else {
        throw .targets(candidates.map { path(of: $0) })
      }
      return only
    }
  }

  /// A file's path in the package.
  func path(of file: URL) -> String { TheoremFile.path(of: file, in: root) }
}
