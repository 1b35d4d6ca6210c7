import Foundation

/// What is wrong with a family that no single instance tells: its instances are not functions of their choices, or do not depend on
/// them, or what they come to does not.
struct Audit<Instance> {
  /// The most instances that are made again; one that was given is judged again.
  private static var repetitions: Int { 3 }
  /// Of so many instances a second one is made again.
  private static var enough: Int { 40 }

  private let property: Property<Instance>
  /// The first instances of the run, with their verdicts.
  private var first: [Trial<Instance>] = []
  private var count = 0
  private var instances = Sameness()
  private var verdicts = Sameness()

  init(_ property: Property<Instance>) { self.property = property }

  /// Takes in an instance that was drawn. O(1), but for those that begin a family.
  mutating func add(_ verdict: Verdict, of specimen: Specimen<Instance>) {
    count += 1
    if first.count < Self.repetitions { first.append((specimen, verdict)) }
    verdicts.add(verdict.bits)
    instances.add(described(specimen.instance))
  }

  /// A hash of the instance that all are. Instances that come to different things differ.
  var sameInstance: String? { verdicts.shared == nil ? nil : instances.shared }

  /// A hash of the verdict that all have; nil also where they need not differ.
  var sameVerdict: String? { isComparing ? verdicts.shared : nil }

  /// Why the property does not hold; nil for nothing.
  var objection: String? {
    // Of few instances, which often take long, one.
    first.prefix(max(count / Self.enough, 1)).allSatisfy(isRepeatable)
      ? nil
      : first.first?.specimen.choices == nil
        ? "a known instance that was judged twice came out differently"
        : "an instance that was made twice from the same choices came out differently"
  }

  /// Whether a statement was compared that is true or false of each instance, and not of two whole numbers that are equal, as ranks;
  /// zeros that are equal are no such numbers.
  private var isComparing: Bool {
    var isOfEach = property.claim.isOfEveryInstance
    if case .frequency = property.claim { isOfEach = true }
    return isOfEach && first.first.map { $0.verdict.difference.value != 0 || $0.verdict.isOfZeros } ?? true
  }

  /// The names of choices on which nothing depends in the first instances of the run: neither the instance, nor another choice, nor
  /// the verdict changes with them. Makes each of these instances once more for each name. Nil for a part of the run that none of
  /// them belongs to.
  var idle: [String]? {
    let looked = first.filter { $0.specimen.index ?? .max < Self.repetitions }
    guard let one = looked.first else { return nil }
    let names = Set((one.specimen.choices ?? []).map(\.name))
    let told = looked.map { described($0.specimen.instance) }
    return names.filter { name in zip(looked, told).allSatisfy { isIdle(name, in: $0, told: $1) } }.sorted()
  }

  private func isIdle(_ name: String, in one: Trial<Instance>, told: String) -> Bool {
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
    guard moved != choices else { return false }
    let draw = Draw(.given(Choices(moved)), missing: .random, using: .init(key: 0))
    guard let family = property.family, let specimen = try? Specimen(of: family, draw) else { return false }
    func others(_ specimen: Specimen<Instance>) -> [Choice] {
      (specimen.choices ?? []).filter { $0.name != name }
    }
    return others(specimen) == others(one.specimen) && described(specimen.instance) == told
      && property.verdict(specimen.instance).bits == one.verdict.bits
  }

  private func isRepeatable(_ one: Trial<Instance>) -> Bool {
    guard let choices = one.specimen.choices else {
      return property.verdict(one.specimen.instance).bits == one.verdict.bits
    }
    guard let again = property.trial(Draw(strictly: Choices(choices))) else { return false }
    return again.verdict.bits == one.verdict.bits
      && described(again.specimen.instance) == described(one.specimen.instance)
  }
}

extension Verdict {
  /// What it came to, bit for bit.
  var bits: String {
    ([margin ?? 0, difference.value, unscaled, sharpness] + clauses)
      .reduce(into: outcome.rawValue) { $0 += " \(String($1.bitPattern, radix: 16))" }
  }
}
