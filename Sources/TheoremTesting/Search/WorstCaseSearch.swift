import Dispatch
import Foundation
import RandomNumbers
import Synchronization

/// Looks for the instance of a family that violates a statement most, or comes nearest to it.
///
/// A family's instance is a function of the numbers that its generator draws. These numbers are the parameters of the
/// search, as quantiles of the standard normal law: whatever it tries is an instance that the family can draw, and its
/// hypotheses need not be said again. Restart k begins at the worst of some instances drawn at random and climbs from
/// there by an ``EvolutionStrategy``; it is a function of the property, the seed and k, so that a search repeats, and
/// its restarts can be shared out to threads and processes.
struct WorstCaseSearch<Instance: Codable & Sendable>: Sendable {
  struct Result: Sendable {
    var evaluations = 0
    var restarts = 0
    var worst: (instance: Instance, verdict: Verdict)?

    var isFound: Bool { worst?.verdict.outcome == .refuted }

    mutating func add(_ instance: Instance, _ verdict: Verdict) {
      if worst.map({ verdict.isNearer(than: $0.verdict) }) ?? true { worst = (instance, verdict) }
    }
  }

  /// How many random instances a restart chooses its start from.
  private static var candidates: Int { 200 }
  /// A restart ends after so many generations without an improvement, or so many in all.
  private static var patience: Int { 25 }
  private static var generations: Int { 200 }

  private let family: Family<Instance>
  private let instances: Instances
  private let verdict: @Sendable (Instance) -> Verdict

  init(_ family: Family<Instance>, instances: Instances, verdict: @escaping @Sendable (Instance) -> Verdict) {
    (self.family, self.instances, self.verdict) = (family, instances, verdict)
  }

  /// Searches for so many seconds on all processors. Once a restart has found a violation, those that run end, and that is
  /// all.
  func run(seconds: Double) -> Result {
    let deadline = ContinuousClock.now + .seconds(seconds)
    let total = Mutex(Result())
    let next = Mutex(instances.shard.index - 1)
    DispatchQueue.concurrentPerform(iterations: ProcessInfo.processInfo.activeProcessorCount) { _ in
      while ContinuousClock.now < deadline, !total.withLock({ $0.isFound }) {
        let restart = next.withLock { number in
          defer { number += instances.shard.count }
          return number
        }
        let found = climb(restart, until: deadline)
        total.withLock { total in
          total.evaluations += found.evaluations
          total.restarts += 1
          if let worst = found.worst { total.add(worst.instance, worst.verdict) }
        }
      }
    }
    return total.withLock { $0 }
  }

  /// One restart, up to its end or the deadline.
  private func climb(_ restart: Int, until deadline: ContinuousClock.Instant) -> Result {
    var result = Result()
    // The upper half of the streams is the search's own.
    var generator = CounterBasedGenerator(
      key: instances.key, stream: instances.seed << 32 | 1 << 31 | UInt64(truncatingIfNeeded: restart))
    var start: (point: [Double], value: Double)?
    for _ in 0..<Self.candidates where ContinuousClock.now < deadline {
      let point = draw(using: &generator)
      let value = evaluate(point, &result)
      if start.map({ value > $0.value }) ?? !value.isNaN { start = (point, value) }
    }
    guard let start, !start.point.isEmpty else { return result }
    var strategy = EvolutionStrategy(mean: start.point, step: 0.5)
    var (best, stale) = (start.value, 0)
    while strategy.generation < Self.generations, stale < Self.patience, strategy.step > 1e-6,
      ContinuousClock.now < deadline
    {
      let points = strategy.points(using: &generator)
      let values = points.map { evaluate($0, &result) }
      strategy.adapt(to: points, values: values)
      stale += 1
      if let top = values.filter({ !$0.isNaN }).max(), top > best { (best, stale) = (top, 0) }
    }
    return result
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
    result.add(instance, verdict)
    return verdict.margin.map { -$0 } ?? .nan
  }
}

extension Verdict {
  /// Whether an instance comes nearer to a violation than another: what could not be compared does not.
  fileprivate func isNearer(than other: Verdict) -> Bool {
    if (outcome == .refuted) != (other.outcome == .refuted) { return outcome == .refuted }
    return (margin ?? .infinity) < (other.margin ?? .infinity)
  }
}
