import Foundation

/// Tells one build of a program from another, so that an interrupted run goes on only where nothing has changed.
package enum BuildFingerprint {
  /// Of the program that is running; reads the whole file once, eight bytes at a time. Empty where it cannot be read, which equals no other
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
    return String(bytes.withUnsafeBytes(hash), radix: 16)
  }()

  /// Each step is one to one, so that no single change is lost, and brings the high bits, which no product does, to the low ones.
  private static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    let whole = bytes.count / 8 * 8
    return stride(from: 0, to: whole, by: 8).reduce(into: fnv1a(bytes[whole...])) { hash, offset in
      hash = (hash ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 32
    }
  }
}
