import Foundation

/// Tells one build of a program from another, so that an interrupted run goes on only where nothing has changed.
package enum BuildFingerprint {
  /// Of the program that is running; reads the whole file once. Empty where it cannot be read, which equals no other
  /// build.
  package static let ofThisProgram: String = {
    #if os(Linux)
      let path = "/proc/self/exe"
    #else
      let path = Bundle.main.executablePath ?? ""
    #endif
    guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped) else {
      return ""
    }
    return String(bytes.withUnsafeBytes { fnv1a($0) }, radix: 16)
  }()
}
