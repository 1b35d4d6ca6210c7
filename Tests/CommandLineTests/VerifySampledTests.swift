import Evidence
import Foundation
import Testing

@Suite("theorems verify: sampled properties", .onlyOnLinux)
struct VerifySampledTests {
  /// Properties whose sampled checks may be wrong with this probability.
  private func run(_ falseAlarms: [Double]) throws -> BuiltProgram.Run {
    var lines: [String: LedgerLine] = [:]
    var script = ""
    for (index, falseAlarm) in falseAlarms.enumerated() {
      var line = LedgerLine.example("T10", "p\(index)")
      line.falseAlarm = falseAlarm
      lines["\(index).json"] = line
      script += "test T10 p\(index); line \(index).json; ended T10 p\(index); "
    }
    return try FakePackage(script, lines: lines).verify()
  }

  @Test func `the budget is added up`() throws {
    let run = try run([4e-10, 0, 2e-10])
    #expect(run.end == .exited(0))
    #expect(
      run.output.contains(
        "\n\n2 properties rest on samples: the probability that any of them fails by chance is at most 6e-10, allowed 1e-09\n"
      ))
  }

  @Test func `a run that spends more than its budget is not green`() throws {
    let run = try run([4e-10, 4e-10, 4e-10])
    #expect(run.end == .exited(3))
    #expect(run.output.contains("at most 1.2e-09, allowed 1e-09: too much\n  T10 1.2e-09"))
    #expect(try self.run([5e-10, 5e-10]).end == .exited(0))
  }

  @Test func `nothing sampled, nothing spent`() throws {
    #expect(try !run([0, 0]).output.contains("rest on samples"))
  }

  @Test func `a frequency tells what it could detect`() throws {
    var line = LedgerLine.example("T10", "rare", claim: .frequency(allowed: 0.01, detecting: 0.03))
    (line.instances, line.planned) = (10_000, 10_000)
    line.refuted = 4
    line.judge()
    let run = try FakePackage("test T10 rare; line a.json; ended T10 rare", lines: ["a.json": line]).verify()
    #expect(run.end == .exited(0), "\(run.output)")
    #expect(
      run.output.contains(
        "T10, rare: it fails for 0.00% to 0.40% of the family, by 10000 instances (at most 1% claimed; "
          + "so many would confirm a share of up to 0.25%, and refute one from 2.1% on, with probability 0.99)"
      ), "\(run.output)")
  }
}
