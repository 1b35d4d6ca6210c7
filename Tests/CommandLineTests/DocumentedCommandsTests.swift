import ArgumentParser
import Foundation
import Testing

@testable import theorems

/// Every command that the documentation shows is one that the command line reads.
@Suite("theorems: the commands of the documentation") struct DocumentedCommandsTests {
  @Test(arguments: [
    "README.md", "Sources/TheoremTesting/TheoremTesting.docc/ReadAVerdict.md",
    "Sources/TheoremTesting/TheoremTesting.docc/AddAConjecture.md",
    "Sources/TheoremTesting/TheoremTesting.docc/RunItAtScale.md",
    "Sources/TheoremTesting/TheoremTesting.docc/UseItForYourPaper.md",
    ".github/workflows/theorems.yml", "Examples/MatrixInequalities/.github/workflows/theorems.yml",
    "Examples/PairedGaussians/README.md", "Examples/PairedGaussians/.github/workflows/theorems.yml",
  ])
  func `parse`(_ document: String) throws {
    let text = try String(contentsOf: BuiltProgram.package.appending(path: document), encoding: .utf8)
      // A line that goes on in the next one, as YAML folds it.
      .replacing(/>-\n\s+/, with: "").replacing(/\n\s+--/, with: " --")
      // What a workflow fills in.
      .replacing(/\$\{\{[^}]*\}\}/, with: "https://1")
    var count = 0
    for match in text.matches(of: /(?:^|\n|run: )\s*(?:[A-Z_]+=\S+ )*(?:swift run |\$)?theorems ([^\n`]+)/) {
      let arguments = words(String(match.1))
      count += 1
      #expect(throws: Never.self, "\(document): theorems \(match.1)") {
        _ = try theorems.Theorems.parseAsRoot(arguments)
      }
    }
    #expect(count > 0)
  }

  /// The words of a line of shell up to two spaces, which set a comment apart; quotation marks hold some together.
  private func words(_ line: String) -> [String] {
    let command = line.components(separatedBy: "  ")[0]
    return command.matches(of: /"([^"]*)"|(\S+)/).map { String($0.1 ?? $0.2 ?? "") }
  }
}
