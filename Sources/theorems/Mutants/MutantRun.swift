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
    let unedited = try await trial(
      .init(
        name: "without an edit", filters: tests.map { [$0] } ?? [theorems, "^(?!.*\(theorems))"],
        skip: table.skip))
    if let tests, unedited.tests == 0 { throw MutantError.noTest(pattern: tests) }
    guard unedited.breakdown == nil else { throw RunError.failed(unedited.breakdown?.note ?? "") }
    let named = Set(mutants.compactMap(\.tests)).sorted().joined(separator: "|")
    let ofMutants =
      named.isEmpty || tests != nil
      ? nil : try await trial(.init(name: "without an edit, what mutants name", filters: [named]))
    if let breakdown = ofMutants?.breakdown { throw RunError.failed(breakdown.note) }
    let unusable = unedited.failures.merging(ofMutants?.failures ?? [:]) { $1 }
    var results = MutantResults(
      theorems: unedited.theorems.byNumber,
      unusable: unusable.keys.sorted(), mutants: [])
    await progress.note(
      "without an edit: \(unusable.count) of \(unedited.tests) tests fail and are not run again")
    let useless = unusable.values.map { "/" + NSRegularExpression.escapedPattern(for: $0) + "$" }
    for (index, mutant) in mutants.enumerated() {
      do {
        let untouched = table.untouched(by: mutant)
        let seconds = unedited.seconds.filter { file, _ in
          !untouched.contains { file.hasPrefix($0 + "/") }
        }
        let filters = (tests ?? mutant.tests).map { [$0] } ?? TestTrial.halves(of: seconds)
        let tried = try await outcome(
          of: mutant, filters: filters, skip: useless + (mutant.tests == nil ? table.skip : []))
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

  private func trial(_ plan: TestTrial.Plan) async throws -> TestTrial {
    try await TestTrial(of: copy.package, plan, progress: progress)
  }

  private func outcome(
    of mutant: Mutant, filters: [String], skip: [String]
  ) async throws -> MutantResults.Tried {
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
    var trials = [try await trial(.init(name: mutant.name, filters: filters, skip: skip, limit: limit))]
    if let theorems = mutant.theorems {
      let filters = [TheoremRun.pattern(theorems)]
      trials.append(try await trial(.init(name: mutant.name, filters: filters, instances: nil, limit: limit)))
    }
    let killers = trials.reduce(into: Set()) { $0.formUnion($1.failures.keys) }
    let isCutShort = trials.contains(where: \.isTimedOut)
    if !killers.isEmpty {
      return tried(mutant.equivalence == nil ? .killed : .notEquivalent, killers, isCutShort: isCutShort)
    }
    if isCutShort { return tried(.timedOut, isCutShort: true) }
    if trials.contains(where: { $0.breakdown != nil }) { return tried(.crashed) }
    return tried(mutant.equivalence == nil ? .survived : .equivalent)
  }
}
