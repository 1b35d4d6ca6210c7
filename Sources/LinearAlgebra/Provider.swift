import CLAPACKE

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The library behind BLAS and LAPACK in this process.
public enum Provider {
  /// Pins OpenBLAS to one thread, once, unless the user set OPENBLAS_NUM_THREADS: tests and searches already
  /// run on every core, and nested threads make them 3 to 10 times slower. The reference library has no threads.
  static let pinned: Void = {
    guard getenv("OPENBLAS_NUM_THREADS") == nil, let symbol = symbol("openblas_set_num_threads") else {
      return
    }
    typealias SetThreads = @convention(c) (Int32) -> Void
    unsafeBitCast(symbol, to: SetThreads.self)(1)
  }()

  /// The library's name and version, for records of a run: "OpenBLAS 0.3.21 ..." or
  /// "LAPACK 3.11.0, not OpenBLAS".
  public static let name: String = {
    typealias Configuration = @convention(c) () -> UnsafePointer<CChar>?
    if let symbol = symbol("openblas_get_config"),
      let text = unsafeBitCast(symbol, to: Configuration.self)()
    {
      return String(cString: text)
    }
    var major: Int32 = 0
    var minor: Int32 = 0
    var patch: Int32 = 0
    LAPACKE_ilaver(&major, &minor, &patch)
    return "LAPACK \(major).\(minor).\(patch), not OpenBLAS"
  }()

  /// A symbol of the program or of any library it was linked to.
  private static func symbol(_ name: String) -> UnsafeMutableRawPointer? {
    dlsym(dlopen(nil, RTLD_LAZY), name)
  }
}
