#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The library behind BLAS and LAPACK in this process, which may have none: its symbols are looked up while the program runs,
/// so that matrices need no library to be built or used.
public enum Provider {
  /// The library's name and version, for records of a run: "OpenBLAS 0.3.21 ...", "LAPACK 3.11.0, not OpenBLAS" or
  /// "no LAPACK".
  public static let name: String = {
    if let configuration = symbol(
      "openblas_get_config", as: (@convention(c) () -> UnsafePointer<CChar>?).self),
      let text = configuration()
    {
      return String(cString: text)
    }
    typealias Version =
      @convention(c) (
        UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Int32>
      ) -> Void
    guard let version = symbol("ilaver_", as: Version.self) else { return "no LAPACK" }
    var (major, minor, patch): (Int32, Int32, Int32) = (0, 0, 0)
    version(&major, &minor, &patch)
    return "LAPACK \(major).\(minor).\(patch), not OpenBLAS"
  }()

  /// Pins OpenBLAS to one thread, once, whatever OPENBLAS_NUM_THREADS says, which profiles of clusters set for other programs: tests
  /// and searches already run on every core, and nested threads make them 3 to 10 times slower. The reference library has no
  /// threads.
  package static let pinned: Void = {
    symbol("openblas_set_num_threads", as: (@convention(c) (Int32) -> Void).self)?(1)
  }()

  /// BLAS dgemm by its C interface: order, transposition of a and of b, m, n, k, alpha, a with its leading dimension, b
  /// likewise, beta, c likewise.
  typealias Multiply =
    @convention(c) (
      Int32, Int32, Int32, Int32, Int32, Int32, Double, UnsafePointer<Double>?, Int32, UnsafePointer<Double>?,
      Int32, Double, UnsafeMutablePointer<Double>?, Int32
    ) -> Void

  /// dgemm, on one thread as ``pinned`` says; nil in a program without a BLAS.
  static let multiply: Multiply? = {
    pinned
    return symbol("cblas_dgemm", as: Multiply.self)
  }()

  /// The numbers of the C interface's enumerations.
  static let columnMajor: Int32 = 102, asItIs: Int32 = 111, transposed: Int32 = 112

  /// A function of the program or of any library that it was linked to.
  private static func symbol<Function>(_ name: String, as _: Function.Type) -> Function? {
    dlsym(dlopen(nil, RTLD_LAZY), name).map { unsafeBitCast($0, to: Function.self) }
  }
}
