import Evidence
import Foundation

/// What is wrong with a family that no single instance tells: it rejects most of what it draws, its instances are not functions of
/// their choices, or do not depend on them.
struct Audit<Instance> {
  /// How many instances are made again.
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

  init(_ property: Property<Instance>) { self.property = property }

  /// Takes in an instance that was drawn. O(1), but for those that begin a family.
  mutating func add(_ verdict: Verdict, of specimen: Specimen<Instance>) {
    count += 1
    if first.count < Self.repetitions { first.append((specimen, verdict)) }
    guard !varies else { return }
    let text = "\(specimen.instance)"
    varies = self.text.map { $0 != text } ?? false || !verdict.isSame(as: first[0].verdict)
    self.text = text
  }

  /// Why the property does not hold; nil for nothing.
  /// - Parameters:
  ///   - rejected: how many instances missed a hypothesis.
  ///   - isListed: whether these are all instances of the family, each once.
  func objection(rejected: Int, isListed: Bool) -> String? {
    let drawn = count + rejected
    // More than a half, as certainly as a sampled check says anything.
    if rejected > 0,
      Binomial.interval(successes: rejected, trials: drawn, miss: FalseAlarm.ofCheck).lowerBound > 0.5
    {
      return "the family rejects \(rejected) of the \(drawn) instances that it draws"
    }
    guard first.allSatisfy(isRepeatable) else {
      return "an instance that was made twice from the same choices came out differently"
    }
    return varies || isListed || count < Self.enough ? nil : "the \(count) instances are all the same"
  }

  private func isRepeatable(_ one: (specimen: Specimen<Instance>, verdict: Verdict)) -> Bool {
    guard let choices = one.specimen.choices else { return true }
    guard let again = property.trial(Draw(strictly: Choices(choices))) else { return false }
    return again.verdict.isSame(as: one.verdict) && "\(again.specimen.instance)" == "\(one.specimen.instance)"
  }
}

extension Verdict {
  /// Bit for bit.
  fileprivate func isSame(as other: Verdict) -> Bool {
    func bits(_ verdict: Verdict) -> [UInt64] {
      ([verdict.margin ?? 0, verdict.difference.value, verdict.sharpness] + verdict.clauses).map(\.bitPattern)
    }
    return outcome == other.outcome && bits(self) == bits(other)
  }
}
