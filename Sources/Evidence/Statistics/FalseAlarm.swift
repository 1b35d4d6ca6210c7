/// How the probability that a run raises any false alarm is kept small: every sampled check may be wrong with a fixed
/// probability, and a run holds so few checks that by the union bound all of them together stay within the budget.
package enum FalseAlarm {
  /// The probability that a whole run raises a false alarm, at most.
  package static let ofRun = 1e-9
  /// The share of one sampled check: an interval, or the coverage of a class.
  package static let ofCheck = 1e-12
  /// Of an interval that is only told: nothing is claimed by it.
  package static let ofMeasurement = 0.01
  /// The probability with which the smallest effect that a check states is detected.
  package static let power = 0.99
}
