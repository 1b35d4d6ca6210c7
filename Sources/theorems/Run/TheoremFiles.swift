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
    fileprivate let source: String
    /// Nil where there is none yet.
    var statement: String? { Statement.inTest(source) }
  }

  let root: URL
  private(set) var theorems: [Theorem] = []
  /// The files that state a theorem, by path, whatever they are called and whatever else they lack.
  private(set) var stating: [URL] = []
  /// What stands in them.
  private(set) var sources: [URL: String] = [:]
  /// Those that have tests and extend the suite of one that states a theorem, by the path of that one.
  private(set) var elsewhere: [URL: [URL]] = [:]
  /// The folders of the test targets that import TheoremTesting.
  private var targets: Set<URL> = []
  /// Whether some of their files are about mixtures.
  private(set) var drawMixtures = false

  /// Reads the files in the folders that may be a test target's: also those that no target holds, of which `swift package describe`
  /// tells nothing, but no drafts beside them.
  init(in package: PackageUnderTest) throws(NewError) {
    root = URL(fileURLWithPath: package.root)
    let tests = root.appendingPathComponent("Tests")
    var (extending, files): ([(URL, String)], [String: URL]) = ([], [:])
    var aliases: [(name: String, parts: Set<String>)] = []
    let candidates = Self.files(in: Self.folders(of: root))
    // A package inside another has theorems of its own.
    let own = Set(candidates.map { $0.deletingLastPathComponent() })
      .filter { TheoremFile.package(above: $0)?.path == root.path }
    for file in candidates where own.contains(file.deletingLastPathComponent()) {
      let source: String
      do { source = try TheoremFile.text(of: file) } catch {
        throw .unreadable(path: file.path, reason: error.localizedDescription)
      }
      // Whatever it imports: a module of helpers may export TheoremTesting.
      let suites = TheoremFile.mentions(source, ".theorem") ? TheoremFile.suites(source) : []
      if !suites.isEmpty {
        stating.append(file)
        sources[file] = source
        for suite in suites { files[suite.name] = file }
      }
      aliases += TheoremFile.aliases(source)
      if TheoremFile.mentions(source, "extension"), TheoremFile.mentions(source, "@Test") {
        extending.append((file, source))
      }
      guard file.path.hasPrefix(tests.path + "/"), TheoremFile.mentions(source, "import TheoremTesting")
      else { continue }
      drawMixtures = drawMixtures || TheoremFile.mentions(source, "import MixtureFamilies")
      targets.insert(tests.appendingPathComponent(file.pathComponents[tests.pathComponents.count]))
      if let theorem = Self.theorem(file, source) { theorems.append(theorem) }
    }
    // An alias of an alias takes a round more.
    for _ in aliases {
      for (name, parts) in aliases where files[name] == nil {
        files[name] = parts.lazy.compactMap { files[$0] }.first
      }
    }
    for (file, source) in extending {
      let types = TheoremFile.types(Set(files.keys), extendedIn: source)
      for stated in Set(types.compactMap { files[$0] }) where stated != file {
        elsewhere[stated, default: []].append(file)
      }
    }
  }

  /// Where a test target's folder may be, in the package: those that the package manager looks in, and all that a manifest may mean.
  private static func folders(of root: URL) -> [URL] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
    let paths = names.filter { $0.wholeMatch(of: /Package(@swift-.*)?\.swift/) != nil }.flatMap { name in
      let manifest = try? TheoremFile.text(of: root.appendingPathComponent(name))
      return (manifest ?? "").matches(of: /"([^"\n]+)"/).map { String($0.1) }
    }
    let folders = (["Tests", "Sources", "Source", "src", "srcs"] + paths).map {
      root.appendingPathComponent($0).standardized
    }
    return folders.filter { ($0.path + "/").hasPrefix(root.path + "/") }
  }

  /// The sources in folders, by path: links are followed, as the package manager does, and no folder is looked at twice.
  private static func files(in folders: [URL]) -> [URL] {
    var (files, left, seen): (Set<URL>, [URL], Set<FileKind.Identity>) = ([], folders, [])
    while let path = left.popLast() {
      switch FileKind(path.path) {
      case .file: if path.pathExtension == "swift" { files.insert(path) }
      case .folder(let identity):
        guard seen.insert(identity).inserted else { continue }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path.path)) ?? []
        left += names.filter { !$0.hasPrefix(".") }.map { path.appendingPathComponent($0) }
      case nil: continue
      }
    }
    return files.sorted { $0.path < $1.path }
  }

  private static func theorem(_ file: URL, _ source: String) -> Theorem? {
    guard let suite = source.firstMatch(of: /(?m)^@Suite\(\.theorem\(\.(\w+)\)\)\s+struct `(\w+) ([^`]+)`/),
      file.lastPathComponent.hasPrefix("\(suite.2)_")
    else { return nil }
    return Theorem(
      id: String(suite.2), title: String(suite.3), file: file, status: String(suite.1),
      source: source)
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
