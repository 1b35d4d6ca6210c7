import Foundation

/// Wald's sequential test of a share (*Sequential tests of statistical hypotheses*, 1945): are at least so many of a
/// family's instances members of a class, or at most ``indifference`` times as many?
///
/// It may be looked at after every instance: by Ville's inequality the likelihood ratio of the two shares ever exceeds
/// 1/α with a probability of at most α, whatever the number of instances. So a class with the required share is called
/// too rare with a probability of at most α, and one with ``indifference`` times that share passes with a probability
/// of at most α. Between the two either answer may come out.
package struct ShareTest: Sendable, Equatable {
  /// Which part of the required share is certainly too little.
  package static let indifference = 0.8

  /// The required share, in (0, 1].
  package let required: Double
  /// α, in (0, 1).
  package let falseAlarm: Double
  package private(set) var members = 0
  package private(set) var instances = 0

  /// - Parameters:
  ///   - members: so many were members already,
  ///   - instances: of so many.
  /// - Throws: ``ParameterError`` for a share that is not in (0, 1].
  package init(
    required: Double, falseAlarm: Double = FalseAlarm.ofCheck, members: Int = 0, of instances: Int = 0
  ) throws(ParameterError) {
    guard required > 0 && required <= 1 else {
      throw ParameterError("required share of a class", found: required, expected: "a number in (0, 1]")
    }
    (self.required, self.falseAlarm) = (required, falseAlarm)
    (self.members, self.instances) = (members, instances)
  }

  /// Counts an instance; O(1).
  package mutating func add(_ isMember: Bool) {
    instances += 1
    if isMember { members += 1 }
  }

  /// Whether the class has the required share; nil as long as that is open.
  package var decision: Bool? {
    let evidence = log(1 / falseAlarm)
    return logLikelihoodRatio >= evidence ? true : logLikelihoodRatio <= -evidence ? false : nil
  }

  /// Of the required share against the smaller one.
  private var logLikelihoodRatio: Double {
    let (p, q) = (required, Self.indifference * required)
    let others = instances - members
    // No outsider, no term: with a required share of 1 its logarithm is infinite.
    return Double(members) * log(p / q) + (others == 0 ? 0 : Double(others) * log((1 - p) / (1 - q)))
  }
}
