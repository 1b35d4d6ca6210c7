import Foundation

/// The evidence of a property, as far as it has been gathered.
struct Tally<Instance: Codable & Sendable> {
  var line: LedgerLine
  private let property: Property<Instance>
  /// What the line shows in full, once it is finished.
  private var shown: (instance: Instance, verdict: Verdict, index: Int?)?

  init(_ property: Property<Instance>, line: LedgerLine) { (self.property, self.line) = (property, line) }

  /// Books the coverage that looking at the instances found.
  mutating func cover(_ found: (coverage: [LedgerLine.Coverage], rejected: Int)) {
    line.coverage = found.coverage
    line.falseAlarm += Double(found.coverage.count) * FalseAlarm.ofCheck
    line.rejected = found.rejected
  }

  /// Counts an instance.
  /// - Parameter index: its number in the family; nil when it was not drawn.
  mutating func add(_ verdict: Verdict, of instance: Instance, index: Int?) {
    line.instances += 1
    count(verdict, of: instance, index: index)
  }

  /// Looks at a stored counterexample.
  mutating func replay(_ instance: Instance) {
    line.replayed += 1
    count(property.verdict(instance), of: instance, index: nil)
  }

  private mutating func count(_ verdict: Verdict, of instance: Instance, index: Int?) {
    if line.claim == .counterexample { draw(instance, verdict) }
    if verdict.sharpness.isFinite { line.sharpness = max(line.sharpness ?? 0, verdict.sharpness) }
    line.grade = Grade.weaker(line.grade, verdict.grade.name)
    if verdict.outcome == .inconclusive { line.inconclusive += 1 }
    if verdict.outcome == .refuted { line.refuted += 1 }
    if shown.map({ line.shows(verdict, index, before: $0.verdict, $0.index) }) ?? true {
      shown = (instance, verdict, index)
    }
  }

  /// Adds the picture of an instance that violates the statement, where it has one.
  private mutating func draw(_ instance: Instance, _ verdict: Verdict) {
    guard verdict.outcome == .refuted, line.drawings.count < LedgerLine.mostDrawings,
      let drawing = try? (instance as? any Illustrated)?.drawing, !line.drawings.contains(drawing)
    else { return }
    line.drawings.append(drawing)
  }

  /// Makes an instance the one that the line shows.
  mutating func show(_ verdict: Verdict, of instance: Instance, index: Int?) {
    shown = (instance, verdict, index)
  }

  /// Adds a point to the series of an observation.
  /// - Parameter outcome: what the property says of the instance, where its series tell that apart.
  mutating func record(
    _ observation: Observation<Instance>, of instance: Instance, outcome: Verdict.Outcome? = nil
  ) throws {
    record(
      [try observation.point(instance)], of: observation.name,
      axes: [observation.x.name, observation.y.name],
      outcome: try observation.outcome?(instance) ?? outcome)
  }

  /// Adds points to a series.
  mutating func record(
    _ points: [[Double]], of name: String, axes: [String], outcome: Verdict.Outcome? = nil
  ) {
    if let index = line.series.firstIndex(where: { $0.name == name && $0.outcome == outcome }) {
      line.series[index].points += points
    } else {
      line.series.append(.init(name: name, axes: axes, outcome: outcome, points: points))
    }
  }

  /// Optimises over the family.
  mutating func search(_ family: Family<Instance>, _ instances: Instances, seconds: Double) {
    let found = WorstCaseSearch(family, instances: instances, verdict: property.verdict).run(
      seconds: seconds)
    line.instances = found.evaluations
    line.evidence = .search(restarts: found.restarts)
    guard let worst = found.worst else { return }
    if worst.verdict.outcome == .refuted { line.refuted = 1 }
    shown = (worst.instance, worst.verdict, nil)
  }

  /// Judges the evidence. An instance that violates what should hold, or that a search found, is shrunk and stored.
  mutating func finish(_ identity: PropertyIdentity?) throws {
    guard let worst = shown else { return line.judge() }
    line.worst = .init(worst.verdict, index: worst.index, instance: json(worst.instance))
    line.judge()
    let isCounterexample =
      worst.verdict.outcome == .refuted && property.claim.isJudgedByInstance
      && (property.claim != .counterexample || line.isSearch)
    // What is replayed is as simple as it gets, and stored.
    guard line.instances > 0 || line.isSearch else { return }
    guard isCounterexample || line.judgement.isNotHolding else { return }
    var shrunk = (instance: worst.instance, verdict: worst.verdict)
    if isCounterexample {
      shrunk = Shrinking(property).shrink(worst.instance, worst.verdict)
      let instance = json(shrunk.instance)
      if instance != line.worst?.instance {
        line.simplest = .init(shrunk.verdict, index: nil, instance: instance)
      }
    }
    if line.claim.hypothesis == nil { draw(shrunk.instance, shrunk.verdict) }
    guard let identity else { return }
    let counterexample = StoredCounterexample(
      theorem: identity.theorem, property: identity.property, instance: shrunk.instance,
      found: worst.instance,
      index: worst.index, seed: line.seed, verdict: shrunk.verdict, provider: line.provider)
    line.saved = identity.save(counterexample, isCounterexample: isCounterexample)
  }
}

extension LedgerLine {
  fileprivate func shows(_ a: Verdict, _ indexA: Int?, before b: Verdict, _ indexB: Int?) -> Bool {
    shows(.init(a, index: indexA, instance: ""), before: .init(b, index: indexB, instance: ""))
  }
}

/// An instance as one line of JSON, which a person can read and a program can replay.
func json(_ instance: some Encodable) -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  encoder.nonConformingFloatEncodingStrategy = .words
  guard let data = try? encoder.encode(instance) else { return "\(instance)" }
  return String(decoding: data, as: UTF8.self)
}
