import Foundation

/// Tries mutants one after another in a copy of the package.
struct MutantRun: Sendable {
  let copy: PackageCopy
  let skip: String?
  /// How long the tests may run on a mutant, in seconds.
  let limit: Double
  let progress = ProgressPrinter()

  /// Looks at the package as it is, then at each mutant.
  /// - Returns: what was found by the time the task is cancelled, if it is.
  /// - Throws: ``RunError/doesNotBuild`` for the package itself; `CancellationError` when it was interrupted before the
  ///   first mutant.
  func results(of mutants: [Mutant]) async throws -> (results: MutantResults, isInterrupted: Bool) {
    try await copy.build()
    let unedited = try await trial("without an edit", limit: nil)
    guard unedited.breakdown == nil else { throw RunError.failed(unedited.breakdown?.note ?? "") }
    var results = MutantResults(
      theorems: unedited.theorems.sorted { $0.compare($1, options: .numeric) == .orderedAscending },
      unusable: unedited.failures.sorted(), mutants: [])
    await progress.note(
      "without an edit: \(unedited.failures.count) of \(unedited.tests) tests fail and are not counted")
    for (index, mutant) in mutants.enumerated() {
      do {
        let tried = try await outcome(of: mutant, unusable: unedited.failures)
        results.mutants.append(tried)
        let killers = Set(tried.killers.map(\.test)).count
        await progress.note(
          "\(index + 1) of \(mutants.count)  \(mutant.name): \(tried.outcome.rawValue)"
            + (killers > 0 ? " by \(killers)" : "") + String(format: " (%.0f s)", tried.seconds))
      } catch is CancellationError {
        return (results, true)
      }
    }
    return (results, false)
  }

  private func trial(_ name: String, limit: Double?) async throws -> TestTrial {
    try await TestTrial(of: copy.package, skip: skip, limit: limit, progress: progress, name: name)
  }

  private func outcome(of mutant: Mutant, unusable: Set<TestTrial.Failure>) async throws
    -> MutantResults.Tried
  {
    let start = ContinuousClock.now
    func tried(_ outcome: MutantResults.Outcome, _ killers: Set<TestTrial.Failure> = [])
      -> MutantResults.Tried
    {
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      return .init(
        name: mutant.name, file: mutant.file, outcome: outcome, killers: killers.sorted(), seconds: seconds)
    }
    try copy.apply(mutant)
    // Its failure is told by the next build.
    defer { try? copy.restore(mutant) }
    do {
      try await copy.build()
    } catch RunError.doesNotBuild {
      return tried(.doesNotCompile)
    }
    let trial = try await trial(mutant.name, limit: limit)
    let killers = trial.failures.subtracting(unusable)
    if !killers.isEmpty { return tried(mutant.equivalence == nil ? .killed : .notEquivalent, killers) }
    if trial.isTimedOut { return tried(.timedOut) }
    if trial.breakdown != nil { return tried(.crashed) }
    return tried(mutant.equivalence == nil ? .survived : .equivalent)
  }
}
