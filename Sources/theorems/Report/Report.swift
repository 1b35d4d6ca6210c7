import ArgumentParser
import Evidence
import Foundation
import Terminal

/// `theorems report`: what ledgers tell, of one run or of all shards of one.
struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Merge ledgers, print what each theorem came to, and write a report.",
    discussion: """
      The ledgers of the shards of a run give what the run would have given in one piece: counts are added, intervals \
      computed again, the worst instance of all is shown. A property with a shard that is missing is inconclusive.

      With --output a folder gets report.html (a page for people), junit.xml (for CI), summary.md (for a job's summary) \
      and report.json (for programs, and as a baseline). With --baseline an earlier report.json is compared with: \
      a verdict, a theorem or a property that is lost fails, and so do fewer instances, unless --accept says why.

      Examples:
        theorems report run.jsonl
        theorems report shard-*.jsonl --json
        theorems report shard-*.jsonl --output report --baseline last/report.json

      A ledger that is missing, unreadable or empty, as that of a shard whose computer was lost, is a problem of the run: \
      the others are reported.

      Exit codes: 0 all hold; 1 one is refuted, something is lost since the baseline, or a ledger is damaged; 2 a ledger \
      is missing, unreadable or empty, the baseline cannot be read, or the folder cannot be written; 3 one is \
      inconclusive, or a ledger lacks the end of a run of `theorems verify`, as that of a killed run does.
      """)

  @Argument(help: ArgumentHelp("The ledgers.", valueName: "ledger"), completion: .file())
  var ledgers: [String]

  @Option(
    help: ArgumentHelp("Compare with this report.json of an earlier run.", valueName: "file"),
    completion: .file())
  var baseline: String?

  @Option(
    help: ArgumentHelp(
      "What is lost since the baseline was meant, for this reason, which the new report keeps.",
      valueName: "reason"))
  var accept: String?

  @Option(
    help: ArgumentHelp("Write the report into this folder.", valueName: "folder"), completion: .directory)
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Where the package's files are, for the links of the page, as in https://example.org/project/blob/main; without it they lead to the package around the current folder.",
      valueName: "url"))
  var sourceURL: String?

  @Flag(help: "Print JSON, as in report.json, instead of a table.")
  var json = false

  func validate() throws {
    if let accept {
      guard baseline != nil else { throw ValidationError("--accept: found no --baseline beside it") }
      guard accept.split(whereSeparator: \.isWhitespace).count > 1 else {
        throw ValidationError("--accept: found \"\(accept)\", expected a reason in words")
      }
    }
    if let output {
      guard !output.isEmpty else { throw ValidationError("--output: found nothing, expected a folder") }
      let written = ReportFile.allCases.map { Self.place("\(output)/\($0.rawValue)") }
      for path in ledgers + [baseline].compactMap(\.self) where written.contains(Self.place(path)) {
        throw ValidationError("--output: it would overwrite \(path), expected another folder")
      }
    }
    guard let sourceURL else { return }
    let url = URL(string: sourceURL)
    guard ["http", "https"].contains(url?.scheme), url?.host?.isEmpty == false else {
      throw ValidationError("--source-url: found \"\(sourceURL)\", expected an address with http or https")
    }
  }

  private static func place(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().path
  }

  func run() throws {
    let files = LedgerFiles(ledgers)
    let report = RunReport(
      files, baseline: try baseline.map(ReportDocument.init(baseline:)), accepting: accept)
    for error in files.unreadable { tell("error: \(error)") }
    for damage in files.damages { tell(damage) }
    let document = try report.document.json() + "\n"
    if let output {
      try ReportFolder.write(
        [
          .page: Data(page(report, in: output).utf8),
          .document: Data(document.utf8),
          .junit: Data(JUnit(report.document).xml().utf8),
          .summary: Data(Summary(report.document).markdown.utf8),
        ], to: output)
    }
    try json ? emit(document) : show(table(report))
    throw ExitCode(report.document.exitCode)
  }

  private func page(_ report: RunReport, in folder: String) throws -> String {
    let package = try? PackageUnderTest.current
    return try ReportPage(
      report, links: SourceLinks(url: sourceURL, from: folder, package: package?.root)
    ).html
  }

  /// What is wrong with the run stands below the table already, what is wrong with the files does not.
  private func table(_ report: RunReport) -> String {
    let problems = report.problems.map { "problem: \($0)" }
    let drift = report.document.drift.map { drift in
      drift.isEmpty
        ? ["nothing has changed since the baseline"]
        : drift.map { "\($0.isLoss ? "lost" : "changed"): \($0)" }
    }
    let notes = [problems, drift ?? []].filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
    return ([report.verification.table] + notes).joined(separator: "\n\n")
  }
}
