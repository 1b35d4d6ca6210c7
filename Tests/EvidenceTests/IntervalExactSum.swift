@testable import Evidence

/// The exact sign of a sum of finite doubles, -1, 0 or 1, by Shewchuk's expansions: the terms are replaced, without
/// error, by ones that do not overlap, and the largest of these decides. No partial sum may overflow.
func signOfSum(_ terms: [Double]) -> Int {
  var expansion: [Double] = []
  for term in terms {
    var carry = term
    for index in expansion.indices {
      let (sum, error) = twoSum(carry, expansion[index])
      (carry, expansion[index]) = (sum, error)
    }
    expansion.append(carry)
  }
  let leading = expansion.last { $0 != 0 } ?? 0
  return leading == 0 ? 0 : leading < 0 ? -1 : 1
}

/// Two doubles whose exact sum is the product, which must be well above the subnormal numbers.
func exactProduct(_ a: Double, _ b: Double) -> [Double] { [a * b, (-a * b).addingProduct(a, b)] }

extension Interval {
  /// Whether the exact sum of these doubles lies in the interval.
  func containsSum(_ terms: [Double]) -> Bool {
    (lower == -.infinity || signOfSum(terms + [-lower]) >= 0)
      && (upper == .infinity || signOfSum(terms + [-upper]) <= 0)
  }

  /// Whether there is no double between the ends, so that the interval is the smallest around a number inside.
  var isTightest: Bool { upper <= lower.nextUp }
}
