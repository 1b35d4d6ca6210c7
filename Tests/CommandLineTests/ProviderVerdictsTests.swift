import Foundation
import Testing

@testable import theorems

/// Theorems do not depend on which LAPACK, which kernels and how many threads compute them.
@Suite("theorems verify: LAPACK, its threads and kernels", .onlyOnLinux)
struct ProviderVerdictsTests {
  #if arch(arm64)
    private static let architecture = "aarch64"
  #else
    private static let architecture = "x86_64"
  #endif

  private func verdicts(_ environment: [String: String]) throws -> Theorems.Verdicts {
    try Theorems.verdicts(on: "T01,T12,T16,T35", environment: environment)
  }

  /// By as few instances some hold and some are undecided: either way it is the same.
  ///
  /// A kernel for which the processor, or the machine around it, lacks the instructions ends the process: it is left out.
  @Test func `make no difference`() throws {
    let usual = try verdicts(["OPENBLAS_NUM_THREADS": "1"])
    #expect(usual.theorems.map(\.id) == ["T01", "T12", "T16", "T35"])
    for threads in ["2", "8"] {
      #expect(try verdicts(["OPENBLAS_NUM_THREADS": threads]) == usual, "\(threads) threads")
    }
    // Debian's reference BLAS and LAPACK stand beside OpenBLAS.
    let libraries = "/usr/lib/\(Self.architecture)-linux-gnu"
    let reference = ["blas", "lapack"].map { "\(libraries)/\($0)" }
    if reference.allSatisfy(FileManager.default.fileExists) {
      let path = reference.joined(separator: ":")
      #expect(try verdicts(["LD_LIBRARY_PATH": path]) == usual, "the reference LAPACK")
    }
    let processor = try String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
      .split(whereSeparator: \.isWhitespace)
    for (kernel, instructions) in [
      ("Prescott", "pni"), ("Nehalem", "sse4_2"), ("Sandybridge", "avx"), ("Haswell", "avx2"),
      ("Zen", "avx2"), ("SkylakeX", "avx512f"),
    ] where processor.contains(Substring(instructions)) {
      #expect(try verdicts(["OPENBLAS_CORETYPE": kernel]) == usual, "\(kernel)")
    }
  }
}
