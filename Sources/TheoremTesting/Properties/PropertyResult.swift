import Foundation
import Synchronization

/// What a property came to, before it is reported.
struct PropertyResult: Sendable {
  let form: LedgerLine.Form
  var verdict: Verdict.Outcome
  var instances = 0
  var inconclusive = 0
  /// measured / bound of the worst instance.
  var worstRatio: Double?
  /// The worst instance in full.
  var worstInstance: String?
  var worstVerdict: Verdict?
  var coverage: [LedgerLine.Coverage] = []
  var findings: [String: Double] = [:]
  /// Why the property does not hold, where it does not.
  var reason: String?

  /// What went wrong, for the one issue that a property records.
  var failure: String? {
    guard verdict != .holds else { return nil }
    var lines = [reason ?? "\(verdict.rawValue)"]
    if let worstVerdict { lines.append("\(worstVerdict)") }
    if let worstInstance { lines.append("instance: \(worstInstance)") }
    return lines.joined(separator: "\n")
  }
}

/// The verdicts of a property's instances, as far as they have been computed.
struct Tally<Instance: Sendable & Encodable> {
  private(set) var instances = 0
  private(set) var inconclusive = 0
  private(set) var refuted = 0
  private(set) var worst: (instance: Instance, verdict: Verdict)?
  /// How many instances belong to each class of the family.
  private var members: [Int]
  private let family: Family<Instance>

  init(_ family: Family<Instance>) {
    self.family = family
    members = Array(repeating: 0, count: family.classes.count)
  }

  mutating func add(_ instance: Instance, _ verdict: Verdict) throws {
    instances += 1
    if verdict.outcome == .inconclusive { inconclusive += 1 }
    if verdict.outcome == .refuted { refuted += 1 }
    for (index, group) in family.classes.enumerated() where try group.contains(instance) {
      members[index] += 1
    }
    if worst.map({ verdict.isWorse(than: $0.verdict) }) ?? true { worst = (instance, verdict) }
  }

  var coverage: [LedgerLine.Coverage] {
    zip(family.classes, members).map { LedgerLine.Coverage(name: $0.name, count: $1, required: $0.required) }
  }

  /// Why the instances are too easy for a verdict, or nil: none, or a class whose share is certainly too small.
  ///
  /// A share is too small when it is below the required one, unless so few instances were asked for that chance may be
  /// to blame: that a family with the required share shows so few has then more than this probability.
  var shortfall: String? {
    guard instances > 0 else { return "no instances: the property says nothing" }
    let chance = 1e-6
    for group in coverage where Double(group.count) < group.required * Double(instances) {
      let fewInstances = instances < standardInstances
      if fewInstances, Binomial(trials: instances, probability: group.required).atMost(group.count) > chance {
        continue
      }
      return
        "coverage: \(group.count) of \(instances) instances are \"\(group.name)\", required \(group.required)"
    }
    return nil
  }

  func result(_ form: LedgerLine.Form, _ verdict: Verdict.Outcome, reason: String? = nil) -> PropertyResult {
    PropertyResult(
      form: form, verdict: verdict, instances: instances, inconclusive: inconclusive,
      worstRatio: worst?.verdict.ratio, worstInstance: worst.map { json($0.instance) },
      worstVerdict: worst?.verdict,
      coverage: coverage, reason: reason)
  }
}

/// The number of instances of a property that asks for no other.
public let standardInstances = 250

/// An instance as one line of JSON, which a person can read and a program can replay.
func json(_ instance: some Encodable) -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  encoder.nonConformingFloatEncodingStrategy = .convertToString(
    positiveInfinity: "infinity", negativeInfinity: "-infinity", nan: "nan")
  guard let data = try? encoder.encode(instance) else { return "\(instance)" }
  return String(decoding: data, as: UTF8.self)
}
