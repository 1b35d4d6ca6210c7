import Evidence
import Foundation
import Testing

@testable import theorems

/// What `theorems report --output` wrote.
struct WrittenReport {
  let run: BuiltProgram.Run
  let folder: URL
  /// Goes with the report.
  private let files: TemporaryFolder

  /// Reports the lines of one ledger.
  /// - Parameter baseline: lines whose report is the baseline; nil for none.
  init(_ lines: [LedgerLine], baseline: [LedgerLine]? = nil, in files: TemporaryFolder) throws {
    self.files = files
    folder = files.url.appendingPathComponent("new/report")
    var arguments = ["report", try files.ledger("new.jsonl", lines), "--output", folder.path]
    if let baseline {
      let old = files.url.appendingPathComponent("old")
      let made = try BuiltProgram.run(
        ["report", files.ledger("old.jsonl", baseline), "--output", old.path])
      try #require(made.error.isEmpty, "\(made.error)")
      arguments += ["--baseline", old.appendingPathComponent("report.json").path]
    }
    run = try BuiltProgram.run(arguments)
  }

  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
  }

  func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
  }

  var document: ReportDocument {
    get throws { try JSONDecoder().decode(ReportDocument.self, from: Data(text("report.json").utf8)) }
  }
}

extension LedgerLine {
  /// The line, changed.
  func with(_ change: (inout LedgerLine) -> Void) -> LedgerLine {
    var line = self
    change(&line)
    return line
  }
}
