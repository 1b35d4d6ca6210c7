import Evidence
import Foundation

/// What is wrong with a family that no single instance tells: it rejects most of what it draws, its instances are not functions of
/// their choices, or do not depend on them.
struct Audit<Instance> {
  /// The most instances that are made again.
  private static var repetitions: Int { 3 }
  /// Of so many instances not all are equal by chance: of two equally likely ones, with a probability of 2 to the power of −39.
  private static var enough: Int { 40 }

  private let property: Property<Instance>
  /// The first instances of the run, with their verdicts.
  private var first: [(specimen: Specimen<Instance>, verdict: Verdict)] = []
  private var text: String?
  private var count = 0
  /// Whether two instances differ, or two verdicts on them.
  private var varies = false
  /// Whether two verdicts differ.
  private var verdictVaries = false

  init(_ property: Property<Instance>) { self.property = property }

  /// Takes in an instance that was drawn. O(1), but for those that begin a family.
  mutating func add(_ verdict: Verdict, of specimen: Specimen<Instance>) {
    count += 1
    if first.count < Self.repetitions { first.append((specimen, verdict)) }
    verdictVaries = verdictVaries || !verdict.isSame(as: first[0].verdict)
    guard !varies else { return }
    let text = "\(specimen.instance)"
    varies = self.text.map { $0 != text } ?? false || verdictVaries
    self.text = text
  }

  /// Why the property does not hold; nil for nothing.
  /// - Parameters:
  ///   - rejected: how many instances missed a hypothesis.
  ///   - isListed: whether these are all instances of the family, each once.
  func objection(rejected: Int, isListed: Bool) -> String? {
    let drawn = count + rejected
    // More than a half, as certainly as a sampled check says anything.
    if !isListed, rejected > 0,
      Binomial.interval(successes: rejected, trials: drawn, miss: FalseAlarm.ofCheck).lowerBound > 0.5
    {
      return "the family rejects \(rejected) of the \(drawn) instances that it draws"
    }
    // Of few instances, which often take long, one.
    guard first.prefix(max(count / Self.enough, 1)).allSatisfy(isRepeatable) else {
      return "an instance that was made twice from the same choices came out differently"
    }
    guard !isListed, count >= Self.enough else { return nil }
    if !varies { return "the \(count) instances are all the same" }
    return verdictVaries || !isComparing
      ? nil : "the verdicts on \(count) instances are all the same: they do not depend on the instance"
  }

  /// Whether a statement was compared that is true or false of each instance, and not of two whole numbers that are equal, as ranks.
  private var isComparing: Bool {
    switch property.claim {
    case .universal, .identity, .bound, .tightBound: first.first?.verdict.difference.value != 0
    case .unstated, .necessity, .counterexample, .frequency, .rate, .measurement: false
    }
  }

  /// The names of choices on which nothing depends in the first instances of the run: neither the instance, nor another choice, nor
  /// the verdict changes with them. Makes each of these instances once more for each name. Nil for a part of the run that none of
  /// them belongs to.
  var idle: [String]? {
    let looked = first.filter { $0.specimen.index ?? .max < Self.repetitions }
    guard let one = looked.first else { return nil }
    let names = Set((one.specimen.choices ?? []).map(\.name))
    return names.filter { name in looked.allSatisfy { isIdle(name, in: $0) } }.sorted()
  }

  private func isIdle(_ name: String, in one: (specimen: Specimen<Instance>, verdict: Verdict)) -> Bool {
    (one.specimen.choices ?? []).contains { $0.name == name } && !depends(one, on: name)
  }

  private func depends(_ one: (specimen: Specimen<Instance>, verdict: Verdict), on name: String) -> Bool {
    guard let choices = one.specimen.choices, choices.contains(where: { $0.name == name }) else {
      return false
    }
    let moved = choices.map { choice -> Choice in
      guard choice.name == name else { return choice }
      var moved = choice
      // Somewhere else in its law, for whatever it is now.
      moved.value = choice.domain.value(
        at: choice.domain.quantiles(of: choice.value).map { ($0 + 0.382).truncatingRemainder(dividingBy: 1) })
      return moved
    }
    // One that cannot be another tells nothing against it.
    guard moved != choices else { return true }
    let draw = Draw(.given(Choices(moved)), missing: .random, using: .init(key: 0))
    guard let family = property.family, let specimen = try? Specimen(of: family, draw) else { return true }
    func others(_ specimen: Specimen<Instance>) -> [Choice] {
      (specimen.choices ?? []).filter { $0.name != name }
    }
    return "\(specimen.instance)" != "\(one.specimen.instance)" || others(specimen) != others(one.specimen)
      || !property.verdict(specimen.instance).isSame(as: one.verdict)
  }

  private func isRepeatable(_ one: (specimen: Specimen<Instance>, verdict: Verdict)) -> Bool {
    guard let choices = one.specimen.choices else { return true }
    guard let again = property.trial(Draw(strictly: Choices(choices))) else { return false }
    return again.verdict.isSame(as: one.verdict) && "\(again.specimen.instance)" == "\(one.specimen.instance)"
  }
}

extension Verdict {
  /// Bit for bit.
  func isSame(as other: Verdict) -> Bool {
    // Once for each instance, so that it makes no list.
    func same(_ a: Double, _ b: Double) -> Bool { a.bitPattern == b.bitPattern }
    return outcome == other.outcome && same(margin ?? 0, other.margin ?? 0)
      && same(difference.value, other.difference.value) && same(unscaled, other.unscaled)
      && clauses.count == other.clauses.count && zip(clauses, other.clauses).allSatisfy(same)
      && same(sharpness, other.sharpness)
  }
}
