import Foundation
import Testing

/// The examples in the engine's doc comments compile: each by itself, beside two estimates and a draw.
@Suite struct `Examples in doc comments` {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  struct Example {
    let place: String
    let lines: [String]

    /// A declaration stands in the file, everything else in a function.
    private var isDeclaration: Bool {
      ["struct", "extension", "@Suite", "/// "].contains { lines[0].hasPrefix($0) }
    }

    func source(_ number: Int) -> String {
      let body = lines.map { "  \($0)" }.joined(separator: "\n")
      if isDeclaration { return "// \(place)\n\(lines.joined(separator: "\n"))" }
      if lines[0].hasPrefix("@Test") { return "// \(place)\nstruct Example\(number) {\n\(body)\n}" }
      return
        "// \(place)\nfunc example\(number)(_ x: Estimate, _ y: Estimate, _ draw: inout Draw) throws {\n\(body)\n}"
    }
  }

  /// The indented blocks after an empty line, or at the start, of the doc comments of a file.
  private static func examples(in file: URL) throws -> [Example] {
    var examples: [Example] = []
    var block: [String] = []
    var before = ""
    for (number, line) in try String(contentsOf: file, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false
    ).enumerated() {
      let comment = line.drop { $0 == " " }
      let isCode =
        comment.hasPrefix("///     ") && (!block.isEmpty || before == "///" || !before.hasPrefix("///"))
      if isCode {
        block.append(String(comment.dropFirst(8)))
      } else if comment == "///", !block.isEmpty {
        block.append("")
      } else if !block.isEmpty {
        while block.last?.isEmpty == true { block.removeLast() }
        examples.append(Example(place: "\(file.lastPathComponent):\(number)", lines: block))
        block = []
      }
      before = String(comment)
    }
    return examples
  }

  @Test func `are Swift that compiles`() throws {
    let files = ["Evidence", "TheoremTesting"].flatMap { module in
      FileManager.default.enumerator(
        at: Self.root.appendingPathComponent("Sources/\(module)"), includingPropertiesForKeys: nil)?
        .allObjects
        as? [URL] ?? []
    }
    let examples = try files.filter { $0.pathExtension == "swift" }.sorted { $0.path < $1.path }
      .flatMap(Self.examples)
    #expect(examples.count > 110)
    let source = (["import TheoremTesting"] + examples.enumerated().map { $1.source($0) }).joined(
      separator: "\n\n")
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(
      "examples-\(UUID().uuidString).swift")
    try source.write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    let (status, output) = try Self.typecheck(file)
    #expect(status == 0, "\(output)")
  }

  /// Asks the compiler that is on the path, with the modules that the tests were built with.
  private static func typecheck(_ file: URL) throws -> (Int32, String) {
    let built = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    let compiler = Process()
    compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    compiler.arguments = [
      "swiftc", "-typecheck", "-swift-version", "6", "-suppress-warnings", "-I",
      built.appendingPathComponent("Modules").path, "-module-cache-path",
      built.appendingPathComponent("ModuleCache").path, file.path,
    ]
    let pipe = Pipe()
    (compiler.standardOutput, compiler.standardError) = (pipe, pipe)
    try compiler.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    compiler.waitUntilExit()
    return (compiler.terminationStatus, output)
  }
}
