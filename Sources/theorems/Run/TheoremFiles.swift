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
  let theorems: [Theorem]
  /// The files that state a theorem, by path, whatever they are called and whatever else they lack.
  let stating: [URL]
  /// What stands in them.
  let sources: [URL: String]
  /// The folders of the test targets that import TheoremTesting, sorted.
  private let targets: [URL]
  /// Whether some of their files are about mixtures.
  let drawMixtures: Bool

  /// Reads all sources of the package: a test target may lie anywhere in it, and `swift package describe` tells nothing of a
  /// theorem that no target holds.
  init(in package: PackageUnderTest) throws(NewError) {
    let root = URL(fileURLWithPath: package.root)
    self.root = root
    let tests = root.appendingPathComponent("Tests")
    let files =
      (FileManager.default.enumerator(
        at: root, includingPropertiesForKeys: nil, options: .skipsHiddenFiles)?.allObjects as? [URL] ?? [])
      .filter {
        $0.pathExtension == "swift" && !Self.isInNestedPackage($0, of: root)
          && FileKind($0.path) == .file
      }
      .sorted { $0.path < $1.path }
    var theorems: [Theorem] = []
    var stating: [URL] = []
    var sources: [URL: String] = [:]
    var targets: Set<URL> = []
    var drawMixtures = false
    for file in files {
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
      let depth = tests.pathComponents.count + 1
      targets.insert(
        file.pathComponents.prefix(depth).dropFirst().reduce(URL(fileURLWithPath: "/")) {
          $0.appendingPathComponent($1)
        })
      if let theorem = Self.theorem(file, source) { theorems.append(theorem) }
    }
    (self.theorems, self.stating, self.sources) = (theorems, stating, sources)
    self.drawMixtures = drawMixtures
    self.targets = targets.sorted { $0.path < $1.path }
  }

  /// A suite that states a theorem, on one line or on several.
  private static var suite: Regex<Substring> { /@Suite\s*\((?:[^()]|\([^()]*\))*?\.theorem\(/ }

  /// A package inside another has theorems of its own.
  private static func isInNestedPackage(_ file: URL, of root: URL) -> Bool {
    var folder = file.deletingLastPathComponent()
    while folder.path.count > root.path.count {
      if TheoremFile.isPackage(folder) { return true }
      folder.deleteLastPathComponent()
    }
    return false
  }

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
