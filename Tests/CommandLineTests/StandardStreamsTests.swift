import Evidence
import Foundation
import Testing

/// A verdict that nobody received is none, and a remark that nobody can hear stops nothing.
@Suite("standard output and standard error", .onlyOnLinux) struct StandardStreamsTests {
  private let folder: TemporaryFolder
  private let ledger: String
  private static let theorems = BuiltProgram.folder.appendingPathComponent("theorems").path

  init() throws {
    folder = try TemporaryFolder()
    ledger = try folder.ledger("a.jsonl", [.example("T1", "a")])
  }

  /// `$0` is the program, `$1` a ledger that holds.
  private func shell(_ line: String) throws -> BuiltProgram.Run {
    try BuiltProgram.runShell(line, [Self.theorems, ledger])
  }

  @Test(arguments: [
    #""$0" report "$1" > /dev/full"#, #""$0" report "$1" >&-"#, #""$0" report "$1" --json > /dev/full"#,
    #""$0" --help > /dev/full"#, #""$0" --version >&-"#, #""$0" report --help > /dev/full"#,
  ])
  func `what standard output does not take is told, and ends with 2`(_ line: String) throws {
    let run = try shell(line)
    #expect(run.end == .exited(2))
    #expect(run.error.hasPrefix("error: standard output: "), "\(run.error)")
  }

  @Test func `a reader that goes away is told too`() throws {
    // It has gone before anything is written.
    let run = try shell(#"{ sleep 1; "$0" report "$1"; echo "code $?" >&2; } | true"#)
    #expect(run.error.contains("error: standard output: Broken pipe\ncode 2"), "\(run.error)")
  }

  @Test(arguments: ["2>&-", "2> /dev/full", "2> >(exec true)"])
  func `without standard error the verdict is what it is`(_ redirection: String) throws {
    let bash = #"exec bash -c '"$0" report "$1" none.jsonl \#(redirection)' "$0" "$1""#
    let run = try shell(bash)
    #expect(run.end == .exited(2))
    #expect(run.output.contains("problem: ledger none.jsonl: cannot be read"), "\(run.output)")
    #expect(try shell(#""$0" report "$1" 2>&-"#).end == .exited(0))
    #expect(try shell(#""$0" frobnicate 2>&-"#).end == .exited(2))
  }

  @Test func `a remark does not end in a ledger that is opened in its place`() throws {
    let package = try FakePackage("property T10 a holds; echo half >> \"$THEOREM_LEDGER\"")
    let line = #"cd "$1" && PATH="$1/bin:$PATH" "$0" verify --skip-build --ledger run.jsonl 2>&-"#
    let run = try BuiltProgram.runShell(line, [Self.theorems, package.url.path])
    #expect(run.end == .exited(0))
    let lines = try String(contentsOf: package.url.appendingPathComponent("run.jsonl"), encoding: .utf8)
    #expect(lines.split(separator: "\n").count == 4, "\(lines)")
  }

  @Test func `a working directory that is gone is told`() throws {
    let gone = #"mkdir "$2" && cd "$2" && rmdir "$2" && "#
    for command in ["verify --skip-build", "search T1 --skip-build", "new Title", "mutants"] {
      let run = try BuiltProgram.runShell(
        gone + #"timeout -s KILL 20 "$0" "# + command, [Self.theorems, ledger, folder.url.path + "/gone"])
      #expect(run.end == .exited(2), "\(command)")
      #expect(run.error == "error: the working directory is gone: somebody has deleted it\n")
    }
    let report = try BuiltProgram.runShell(
      gone + #"timeout -s KILL 20 "$0" report "$1""#, [Self.theorems, ledger, folder.url.path + "/gone"])
    #expect(report.end == .exited(0))
  }

  @Test func `a ledger that is no file is refused at once`() throws {
    let package = try FakePackage("property T10 a holds")
    mkfifo(package.url.appendingPathComponent("pipe").path, 0o644)
    for path in ["pipe", "/dev/null", "Tests"] {
      try FileManager.default.createDirectory(
        at: package.url.appendingPathComponent("Tests"), withIntermediateDirectories: true)
      let run = try package.verify("--ledger", path)
      #expect(run.end == .exited(2))
      #expect(run.error.contains("cannot be written: "), "\(path): \(run.error)")
    }
  }
}
