import Foundation
import Subprocess
import Testing

#if os(Linux)
  private let isLinux = true
#else
  private let isLinux = false
#endif

/// A LAPACK that Debian keeps beside others, in subfolders of the library folder of the architecture.
private struct InstalledProvider: Sendable {
  var subfolders: [String]
  var isOpenBLAS: Bool

  static let reference = InstalledProvider(subfolders: ["blas", "lapack"], isOpenBLAS: false)
  static let openBLAS = InstalledProvider(subfolders: ["openblas-pthread"], isOpenBLAS: true)

  #if arch(x86_64)
    private static let libraries = "/usr/lib/x86_64-linux-gnu/"
  #elseif arch(arm64)
    private static let libraries = "/usr/lib/aarch64-linux-gnu/"
  #else
    private static let libraries = "/usr/lib/"
  #endif

  var folders: [String] { subfolders.map { Self.libraries + $0 } }

  /// Whether BLAS and LAPACK are both there.
  var isInstalled: Bool {
    ["libblas.so.3", "liblapack.so.3"].allSatisfy { file in
      folders.contains { FileManager.default.fileExists(atPath: "\($0)/\(file)") }
    }
  }
}

/// Our claims hold for every LAPACK, so the ``Factorisations`` run once more in a child process under each one.
@Suite(
  .enabled(if: isLinux, "choosing a LAPACK by LD_LIBRARY_PATH needs Linux"),
  .disabled(if: ProviderChild.isThisProcess, "this process is a child itself"))
struct ProviderTests {
  @Test(
    .enabled(
      if: InstalledProvider.reference.isInstalled,
      "NOT RUN: reference BLAS and LAPACK (libblas3, liblapack3) were not found"))
  func `reference LAPACK`() async throws { try await runFactorisations(.reference) }

  @Test(
    .enabled(
      if: InstalledProvider.openBLAS.isInstalled, "NOT RUN: OpenBLAS (libopenblas0-pthread) was not found"),
    arguments: [["NUM_THREADS": "8"], ["CORETYPE": "Nehalem"], ["CORETYPE": "Haswell"]])
  func `OpenBLAS`(_ settings: [String: String]) async throws {
    try await runFactorisations(.openBLAS, settings)
  }

  /// - Parameter settings: of OpenBLAS, without their prefix.
  private func runFactorisations(
    _ provider: InstalledProvider, _ settings: [String: String] = [:]
  ) async throws {
    let own: [Environment.Key: String?] = settings.reduce(into: [:]) {
      $0[.init(stringLiteral: "OPENBLAS_\($1.key)")] = $1.value
    }
    let bundle = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let inherited = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"].map { [$0] } ?? []
    let child = try await run(
      .path(.init(bundle)),
      arguments: [
        "--testing-library", "swift-testing", "--filter", #"^LinearAlgebraTests\.Factorisations/"#,
      ],
      environment: .inherit.updating([
        "LD_LIBRARY_PATH": (provider.folders + inherited).joined(separator: ":"),
        .init(stringLiteral: ProviderChild.variable): "1",
      ]).updating(own),
      output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
    let output = child.standardOutput + child.standardError
    let lines = output.split(separator: "\n")
    let issues = lines.filter { $0.contains("recorded an issue") }
    try #require(
      child.terminationStatus == .exited(0),
      "\((issues.isEmpty ? lines.suffix(30) : issues).joined(separator: "\n"))")
    let names = lines.filter { $0.hasPrefix(ProviderChild.nameMark) }
    #expect(names.count == 1)
    #expect(names.allSatisfy { $0.contains("not OpenBLAS") != provider.isOpenBLAS }, "\(names)")
    let files = lines.filter { $0.hasPrefix(ProviderChild.fileMark) }
      .map { $0.dropFirst(ProviderChild.fileMark.count) }
    #expect(files.count == 2)
    #expect(
      files.allSatisfy { file in provider.folders.contains { file.hasPrefix($0 + "/") } }, "\(files)")
    let passed = output.firstMatch(of: #/Test run with (\d+) tests? .*passed/#).flatMap { Int($0.1) }
    #expect(passed ?? 0 > 1, "the child ran no tests, or does not say so")
  }
}
