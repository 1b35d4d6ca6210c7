import Evidence
import Foundation

/// Where the files of the package stand, as seen from the page.
struct SourceLinks {
  /// Ends with a slash; nil where the files are not known.
  private let base: String?
  /// The root of the package on this computer; nil where there is none.
  private let package: String?
  /// The folders of the packages inside the package, as in "Examples/Inequalities/": their ledgers name files relative to these.
  private let innerPackages: [String]

  /// - Parameters:
  ///   - url: of the package's root; nil for paths relative to the folder of the page.
  ///   - folder: of the page.
  ///   - package: the root of the package on this computer; nil where there is none.
  init(url: String?, from folder: String, package: String?) {
    self.package = package
    innerPackages = package.map(Self.innerPackages) ?? []
    if let url {
      base = url.hasSuffix("/") ? url : url + "/"
    } else if let package {
      base = Self.path(from: Self.parts(folder), to: Self.parts(package))
    } else {
      base = nil
    }
  }

  /// The link to a file; nil where it is not known.
  /// - Parameter path: relative to the package, or to one inside it.
  func link(_ path: String) -> String? {
    let place = ([""] + innerPackages).map { $0 + path }.first { isFile($0) } ?? path
    guard let base, let place = place.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) else {
      return nil
    }
    return base + place
  }

  private func isFile(_ path: String) -> Bool {
    package.map { FileManager.default.fileExists(atPath: "\($0)/\(path)") } ?? false
  }

  private static func innerPackages(of package: String) -> [String] {
    let files = FileManager.default.enumerator(
      at: URL(fileURLWithPath: package), includingPropertiesForKeys: nil, options: .skipsHiddenFiles)
    return (files?.allObjects as? [URL] ?? []).filter { $0.lastPathComponent == "Package.swift" }
      .map { TheoremFile.path(of: $0.deletingLastPathComponent(), in: URL(fileURLWithPath: package)) + "/" }
      .filter { !$0.hasPrefix("/") }.sorted()
  }

  private static func parts(_ path: String) -> [String] {
    URL(fileURLWithPath: path).standardizedFileURL.pathComponents
  }

  private static func path(from folder: [String], to package: [String]) -> String? {
    let common = zip(folder, package).prefix { $0 == $1 }.count
    let steps = Array(repeating: "..", count: folder.count - common) + package.dropFirst(common)
    // Without a step a path that begins with two slashes would be an address elsewhere.
    return ((steps.isEmpty ? ["."] : steps) + [""]).joined(separator: "/").addingPercentEncoding(
      withAllowedCharacters: .urlPathAllowed)
  }
}
