import Foundation

/// Where a theorem's file lies, and what belongs to it.
package enum TheoremFile {
  /// As in "T10_InfoNCEStaysInFisherSubspace".
  package static func stem(_ file: URL) -> String { file.deletingPathExtension().lastPathComponent }

  /// What stands in front of the underscore in the file's name, as in "T10"; the stem of a file that has none.
  package static func id(_ file: URL) -> String {
    stem(file).split(separator: "_").first.map(String.init) ?? stem(file)
  }

  /// Whether the name of the file gives an id: a capital letter and a number, in front of an underscore.
  package static func isNamed(_ file: URL) -> Bool {
    file.lastPathComponent.wholeMatch(of: /[A-Z][0-9]+_.+\.swift/) != nil
  }

  /// The name of a property: that of its function, after those of the suites in the theorem's that it stands in.
  package static func property(suites: some Sequence<String>, name: String) -> String {
    (suites + [name]).joined(separator: "/")
  }

  /// Whether a theorem's source has a test for a property: as `name`, as a display name in quotes, or as a plain function.
  package static func states(_ source: String, _ property: String) -> Bool {
    let source = uncommented(source)
    // What stands in front of a slash may be a suite's name.
    let slashes = property.indices.filter { property[$0] == "/" }.map { property.index(after: $0) }
    return ([property.startIndex] + slashes).map { property[$0...] }.contains { name in
      source.contains("`\(name)`") || source.contains("\"\(name)\"")
        || name.hasSuffix("()") && source.contains("func \(name.dropLast())")
    }
  }

  /// A source without its comments and the texts that stand in quotes, as far as that takes no parser.
  package static func code(_ source: String) -> String {
    uncommented(source).replacing(#/(?s)"""(.*?)"""|"(?:\\.|[^"\\\n])*"/#, with: " ")
  }

  /// A source without its comments, likewise: what stands in quotes or backticks begins none.
  package static func uncommented(_ source: String) -> String {
    let token = #/(?s)"""(.*?)"""|"(?:\\.|[^"\\\n])*"|`[^`\n]*`|\/\/[^\n]*|\/\*/#
    var (code, rest) = ("", source[...])
    while let found = rest.firstMatch(of: token) {
      code += rest[..<found.range.lowerBound]
      rest = rest[found.range.upperBound...]
      switch found.0.prefix(2) {
      case "//": code += " "
      case "/*":
        code += " "
        rest = behindComment(rest)
      default: code += found.0
      }
    }
    return code + rest
  }

  /// What follows a comment that is open: comments nest.
  private static func behindComment(_ source: Substring) -> Substring {
    var (rest, depth) = (source, 1)
    while depth > 0 {
      guard let mark = rest.firstMatch(of: #/\/\*|\*\//#) else { return "" }
      depth += mark.0 == "/*" ? 1 : -1
      rest = rest[mark.range.upperBound...]
    }
    return rest
  }

  /// The names of the tests in a theorem's source, without those of the suites that they stand in.
  package static func properties(_ source: String) -> [String] {
    let test =
      #/@Test(?:\(\s*"([^"]+)"(?:[^()]|\([^()]*\))*\)|\((?:[^()]|\([^()]*\))*\))?\s+(?:@?\w+\s+)*?func\s+(?:`([^`]+)`|(\w+))/#
    return uncommented(source).matches(of: test).map { match in
      match.1.map(String.init) ?? match.2.map(String.init) ?? "\(match.3 ?? "")()"
    }
  }

  /// The tests in a theorem's source that are none of the running ones: the compiler leaves them out.
  /// - Parameter names: of the running ones, with those of the suites that they stand in.
  package static func properties(_ source: String, besides names: [String]) -> [String] {
    var running = names
    return properties(source).filter { property in
      let place = running.firstIndex { $0 == property || $0.hasSuffix("/\(property)") }
      if let place { running.remove(at: place) }
      return place == nil
    }
  }

  /// The folder of the package that a file, or a folder, belongs to: the nearest that holds a Package.swift.
  package static func package(above file: URL) -> URL? {
    var folder = file
    // A path that is not whole has no end above.
    while folder.path.hasPrefix("/"), folder.path != "/" {
      if FileManager.default.fileExists(atPath: folder.appendingPathComponent("Package.swift").path) {
        return folder
      }
      folder.deleteLastPathComponent()
    }
    return nil
  }

  /// The file of a theorem's proof.
  package static func proof(of file: URL, in package: URL) -> URL {
    package.appendingPathComponent("Proofs/\(stem(file)).md")
  }

  /// The folder of the stored counterexamples of a package.
  package static func counterexamples(of package: URL) -> URL {
    package.appendingPathComponent("Tests/Counterexamples")
  }

  /// The path of a file in a package; the whole path of one that lies elsewhere.
  package static func path(of file: URL, in package: URL) -> String {
    file.path.hasPrefix(package.path + "/") ? String(file.path.dropFirst(package.path.count + 1)) : file.path
  }
}
