import Foundation

/// A run of the ``Factorisations`` in a process of its own, under a LAPACK of our choice.
enum ProviderChild {
  /// The variable that marks such a process, so that it starts none itself.
  static let variable = "LINEAR_ALGEBRA_PROVIDER_CHILD"

  static let isThisProcess = ProcessInfo.processInfo.environment[variable] != nil

  /// What the child prints before the name of its provider and before each BLAS or LAPACK file it has loaded.
  static let nameMark = "provider: "
  static let fileMark = "library: "

  /// The files of BLAS and LAPACK that this process has loaded (Linux).
  static var loadedFiles: Set<String> {
    let maps = try? FileHandle(forReadingAtPath: "/proc/self/maps")?.readToEnd()
    return Set(
      String(decoding: maps ?? Data(), as: UTF8.self).split(separator: "\n").compactMap { line in
        guard let start = line.firstIndex(of: "/") else { return nil }
        let path = line[start...]
        let file = path.split(separator: "/").last ?? ""
        return file.hasPrefix("libblas.") || file.hasPrefix("liblapack.") ? String(path) : nil
      })
  }
}
