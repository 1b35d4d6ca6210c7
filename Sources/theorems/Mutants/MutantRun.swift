import Foundation

/// Tries mutants one after another in a copy of the package.
struct MutantRun: Sendable {
  let copy: PackageCopy
  let table: MutantTable
  /// A regular expression for the tests that are run; nil for all.
  let tests: String?
  /// How long the tests may run on a mutant, in seconds.
  let limit: Double
  let progress = ProgressPrinter()

  /// Looks at the package as it is, then at each mutant.
  /// - Returns: what was found by the time the task is cancelled, if it is.
  /// - Throws: ``RunError/doesNotBuild`` for the package itself; `CancellationError` when it was interrupted before the
  ///   first mutant.
  func results(of mutants: [Mutant]) async throws -> (results: MutantResults, isInterrupted: Bool) {
    try await copy.package.build()
    let theorems = TheoremRun.pattern([])
    let unedited = try await usable(
      .init(
        name: "without an edit", filters: tests.map { [$0] } ?? [theorems, "^(?!.*\(theorems))"],
        skip: table.skip))
    if let tests, unedited.tests == 0 { throw MutantError.noTest(pattern: tests) }
    // What mutants name is run as it is, with all instances.
    let named = tests == nil ? Set(mutants.compactMap(\.tests)).sorted() : []
    let ofNamed =
      named.isEmpty
      ? [:]
      : try await usable(
        .init(name: "without an edit, as named", filters: [named.joined(separator: "|")], instances: nil)
      ).failures
    let unusable = unedited.failures.merging(ofNamed) { $1 }
    var results = MutantResults(
      theorems: unedited.theorems.byNumber,
      unusable: unusable.keys.sorted(), mutants: [])
    await progress.note(
      "without an edit: \(unusable.count) of \(unedited.tests) tests fail and are not run again")
    for (index, mutant) in mutants.enumerated() {
      do {
        let tried = try await outcome(of: mutant, plan(for: mutant, unedited: unedited, ofNamed: ofNamed))
        results.mutants.append(tried)
        let killers = Set(tried.killers.map(\.test)).count
        await progress.note(
          "\(index + 1) of \(mutants.count)  \(mutant.name): \(tried.outcome.rawValue)"
            + (killers > 0 ? " by \(killers)" : "") + " (\(tried.seconds.fixed(0)) s)")
      } catch is CancellationError {
        return (results, true)
      }
    }
    return (results, false)
  }

  private func plan(
    for mutant: Mutant, unedited: TestTrial, ofNamed: [TestTrial.Failure: String]
  ) -> TestTrial.Plan {
    if tests == nil, let named = mutant.tests {
      return .init(
        name: mutant.name, filters: [named], instances: nil, skip: Self.patterns(ofNamed), limit: limit)
    }
    let untouched = table.untouched(by: mutant)
    let seconds = unedited.seconds.filter { file, _ in
      !untouched.contains { file.hasPrefix($0 + "/") }
    }
    return .init(
      name: mutant.name, filters: tests.map { [$0] } ?? TestTrial.halves(of: seconds),
      skip: table.skip + Self.patterns(unedited.failures), limit: limit)
  }

  /// The tests of the package without an edit.
  private func usable(_ plan: TestTrial.Plan) async throws -> TestTrial {
    let trial = try await trial(plan)
    if let breakdown = trial.breakdown { throw RunError.failed(breakdown.note) }
    return trial
  }

  /// Regular expressions for the tests that failed.
  private static func patterns(_ failures: [TestTrial.Failure: String]) -> [String] {
    failures.values.map { "/" + NSRegularExpression.escapedPattern(for: $0) + "$" }
  }

  private func trial(_ plan: TestTrial.Plan) async throws -> TestTrial {
    try await TestTrial(of: copy.package, plan, progress: progress)
  }

  private func outcome(of mutant: Mutant, _ plan: TestTrial.Plan) async throws -> MutantResults.Tried {
    let start = ContinuousClock.now
    func tried(
      _ outcome: MutantResults.Outcome, _ killers: Set<TestTrial.Failure> = [], isCutShort: Bool = false
    ) -> MutantResults.Tried {
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      return .init(
        name: mutant.name, file: mutant.file, outcome: outcome, killers: killers.sorted(),
        isCutShort: isCutShort, seconds: seconds)
    }
    try copy.apply(mutant)
    // Should this fail, the next edit begins with it.
    defer { try? copy.restore() }
    do {
      try await copy.package.build()
    } catch RunError.doesNotBuild {
      return tried(.doesNotCompile)
    }
    let trial = try await trial(plan)
    let killers = Set(trial.failures.keys)
    if !killers.isEmpty {
      return tried(
        mutant.equivalence == nil ? .killed : .notEquivalent, killers, isCutShort: trial.isTimedOut)
    }
    if trial.isTimedOut { return tried(.timedOut, isCutShort: true) }
    if trial.breakdown != nil { return tried(.crashed) }
    return tried(mutant.equivalence == nil ? .survived : .equivalent)
  }
}
