import ArgumentParser
import Evidence
import Foundation

/// `theorems report`: what ledgers tell, of one run or of all shards of one.
struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Merge ledgers and print what each theorem came to.",
    discussion: """
      The ledgers of the shards of a run give what the run would have given in one piece: counts are added, intervals \
      computed again, the worst instance of all is shown. A property with a shard that is missing is inconclusive.

      Examples:
        theorems report run.jsonl
        theorems report shard-*.jsonl --json

      Exit codes: 0 all hold; 1 one is refuted, or a ledger is damaged; 2 a ledger cannot be read or is empty; \
      3 one is inconclusive, or a ledger ends within a line, as that of a killed run does.
      """)

  @Argument(help: ArgumentHelp("The ledgers.", valueName: "ledger"), completion: .file())
  var ledgers: [String]

  @Flag(help: "Print JSON instead of a table.")
  var json = false

  func run() throws {
    var lines: [LedgerLine] = []
    var isDamaged = false
    var isTorn = false
    for path in ledgers {
      var reader = LedgerReader(URL(fileURLWithPath: path))
      let found: [LedgerLine]
      do { found = try reader.next() } catch {
        throw RunError.ledgerUnreadable(path: path, reason: (error as NSError).localizedDescription)
      }
      isDamaged = isDamaged || !reader.damages.isEmpty
      let known = reader.damages.count
      reader.finish()
      isTorn = isTorn || reader.damages.count > known
      guard !found.isEmpty || !reader.damages.isEmpty else { throw RunError.ledgerEmpty(path: path) }
      lines += found
      for damage in reader.damages {
        FileHandle.standardError.write(Data("ledger \(path): \(damage)\n".utf8))
      }
    }
    let verification = Verification(merging: lines)
    print(json ? try verification.json() : verification.table)
    let code = isTorn && verification.exitCode == 0 ? 3 : verification.exitCode
    throw ExitCode(isDamaged ? 1 : code)
  }
}
