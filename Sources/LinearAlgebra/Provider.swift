import CLAPACKE

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The library behind BLAS and LAPACK in this process.
public enum Provider {
  /// Pins OpenBLAS to one thread, once, unless the user set OPENBLAS_NUM_THREADS: tests and searches already
  /// run on every core, and nested threads make them 3 to 10 times slower. The reference library has no threads.
  static let pinned: Void = {
    guard getenv("OPENBLAS_NUM_THREADS") == nil,
      let symbol = dlsym(nil, "openblas_set_num_threads")
    else { return }
    typealias SetThreads = @convention(c) (Int32) -> Void
    unsafeBitCast(symbol, to: SetThreads.self)(1)
  }()

  /// The library's name and version, for records of a run: "OpenBLAS 0.3.21 ..." or "reference LAPACK 3.11.0".
  public static let name: String = {
    typealias Config = @convention(c) () -> UnsafePointer<CChar>?
    if let symbol = dlsym(nil, "openblas_get_config"),
      let text = unsafeBitCast(symbol, to: Config.self)()
    {
      return String(cString: text)
    }
    var major: Int32 = 0
    var minor: Int32 = 0
    var patch: Int32 = 0
    LAPACKE_ilaver(&major, &minor, &patch)
    return "LAPACK \(major).\(minor).\(patch), not OpenBLAS"
  }()
}
