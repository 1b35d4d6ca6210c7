import Foundation

/// A statement on the instances of a family, and what a run makes of it: it checks it, searches for its worst instance, or
/// replays one that is stored.
struct Property<Instance>: Sendable {
  let claim: Claim
  /// Nil where all instances are given.
  let family: Family<Instance>?
  let resolution: Double
  private let statement: @Sendable (Instance) throws -> Verdict
  /// Nil for the picture that an instance has of itself.
  private let picture: (@Sendable (Instance) throws -> Drawing?)?

  init(
    _ claim: Claim, family: Family<Instance>?, resolution: Double,
    picture: (@Sendable (Instance) throws -> Drawing?)? = nil,
    statement: @escaping @Sendable (Instance) throws -> Verdict
  ) {
    (self.claim, self.family, self.resolution) = (claim, family, resolution)
    (self.picture, self.statement) = (picture, statement)
  }

  /// A picture of an instance; nil where there is none, and where making it fails.
  func drawing(_ instance: Instance) -> Drawing? {
    try? picture.map { try $0(instance) } ?? (instance as? any Illustrated)?.drawing
  }

  /// The verdict on an instance; a computation that fails decides nothing.
  @Sendable func verdict(_ instance: Instance) -> Verdict {
    Verdict.$resolution.withValue(resolution) {
      do { return try statement(instance) } catch {
        return .inconclusive("the computation failed: \(error)")
      }
    }
  }

  /// The instance that choices make, and its verdict; nil where there is none.
  @Sendable func trial(_ draw: Draw) -> Trial<Instance>? {
    guard let family, let specimen = try? Specimen(of: family, draw) else { return nil }
    return (specimen, verdict(specimen.instance))
  }

  /// Checks a statement that is judged instance by instance of a family.
  func check(
    of family: Family<Instance>, count: Int, observing observations: [Observation<Instance>] = [],
    sourceLocation: SourceLocation
  ) throws {
    try report(count: count, sourceLocation: sourceLocation) { tally, instances in
      let survey = try instances.forEach(of: family) { specimen in
        tally.add(verdict(specimen.instance), of: specimen)
        for observation in observations { try tally.record(observation, of: specimen.instance) }
      }
      tally.book(survey)
      tally.ascend(instances)
    }
  }

  /// Does what the run asks for and reports it: a line in the ledger, and one issue unless the property holds.
  ///
  /// Outside a theorem's suite there is no ledger line.
  /// - Parameters:
  ///   - count: how many instances the property asks for.
  ///   - gather: looks at the instances and counts.
  func report(
    count: Int, sourceLocation: SourceLocation, gather: (inout Tally<Instance>, Instances) throws -> Void
  ) throws {
    let isSecond = StatedProperties.current.map { $0.add() > 1 } ?? false
    let settings = try Settings.ofProcess.get()
    let identity = PropertyIdentity.current
    let instances = Instances(
      of: identity?.description ?? Test.current?.name ?? "", count: count, isFixed: claim == .counterexample,
      settings: settings)
    var tally = Tally(
      self,
      line: LedgerLine(
        identity, claim: claim, planned: instances.count, resolution: resolution, settings))
    if identity != nil, settings.mode == .check {
      tally.line.plan = try Ledger.shared.begin(settings, provider: tally.line.provider)
    }
    let start = ContinuousClock.now
    switch settings.mode {
    case .check:
      // By one shard: they count once.
      let stored =
        instances.shard.index == 1 ? Result { try identity?.storedCounterexamples ?? [] } : .success([])
      tally.line.stored = (try? stored.get()).flatMap { PropertyIdentity.digest(of: $0) }
      if !isSecond, case .success = stored, let finished = try Ledger.shared.finished(tally.line) {
        TheoremRegistry.shared.note(finished)
        return finished.reportFailure(at: sourceLocation)
      }
      do {
        if isSecond { throw TheoremError.severalProperties(property: tally.line.property) }
        try claim.validate()
        guard resolution > 0, resolution.isFinite else {
          throw ParameterError("resolution", found: resolution, expected: "a number above 0")
        }
        for stored in try stored.get() { try tally.replay(stored) }
        try gather(&tally, instances)
      } catch {
        // Whatever is thrown past the engine: the property has a line, which says so.
        tally.line.thrown = "\(error)"
      }
    case .search(let seconds):
      guard family != nil, claim.isJudgedByInstance else { return }
      tally.search(instances, seconds: seconds)
    case .replay(let file):
      guard let identity, let stored = try identity.stored(file) else { return }
      if claim != .counterexample { (tally.line.claim, tally.line.evidence) = (.universal, .instances) }
      tally.line.planned = 1
      try tally.replay(stored)
    }
    try tally.finish(identity)
    tally.line.seconds = (ContinuousClock.now - start) / .seconds(1)
    if identity != nil {
      TheoremRegistry.shared.note(tally.line)
      try Ledger.shared.append(tally.line)
    }
    tally.line.reportFailure(at: sourceLocation)
  }
}

extension LedgerLine {
  /// The line of a property that nothing has been looked at yet.
  /// - Parameter identity: nil for one outside a theorem's suite.
  init(_ identity: PropertyIdentity?, claim: Claim, planned: Int, resolution: Double, _ settings: Settings) {
    self.init(
      theorem: identity?.theorem ?? "", title: identity?.title ?? "", status: identity?.status ?? .proved,
      property: identity?.property ?? Test.current?.name ?? "", claim: claim, planned: planned,
      resolution: resolution, seed: settings.seed, process: ProcessInfo.processInfo.processIdentifier,
      build: Ledger.shared.build, provider: Provider.name)
    shard = settings.shard
    text = identity.flatMap { TheoremText(file: $0.file) }
  }

  func reportFailure(at sourceLocation: SourceLocation) {
    if let failure { Failure.report(Failure(text: failure, sourceLocation: sourceLocation)) }
  }
}

extension PropertyIdentity {
  /// Books a test that ended without a property.
  /// - Parameter error: what ended it; nil where it came to its end, which is an issue.
  func reportUnstated(_ error: (any Error)?, at sourceLocation: SourceLocation) throws {
    let settings = try Settings.ofProcess.get()
    guard settings.mode == .check else { return }
    var line = LedgerLine(self, claim: .unstated, planned: 0, resolution: Verdict.resolution, settings)
    line.plan = try Ledger.shared.begin(settings, provider: line.provider)
    line.thrown = error.map { "\($0)" }
    line.judge()
    try Ledger.shared.append(line)
    if error == nil { line.reportFailure(at: sourceLocation) }
  }
}
