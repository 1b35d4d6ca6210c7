import Evidence
import Foundation
import Testing

extension Trait where Self == ConditionTrait {
  /// Elsewhere the test bundle is started by `swift test`, so that no ``FakePackage`` can take its place.
  static var onlyOnLinux: Self {
    #if os(Linux)
      .enabled(if: true)
    #else
      .disabled("a fake test bundle needs Linux")
    #endif
  }
}

/// A package whose built test bundle is a shell script, which behaves in a second as real theorems might in
/// minutes.
struct FakePackage {
  private let folder: TemporaryFolder
  var url: URL { folder.url }

  /// Where the package manager would put the bundle: triple and configuration are those of our own build.
  var products: URL {
    let (program, build) = (BuiltProgram.folder, url.appendingPathComponent(".build"))
    return build.appendingPathComponent(program.deletingLastPathComponent().lastPathComponent)
      .appendingPathComponent(program.lastPathComponent)
  }

  /// - Parameters:
  ///   - script: what the bundle does. It may call
  ///     `property ID NAME VERDICT` for a property that ends so,
  ///     `test ID NAME` for one that is there but does not end, `ended ID NAME` for its end,
  ///     `line FILE` for one of the lines,
  ///     `issue ID NAME TEXT` for a failure.
  ///   - lines: lines for the ledger, by the names of their files.
  init(_ script: String, lines: [String: LedgerLine] = [:]) throws {
    folder = try TemporaryFolder()
    try Data().write(to: url.appendingPathComponent("Package.swift"))
    try FileManager.default.createDirectory(at: products, withIntermediateDirectories: true)
    try addBundle(named: "FakePackageTests.xctest", script: script)
    // All that is asked of the package manager is where the bundle stands, which it takes 0.3 s to find out.
    try write(program: "#!/bin/sh\necho '\(products.path)'\n", to: url.appendingPathComponent("bin/swift"))
    let checked = lines.values.filter { !$0.isSearch }
    let properties =
      script.matches(of: #/property (\w+) (\w+)\b/#).map { match in
        Plan.Property(theorem: String(match.1), property: String(match.2))
      } + checked.map(\.identity)
    let plan = Plan(
      Set(properties), seed: checked.first?.seed ?? 0, shard: checked.first?.shard ?? .whole, run: "RUN")
    try (properties.isEmpty ? Data() : plan.encoded()).write(to: url.appendingPathComponent("plan.json"))
    try write(LedgerLine.example("THEOREM", "PROPERTY").with { $0.plan = plan.id }, as: "line.json")
    for (name, line) in lines { try write(line.with { $0.plan = $0.isSearch ? "" : plan.id }, as: name) }
  }

  private func write(_ line: LedgerLine, as name: String) throws {
    try line.encoded().write(to: url.appendingPathComponent(name))
  }

  func addBundle(named name: String, script: String) throws {
    try write(program: Self.prelude + script, to: products.appendingPathComponent(name))
  }

  private func write(program: String, to file: URL) throws {
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(program.utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
  }

  /// What a run of `theorems verify --skip-build` in this package comes to.
  func verify(_ arguments: String..., environment: [String: String] = [:]) throws -> BuiltProgram.Run {
    try start(["verify", "--skip-build"] + arguments, environment: environment)
  }

  /// What another command comes to in this package, with the suite as it is.
  func run(_ arguments: String..., environment: [String: String] = [:]) throws -> BuiltProgram.Run {
    try start(arguments + ["--skip-build"], environment: environment)
  }

  /// Runs the program in this package to its end, while `body` watches it or sends it a signal.
  func start(
    _ arguments: [String], environment: [String: String] = [:], body: (Int32) throws -> Void = { _ in }
  ) throws -> BuiltProgram.Run {
    let path = "\(url.path)/bin:" + (ProcessInfo.processInfo.environment["PATH"] ?? "")
    return try BuiltProgram.run(
      arguments, in: url, environment: environment.merging(["PATH": path]) { $1 }, body: body)
  }

  /// Writes a file of the package.
  func write(_ contents: String, to path: String) throws {
    let file = url.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(contents.utf8).write(to: file)
  }

  /// The words of each line of a file that the bundle wrote; none when there is no such file.
  func words(in path: String) -> [[Substring]] {
    let text = (try? String(contentsOf: url.appendingPathComponent(path), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map { $0.split(separator: " ") }
  }

  private static let prelude = #"""
    #!/bin/sh
    echo "$@" > arguments
    env > environment
    while [ "$1" != --event-stream-output-path ]; do shift; done
    events=$2
    sed "s/RUN/$THEOREM_RUN/" plan.json >> "$THEOREM_LEDGER"
    test() {
      printf '{"kind":"test","payload":{"kind":"function","id":"%s","name":"%s","sourceLocation":' "$1/$2" "$2"
      printf '{"fileID":"TheoremTests/%s_Name.swift","line":1}}}\n' "$1"
    } >> "$events"
    event() { printf '{"kind":"event","payload":{"kind":"%s","testID":"%s"%s}}\n' "$@" >> "$events"; }
    issue() {
      event issueRecorded "$1/$2" ',"issue":{"isKnown":false,"isFailure":true},"messages":[{"text":"'"$3"'"}]'
    }
    property() {
      test "$1" "$2"
      sed -e "s/THEOREM/$1/g" -e "s/PROPERTY/$2/" -e "s/\"holds\"/\"$3\",\"reason\":\"as told\"/" -e "s/\"process\":0/\"process\":$$/" \
        line.json >> "$THEOREM_LEDGER"
      if [ "$3" != holds ]; then issue "$1" "$2" "told by the ledger"; fi
      ended "$1" "$2"
    }
    ended() { event testEnded "$1/$2" ""; }
    line() { sed -e "s/\"process\":0/\"process\":$$/" "$1" >> "$THEOREM_LEDGER"; }

    """#
}
