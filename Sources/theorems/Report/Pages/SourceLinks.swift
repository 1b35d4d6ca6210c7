import Foundation

/// Where the files of the package stand, as seen from the page.
struct SourceLinks {
  /// Ends with a slash; nil where the files are not known.
  private let base: String?

  /// - Parameters:
  ///   - url: of the package's root; nil for paths relative to the folder of the page.
  ///   - folder: of the page.
  ///   - package: the root of the package on this computer; nil where there is none.
  init(url: String?, from folder: String, package: String?) {
    if let url {
      base = url.hasSuffix("/") ? url : url + "/"
    } else if let package {
      base = Self.path(from: Self.parts(folder), to: Self.parts(package))
    } else {
      base = nil
    }
  }

  /// The link to a file; nil where it is not known.
  /// - Parameter path: relative to the package.
  func link(_ path: String) -> String? {
    guard let base, let path = path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) else {
      return nil
    }
    return base + path
  }

  private static func parts(_ path: String) -> [String] {
    URL(fileURLWithPath: path).standardizedFileURL.pathComponents
  }

  private static func path(from folder: [String], to package: [String]) -> String? {
    let common = zip(folder, package).prefix { $0 == $1 }.count
    let steps = Array(repeating: "..", count: folder.count - common) + package.dropFirst(common)
    return (steps + [""]).joined(separator: "/").addingPercentEncoding(withAllowedCharacters: .urlPathAllowed)
  }
}
