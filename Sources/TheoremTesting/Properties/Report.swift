import Foundation

/// Runs a property and reports it: a line in the ledger, and one issue, with the worst instance in full, unless it holds.
///
/// Outside a theorem's suite there is no ledger line.
func report(sourceLocation: SourceLocation, _ property: (Settings, String) throws -> PropertyResult) throws {
  let settings = try Settings()
  let identity = PropertyIdentity.current
  let name = identity.map { "\($0.theorem)/\($0.property)" } ?? Test.current?.name ?? ""
  let clock = ContinuousClock()
  let start = clock.now
  let result = try property(settings, name)
  if let identity {
    let line = LedgerLine(
      theorem: identity.theorem, title: identity.title, status: identity.status, property: identity.property,
      form: result.form, verdict: result.verdict, reason: result.verdict == .holds ? nil : result.reason,
      instances: result.instances,
      inconclusive: result.inconclusive,
      worstRatio: result.worstRatio, worstInstance: result.worstInstance,
      errorShares: (result.worstVerdict?.budget.shares ?? [:]).reduce(into: [:]) {
        $0[$1.key.rawValue] = $1.value
      },
      coverage: result.coverage, findings: result.findings, seconds: (clock.now - start) / .seconds(1),
      epoch: settings.epoch, process: ProcessInfo.processInfo.processIdentifier, provider: Provider.name)
    try Ledger.shared.append(line)
  }
  if let failure = result.failure {
    Issue.record("\(failure)", sourceLocation: sourceLocation)
  }
}

extension Family {
  /// Calls `body` with the instances of this run: at most `count`, or as many as the settings say, of this shard.
  func forEachInstance(
    count: Int, settings: Settings, property: String, _ body: (Instance) throws -> Void
  ) throws {
    for index in 0..<(settings.instances ?? count)
    where index % settings.shard.count == settings.shard.index - 1 {
      try body(try instance(index, of: property, epoch: settings.epoch))
    }
  }
}

/// The verdict of a computation that may fail: a failure decides nothing.
func verdict(of computation: () throws -> Verdict) -> Verdict {
  do { return try computation() } catch { return .inconclusive("the computation failed: \(error)") }
}
