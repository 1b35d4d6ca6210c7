import Foundation

/// Where a theorem's file lies, and what belongs to it.
package enum TheoremFile {
  /// As in "T10_InfoNCEStaysInFisherSubspace".
  package static func stem(_ file: URL) -> String { file.deletingPathExtension().lastPathComponent }

  /// What stands in front of the underscore in the file's name, as in "T10"; the stem of a file that has none.
  package static func id(_ file: URL) -> String {
    stem(file).split(separator: "_").first.map(String.init) ?? stem(file)
  }

  /// What stands in a source or on a page, its lines ended as on this system, since "\r\n" is one character and no end of a line, and
  /// with plain spaces.
  package static func text(of file: URL) throws -> String {
    let text = try String(contentsOf: file, encoding: .utf8)
    // Hardly any has one.
    guard text.unicodeScalars.contains(where: { $0 == "\r" || $0 == "\u{A0}" }) else { return text }
    return text.replacing(#/\r\n|\r/#, with: "\n").replacing("\u{A0}", with: " ")
  }

  /// Whether the name of the file gives an id: a capital letter and a number, in front of an underscore.
  package static func isNamed(_ file: URL) -> Bool {
    file.lastPathComponent.wholeMatch(of: /[A-Z][0-9]+_.+\.swift/) != nil
  }

  /// The name of a property: that of its function, after those of the suites in the theorem's that it stands in.
  package static func property(suites: some Sequence<String>, name: String) -> String {
    (suites + [name]).joined(separator: "/")
  }

  /// The folder of the package that a file, or a folder, belongs to: the nearest that holds a Package.swift. One that makes no package
  /// counts where no folder above has one that does.
  package static func package(above file: URL) -> URL? {
    var (folder, nearest): (URL, URL?) = (file, nil)
    // A path that is not whole has no end above.
    while folder.path.hasPrefix("/"), folder.path != "/" {
      if let manifest = try? text(of: folder.appendingPathComponent("Package.swift")) {
        if manifest.contains("Package(") { return folder }
        nearest = nearest ?? folder
      }
      folder.deleteLastPathComponent()
    }
    return nearest
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
