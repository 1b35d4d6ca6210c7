import Foundation

/// The evidence of a property, as far as it has been gathered.
struct Tally<Instance> {
  var line: LedgerLine
  let property: Property<Instance>
  /// What the line shows in full, once it is finished.
  private var shown: Trial<Instance>?
  private var audit: Audit<Instance>

  init(_ property: Property<Instance>, line: LedgerLine) {
    (self.property, self.line, audit) = (property, line, Audit(property))
  }

  /// Books what looking at the instances found of the family, and looks at the family itself.
  mutating func book(_ survey: Instances.Survey) {
    line.coverage = survey.coverage
    line.rejected = survey.rejected
    (line.sameInstance, line.sameVerdict) = (audit.sameInstance, audit.sameVerdict)
    if let size = survey.size {
      (line.planned, line.isListed) = (size, true)
    } else {
      line.falseAlarm += Double(survey.coverage.count + (survey.rejected > 0 ? 1 : 0)) * FalseAlarm.ofCheck
    }
    line.idle = audit.idle
    line.objection = audit.objection ?? line.objection
  }

  /// Counts an instance.
  mutating func add(_ verdict: Verdict, of specimen: Specimen<Instance>) {
    line.instances += 1
    audit.add(verdict, of: specimen)
    count(verdict, of: specimen)
  }

  /// Takes in an instance whose verdict alone decides nothing: it has a number.
  mutating func add(_ verdict: Verdict, of specimen: Specimen<Instance>, grade: Grade) {
    line.instances += 1
    audit.add(verdict, of: specimen)
    line.grade = Grade.weaker(line.grade, grade.name)
  }

  /// Books that a bound which rests on a sample is one but for a probability: for every instance that was looked at, as any might have
  /// been the one that decides.
  mutating func bookSamples(_ count: Int) { line.falseAlarm += Double(count) * FalseAlarm.ofCheck }

  /// Looks at a stored counterexample. One that no longer fits leaves the property open, by its file's name, and so does one that the
  /// property, as it is now, has no use for.
  mutating func replay(_ stored: PropertyIdentity.Stored) throws {
    guard line.claim.isJudgedByInstance, let family = property.family else {
      let kind = line.claim.name + (property.family == nil ? " without a family" : "")
      throw StoredCounterexampleError(file: stored.file.path, reason: "its property, a \(kind), tries none")
    }
    do {
      guard let specimen = try Specimen(of: family, Draw(strictly: stored.counterexample.instance)) else {
        throw DrawError(choice: "instance", reason: "it misses a hypothesis")
      }
      line.replayed += 1
      let verdict = property.verdict(specimen.instance)
      count(verdict, of: specimen)
      // What was a violation is not one of the few that an open statement may leave undecided.
      if verdict.outcome == .inconclusive, line.claim != .counterexample {
        line.objection =
          "the stored counterexample \(stored.file.lastPathComponent) is undecided: \(verdict.reason ?? "")"
      }
    } catch {
      throw StoredCounterexampleError(file: stored.file.path, reason: "\(error)")
    }
  }

  private mutating func count(_ verdict: Verdict, of specimen: Specimen<Instance>) {
    if line.claim == .counterexample { draw(specimen, verdict) }
    if verdict.sharpness.isFinite { line.sharpness = max(line.sharpness ?? 0, verdict.sharpness) }
    line.grade = Grade.weaker(line.grade, verdict.grade.name)
    // A statement may have typed a coarser one than its property declares.
    line.resolution = max(line.resolution, verdict.usedResolution)
    bookSamples(verdict.samples)
    if verdict.outcome == .inconclusive { line.inconclusive += 1 }
    // What an open statement may leave undecided was compared: it cannot fail where it is false. A frequency counts it as either.
    if case .frequency = line.claim {
    } else if verdict.outcome == .inconclusive, verdict.difference.value.isNaN, line.objection == nil {
      line.objection = "an instance was not compared: \(verdict.reason ?? "")"
    }
    if verdict.outcome == .refuted { line.refuted += 1 }
    line.evidence.add(.attained(part: verdict.attained))
    let standing = LedgerLine.Standing(verdict, index: specimen.index)
    if shown.map({ line.shows(standing, before: .init($0.verdict, index: $0.specimen.index)) }) ?? true {
      shown = (specimen, verdict)
    }
  }

  /// Adds the picture of an instance that violates the statement, where it has one.
  private mutating func draw(_ specimen: Specimen<Instance>, _ verdict: Verdict) {
    guard verdict.outcome == .refuted, line.drawings.count < LedgerLine.mostDrawings,
      let drawing = property.drawing(specimen.instance), !line.drawings.contains(drawing)
    else { return }
    line.drawings.append(drawing)
  }

  /// Makes an instance the one that the line shows.
  mutating func show(_ verdict: Verdict, of specimen: Specimen<Instance>) { shown = (specimen, verdict) }

  /// Adds a point to the series of an observation.
  /// - Parameter outcome: what the property says of the instance, where its series tell that apart.
  mutating func record(
    _ observation: Observation<Instance>, of instance: Instance, outcome: Verdict.Outcome? = nil
  ) throws {
    let point = try observation.point(instance)
    line.series.add(
      .init(
        name: observation.name, axes: [observation.x.name, observation.y.name],
        outcome: try observation.outcome?(instance) ?? outcome,
        isHeadline: observation.isHeadline ? true : nil, points: [point]))
  }

  /// Climbs from the worst instance that was drawn, for a tenth of the evaluations that these took: only what it refutes counts.
  mutating func ascend(_ instances: Instances) {
    guard line.refuted == 0, let shown else { return }
    let found = property.climb(
      from: shown, evaluations: line.instances / 10,
      using: instances.generator(beside: shown.specimen.index ?? 0))
    (line.ascent, line.ascentUndecided) = (found.evaluations, found.undecided)
    bookSamples(found.samples)
    guard let violation = found.violation else { return }
    line.refuted += 1
    self.shown = violation
  }

  /// Optimises over the family.
  mutating func search(_ instances: Instances, seconds: Double) {
    let found = WorstCaseSearch(property, instances: instances).run(seconds: seconds)
    line.instances = found.evaluations
    line.evidence = .search(restarts: found.restarts)
    bookSamples(found.samples)
    guard let worst = found.worst else { return }
    if worst.verdict.outcome == .refuted { line.refuted = 1 }
    shown = worst
  }

  /// Judges the evidence. An instance that violates what should hold, or that a search found, is stored and then made simpler.
  mutating func finish(_ identity: PropertyIdentity?) throws {
    guard let worst = shown else { return line.judge() }
    line.worst = .init(worst.verdict, index: worst.specimen.index, instance: worst.specimen.text)
    line.judge()
    let isCounterexample =
      worst.verdict.outcome == .refuted && property.claim.isJudgedByInstance
      && (property.claim != .counterexample || line.isSearch)
    // What is replayed is as simple as it gets, and stored.
    guard line.instances > 0 || line.isSearch else { return }
    guard isCounterexample || line.judgement.isNotHolding else { return }
    // First as it is: making it simpler may be the end of the process.
    save(worst, found: worst, isCounterexample, identity)
    var simplest = worst
    if isCounterexample, worst.specimen.choices != nil {
      var samples = 0
      simplest = property.shrunk(worst) { samples += $0.samples }
      bookSamples(samples)
      let text = simplest.specimen.text
      if text != line.worst?.instance { line.simplest = .init(simplest.verdict, index: nil, instance: text) }
      let first = line.saved
      save(simplest, found: worst, isCounterexample, identity)
      if let first, first != line.saved { identity?.remove(first) }
    }
    if line.claim.hypothesis == nil { draw(simplest.specimen, simplest.verdict) }
  }

  /// Stores an instance, where there is a place for it and it can be made again; where it cannot be written, the line says why.
  private mutating func save(
    _ found: Trial<Instance>, found first: Trial<Instance>, _ isCounterexample: Bool,
    _ identity: PropertyIdentity?
  ) {
    guard let identity, let choices = found.specimen.choices, let origin = first.specimen.choices else {
      return
    }
    let counterexample = StoredCounterexample(
      theorem: identity.theorem, property: identity.property, instance: Choices(choices),
      found: Choices(origin), index: first.specimen.index, seed: line.seed, verdict: found.verdict,
      provider: line.provider)
    do { line.saved = try identity.save(counterexample, isCounterexample: isCounterexample) } catch {
      line.unsaved = (error as NSError).localizedDescription
    }
  }
}
