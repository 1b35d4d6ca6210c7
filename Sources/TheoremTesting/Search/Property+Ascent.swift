extension Property {
  /// A short climb from an instance towards a violation: random steps, of which those that come nearer are kept, longer after a
  /// success and shorter after a failure (the one-fifth rule; Rechenberg, *Evolutionsstrategie*, 1973).
  /// - Parameter evaluations: at most so many.
  /// - Returns: how many there were, how many of them could not be decided, on how many samples they rested, and the instance that
  ///   certifies a violation; nil for none.
  func climb(
    from start: Trial<Instance>, evaluations: Int, using generator: CounterBasedGenerator
  ) -> (evaluations: Int, undecided: Int, samples: Int, violation: Trial<Instance>?) {
    var generator = generator
    let space = SearchSpace(around: start.specimen.choices ?? [])
    guard !space.origin.isEmpty, !start.verdict.clauses.isEmpty else { return (0, 0, 0, nil) }
    var (point, best, step) = (space.origin, start.verdict.clauses, 0.3)
    var (used, undecided, samples) = (0, 0, 0)
    while used < evaluations {
      let clause = used % best.count
      let next = point.map { $0 + step * generator.normal() }
      used += 1
      let draw = Draw(.given(space.choices(at: next)), missing: .random, using: generator)
      guard let trial = trial(draw) else { continue }
      samples += trial.verdict.samples
      if trial.verdict.outcome == .refuted { return (used, undecided, samples, trial) }
      if trial.verdict.outcome == .inconclusive { undecided += 1 }
      let isNearer = trial.verdict.clauses.count == best.count && trial.verdict.clauses[clause] > best[clause]
      if isNearer { (point, best) = (next, trial.verdict.clauses) }
      step *= isNearer ? 1.5 : 0.9
    }
    return (used, undecided, samples, nil)
  }
}
