import Dispatch
import Foundation
import Synchronization

/// Looks for the instance of a family that violates a statement most, or comes nearest to it.
///
/// What it changes are an instance's choices, by their quantiles, so that whatever it tries is an instance that the family can
/// draw. Restart k begins at the worst of some instances drawn at random and climbs from there by an ``EvolutionStrategy``, again and again: one
/// comparison of the statement, each in turn, for where an equality is among them its error would hide the others. A restart is a
/// function of the property, the seed and k, so that a search repeats, and its restarts can be shared out to threads and processes.
struct WorstCaseSearch<Instance>: Sendable {
  struct Result: Sendable {
    var evaluations = 0
    var restarts = 0
    /// On which the verdicts rest.
    var samples = 0
    fileprivate var worst: (choices: [Choice], verdict: Verdict)?

    var isFound: Bool { worst?.verdict.outcome == .refuted }

    fileprivate mutating func add(_ choices: [Choice], _ verdict: Verdict) {
      if worst.map({ verdict.isNearer(than: $0.verdict) }) ?? true { worst = (choices, verdict) }
    }
  }

  /// How many random instances a restart chooses its start from.
  private static var candidates: Int { 200 }
  /// A climb ends after so many generations without an improvement, or so many in all.
  private static var patience: Int { 12 }
  private static var generations: Int { 200 }
  /// How often a restart climbs again from where it came to, with long steps: near a good instance there is often a better one.
  private static var returns: Int { 20 }

  private let property: Property<Instance>
  private let instances: Instances

  init(_ property: Property<Instance>, instances: Instances) {
    (self.property, self.instances) = (property, instances)
  }

  /// Searches for so many seconds on all processors. Once a restart has found a violation, those that run end, and that is
  /// all.
  func run(seconds: Double) -> (evaluations: Int, restarts: Int, samples: Int, worst: Trial<Instance>?) {
    let deadline = ContinuousClock.now + .seconds(seconds)
    let total = Mutex(Result())
    let next = Mutex(instances.shard.index - 1)
    DispatchQueue.concurrentPerform(iterations: ProcessInfo.processInfo.activeProcessorCount) { _ in
      while ContinuousClock.now < deadline, !total.withLock({ $0.isFound }) {
        let restart = next.withLock { number in
          defer { number += instances.shard.count }
          return number
        }
        let found = climb(restart) { ContinuousClock.now >= deadline || total.withLock { $0.isFound } }
        total.withLock { total in
          total.evaluations += found.evaluations
          total.restarts += 1
          total.samples += found.samples
          if let worst = found.worst { total.add(worst.choices, worst.verdict) }
        }
      }
    }
    let found = total.withLock { $0 }
    let worst = found.worst.flatMap { property.trial(Draw(strictly: Choices($0.choices))) }
    return (found.evaluations, found.restarts, found.samples, worst)
  }

  /// One restart, up to its end, to a violation or to the deadline.
  private func climb(_ restart: Int, until isOver: () -> Bool) -> Result {
    var result = Result()
    var generator = instances.generator(beside: restart)
    var starts: [(choices: [Choice], clauses: [Double])] = []
    for _ in 0..<Self.candidates where !isOver() && !result.isFound {
      let draw = Draw(using: CounterBasedGenerator(key: generator.next()))
      if let start = evaluate(draw, &result) { starts.append(start) }
    }
    // Most instances have the clauses that the statement has; one that failed has none.
    let count = starts.map(\.clauses.count).max() ?? 0
    guard count > 0 else { return result }
    let clause = restart / instances.shard.count % count
    let start = starts.filter { clause < $0.clauses.count && !$0.clauses[clause].isNaN }
      .max { $0.clauses[clause] < $1.clauses[clause] }
    guard let start else { return result }
    let space = SearchSpace(around: start.choices)
    guard !space.origin.isEmpty else { return result }
    var (point, top) = (space.origin, start.clauses[clause])
    for turn in 0...Self.returns where !isOver() && !result.isFound {
      var strategy = EvolutionStrategy(mean: point, step: turn == 0 ? 0.5 : 0.7)
      var stale = 0
      while strategy.generation < Self.generations, stale < Self.patience, strategy.step > 1e-6, !isOver(),
        !result.isFound
      {
        let points = strategy.points(using: &generator)
        // What else an instance asks for is drawn alike in a generation, so that its points can be compared.
        let beside = CounterBasedGenerator(key: generator.next())
        let values = points.map { point -> Double in
          let draw = Draw(.given(space.choices(at: point)), missing: .random, using: beside)
          guard let clauses = evaluate(draw, &result)?.clauses, clause < clauses.count else { return .nan }
          return clauses[clause]
        }
        strategy.adapt(to: points, values: values)
        stale += 1
        for (value, candidate) in zip(values, points) where value > top {
          (point, top, stale) = (candidate, value, 0)
        }
      }
    }
    return result
  }

  /// The choices and the clauses of an instance; nil where there is none.
  private func evaluate(_ draw: Draw, _ result: inout Result) -> (choices: [Choice], clauses: [Double])? {
    guard let trial = property.trial(draw), let choices = trial.specimen.choices else { return nil }
    result.evaluations += 1
    result.samples += trial.verdict.samples
    result.add(choices, trial.verdict)
    return (choices, trial.verdict.clauses)
  }
}

extension Verdict {
  /// Whether an instance comes nearer to a violation than another: what could not be compared does not.
  fileprivate func isNearer(than other: Verdict) -> Bool {
    if (outcome == .refuted) != (other.outcome == .refuted) { return outcome == .refuted }
    let (mine, theirs) = (margin ?? .infinity, other.margin ?? .infinity)
    if mine != theirs { return mine < theirs }
    return (clauses.max() ?? -.infinity) > (other.clauses.max() ?? -.infinity)
  }
}
