import Evidence
import RandomNumbers

/// A short climb from an instance towards a violation: random steps, of which those that come nearer are kept, longer after a
/// success and shorter after a failure (the one-fifth rule; Rechenberg, *Evolutionsstrategie*, 1973).
struct Ascent<Instance> {
  private let property: Property<Instance>

  init(_ property: Property<Instance>) { self.property = property }

  /// - Parameters:
  ///   - choices: those of the instance.
  ///   - verdict: its verdict.
  ///   - evaluations: at most so many.
  /// - Returns: how many there were, how many of them could not be decided, and the instance that certifies a violation; nil for
  ///   none.
  func climb(
    from choices: [Choice], _ verdict: Verdict, evaluations: Int, using generator: CounterBasedGenerator
  ) -> (evaluations: Int, undecided: Int, violation: Trial<Instance>?) {
    var generator = generator
    let space = SearchSpace(around: choices)
    guard !space.origin.isEmpty, !verdict.clauses.isEmpty else { return (0, 0, nil) }
    var (point, best, step) = (space.origin, verdict.clauses, 0.3)
    var (used, undecided) = (0, 0)
    while used < evaluations {
      let clause = used % best.count
      let next = point.map { $0 + step * generator.normal() }
      used += 1
      let draw = Draw(.given(space.choices(at: next)), missing: .random, using: generator)
      guard let trial = property.trial(draw) else { continue }
      if trial.verdict.outcome == .refuted { return (used, undecided, trial) }
      if trial.verdict.outcome == .inconclusive { undecided += 1 }
      let isNearer = trial.verdict.clauses.count == best.count && trial.verdict.clauses[clause] > best[clause]
      if isNearer { (point, best) = (next, trial.verdict.clauses) }
      step *= isNearer ? 1.5 : 0.9
    }
    return (used, undecided, nil)
  }
}
