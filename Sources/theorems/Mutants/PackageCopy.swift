import Foundation

/// A package twice: one of them is edited, and the other tells how to take the edits back.
///
/// The copy lies in the package's own `.build` and stays there, so that the next run builds only what has changed since.
struct PackageCopy: Sendable {
  /// The one that is edited.
  let package: PackageUnderTest
  private let original: String

  /// Copies what differs from an earlier copy, and removes what is gone.
  /// - Parameters:
  ///   - name: of the copy; runs side by side need one each.
  ///   - editsOriginal: whether the copy is the one that stays as it is.
  /// - Throws: ``MutantError/copy(path:reason:)``.
  init(of package: PackageUnderTest, name: String, editsOriginal: Bool) throws {
    let root = "\(package.root)/.build/mutants/\(name)"
    original = editsOriginal ? root : package.root
    do {
      try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
      try Self.copy(package.root, to: root)
      self.package = editsOriginal ? package : try PackageUnderTest(containing: root)
    } catch let error as RunError {
      throw error
    } catch {
      throw MutantError.copy(path: root, reason: error.reason)
    }
  }

  /// Copies what differs, and removes what is in the copy alone.
  private static func copy(_ original: String, to root: String) throws {
    let manager = FileManager.default
    let files = try files(in: original)
    for stale in try Self.files(in: root).subtracting(files) {
      try manager.removeItem(atPath: "\(root)/\(stale)")
    }
    for file in files {
      try write(Data(contentsOf: URL(fileURLWithPath: "\(original)/\(file)")), to: "\(root)/\(file)")
      // Scripts stay executable.
      let mode = try manager.attributesOfItem(atPath: "\(original)/\(file)")[.posixPermissions]
      if let mode { try manager.setAttributes([.posixPermissions: mode], ofItemAtPath: "\(root)/\(file)") }
    }
  }

  /// Makes the edit of a mutant, and no other.
  func apply(_ mutant: Mutant) throws {
    try restore()
    try Self.write(Data(try mutant.edited(in: original).utf8), to: "\(package.root)/\(mutant.file)")
  }

  /// Takes the edit of a mutant back, and what its tests left: the counterexamples of one would be tried with the next.
  func restore() throws { try Self.copy(original, to: package.root) }

  /// Writes a file unless it holds the data already: a build goes by the time of the last change.
  private static func write(_ data: Data, to path: String) throws {
    let url = URL(fileURLWithPath: path)
    if let present = try? Data(contentsOf: url), present == data { return }
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url)
  }

  /// The paths of all files but those of builds, of virtual environments and of version control. A link stands for what it leads to,
  /// unless that is a folder around it; what is neither file nor folder, as a pipe, is left out.
  private static func files(in root: String) throws -> Set<String> {
    var files: Set<String> = []
    var folders = [(path: "", around: Set<FileKind.Identity>())]
    while let folder = folders.popLast() {
      guard case .folder(let identity) = FileKind("\(root)/\(folder.path)"), !folder.around.contains(identity)
      else { continue }
      for name in try FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder.path)")
      where ![".build", ".git", ".venv"].contains(name) {
        let path = folder.path + name
        switch FileKind("\(root)/\(path)") {
        case .file: files.insert(path)
        case .folder: folders.append((path + "/", folder.around.union([identity])))
        case nil: continue
        }
      }
    }
    return files
  }
}
