import Foundation
import LinearAlgebra

/// Looks for the instance of a family that violates a statement most, or comes nearest to it.
///
/// A family's instance is a function of the numbers that its generator draws. These numbers are the parameters of the
/// search, as quantiles of the standard normal law: whatever it tries is an instance that the family can draw, and its
/// hypotheses need not be said again. Restart k begins at the worst of some instances drawn at random and climbs from
/// there by an ``EvolutionStrategy``; it is a function of the property, the epoch and k, so that a search repeats, and
/// its restarts can be shared out to processes.
struct WorstCaseSearch<Instance: Codable & Sendable> {
  struct Result {
    var evaluations = 0
    var restarts = 0
    var worst: (instance: Instance, verdict: Verdict)?
  }

  /// How many random instances a restart chooses its start from.
  private static var candidates: Int { 20 }
  /// A restart ends after so many generations without an improvement, or so many in all.
  private static var patience: Int { 25 }
  private static var generations: Int { 200 }

  private let family: Family<Instance>
  private let instances: Instances
  private let verdict: (Instance) -> Verdict

  init(_ family: Family<Instance>, instances: Instances, verdict: @escaping (Instance) -> Verdict) {
    (self.family, self.instances, self.verdict) = (family, instances, verdict)
  }

  /// Searches for so many seconds; it ends early with the restart that found a violation.
  /// - Throws: ``LinearAlgebraError`` when LAPACK fails.
  func run(seconds: Double) throws -> Result {
    let deadline = ContinuousClock.now + .seconds(seconds)
    var result = Result()
    var restart = instances.shard.index - 1
    while ContinuousClock.now < deadline, result.worst?.verdict.outcome != .refuted {
      try climb(restart, until: deadline, &result)
      result.restarts += 1
      restart += instances.shard.count
    }
    return result
  }

  private func climb(_ restart: Int, until deadline: ContinuousClock.Instant, _ result: inout Result) throws {
    // The upper half of the streams is the search's own.
    var generator = CounterBasedGenerator(
      key: instances.key, stream: instances.epoch << 32 | 1 << 31 | UInt64(truncatingIfNeeded: restart))
    var start: (point: [Double], value: Double)?
    for _ in 0..<Self.candidates where ContinuousClock.now < deadline {
      let point = draw(using: &generator)
      let value = evaluate(point, &result)
      if start.map({ value > $0.value }) ?? !value.isNaN { start = (point, value) }
    }
    guard let start, !start.point.isEmpty else { return }
    var strategy = EvolutionStrategy(mean: start.point, step: 0.5)
    var (best, stale) = (start.value, 0)
    while strategy.generation < Self.generations, stale < Self.patience, strategy.step > 1e-6,
      ContinuousClock.now < deadline
    {
      let points = strategy.points(using: &generator)
      let values = points.map { evaluate($0, &result) }
      try strategy.adapt(to: points, values: values)
      stale += 1
      if let top = values.filter({ !$0.isNaN }).max(), top > best { (best, stale) = (top, 0) }
    }
  }

  /// A random point: the quantiles of the numbers that an instance takes.
  private func draw(using generator: inout CounterBasedGenerator) -> [Double] {
    var numbers = CounterBasedGenerator(key: generator.next())
    var probe = numbers
    // What it cannot draw, it says when the point is evaluated.
    _ = try? family.instance(using: &probe)
    return (0..<probe.drawn).map { _ in normalQuantile(numbers.uniform()) }
  }

  /// The violation of the instance at a point; NaN where there is none.
  private func evaluate(_ point: [Double], _ result: inout Result) -> Double {
    let words = point.map { quantile in
      let probability = erfc(-quantile / 2.0.squareRoot()) / 2
      return UInt64(min(max(probability, 0x1p-53), 1 - 0x1p-53) * 0x1p64)
    }
    var generator = CounterBasedGenerator(key: instances.key, prescribed: words)
    guard let instance = try? family.instance(using: &generator) else { return .nan }
    result.evaluations += 1
    let verdict = verdict(instance)
    if result.worst.map({ isMoreViolated(verdict, than: $0.verdict) }) ?? true {
      result.worst = (instance, verdict)
    }
    return verdict.violation
  }

  private func isMoreViolated(_ a: Verdict, than b: Verdict) -> Bool {
    if (a.outcome == .refuted) != (b.outcome == .refuted) { return a.outcome == .refuted }
    return b.violation.isNaN ? !a.violation.isNaN : a.violation > b.violation
  }
}
