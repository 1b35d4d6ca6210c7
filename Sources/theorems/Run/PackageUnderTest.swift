import Evidence
import Foundation
import Subprocess
import Terminal

/// The Swift package whose test bundle holds the theorems.
struct PackageUnderTest: Sendable {
  /// The folder of Package.swift.
  let root: String
  /// The folder that this program was built into, as in ".build/x86_64-unknown-linux-gnu/debug".
  private let programFolder = Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()
  /// `debug`, or `release` when this program was itself built for release.
  private var configuration: String { programFolder?.lastPathComponent == "release" ? "release" : "debug" }

  /// - Throws: ``RunError/notInPackage(folder:)``
  init(containing folder: String) throws(RunError) {
    guard let package = TheoremFile.package(above: URL(fileURLWithPath: folder)) else {
      throw .notInPackage(folder: folder)
    }
    root = package.path
  }

  /// That of the working directory.
  /// - Throws: ``RunError``, also where the working directory is gone.
  static var current: PackageUnderTest {
    get throws(RunError) {
      let folder = FileManager.default.currentDirectoryPath
      guard folder.hasPrefix("/") else { throw .noWorkingDirectory }
      return try PackageUnderTest(containing: folder)
    }
  }

  /// Builds the test bundle. What the compiler has to say goes to standard error when it fails.
  /// - Throws: ``RunError/doesNotBuild``, and `CancellationError` when it was interrupted.
  func build() async throws {
    let progress = ProgressPrinter()
    await progress.note("building the theorem suite")
    // As `swift test` does, which builds what the tests use and nothing else of the packages that they depend on. Tests import modules
    // as @testable, which a release build bars by default.
    let testable = configuration == "release" ? ["-Xswiftc", "-enable-testing"] : []
    let build = ChildProcess(
      executable: .name("swift"),
      arguments: ["test", "list", "--disable-xctest", "-c", configuration] + testable,
      folder: root)
    let end: ChildProcess.End
    do {
      end = try await build.run { _, lastLine in
        await progress.update(Self.buildProgress(lastLine))
      }
    } catch {
      await progress.clear()
      throw error
    }
    await progress.clear()
    guard end.status == .exited(0) else {
      tell(end.output)
      throw RunError.doesNotBuild(output: end.output)
    }
  }

  /// What a build is doing, from the last line that it wrote; a remark is no step of it.
  static func buildProgress(_ lastLine: String) -> String {
    "building the theorem suite" + (lastLine.hasPrefix("remark:") ? "" : ": \(lastLine)")
  }

  #if os(Linux)
    /// The bundle, which is a program of its own here: started directly it holds no build lock.
    func testProgram() async throws -> ChildProcess {
      let folder = try await buildFolder()
      let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
        .filter { $0.hasSuffix("PackageTests.xctest") }.sorted()
      guard let name = names.first else { throw RunError.noTestBundle(folder: folder) }
      guard names.count == 1 else { throw RunError.severalTestBundles(folder: folder, names: names) }
      return ChildProcess(
        executable: .path(.init("\(folder)/\(name)")), arguments: ["--testing-library", "swift-testing"],
        folder: root)
    }

    /// Where the package was built: beside this program, if it is a product of the same build. Else the package manager is asked, which
    /// takes 0.2 s and no build lock.
    private func buildFolder() async throws -> String {
      let isElsewhere = ProcessInfo.processInfo.environment["SWIFTPM_BUILD_DIR"] != nil
      if let folder = programFolder, !isElsewhere,
        folder.deletingLastPathComponent().deletingLastPathComponent().path == "\(root)/.build"
      {
        return folder.path
      }
      let query = ChildProcess(
        executable: .name("swift"), arguments: ["build", "--show-bin-path", "-c", configuration], folder: root
      )
      let (status, output) = try await query.run { _, _ in }
      guard status == .exited(0) else { throw RunError.binaryPath(output: output) }
      // Warnings may stand in front of it.
      return output.split(separator: "\n").last.map(String.init) ?? ""
    }
  #else
    /// `swift test`, which knows how a bundle is started elsewhere. Not tried.
    func testProgram() async throws -> ChildProcess {
      ChildProcess(
        executable: .name("swift"),
        arguments: ["test", "--skip-build", "--disable-xctest", "-c", configuration], folder: root)
    }
  #endif
}
