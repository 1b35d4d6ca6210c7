/// An interval for the median of the law that numbers were drawn from: between two of the sorted numbers, exact for any law
/// (Thompson, *On confidence ranges for the median*, 1936). O(n log n).
/// - Parameters:
///   - values: what is known of each number.
///   - miss: the probability with which the interval may miss the median, in (0, 1).
/// - Returns: nil when there are too few numbers for the confidence, or one is not finite.
package func medianInterval(_ values: [ClosedRange<Double>], miss: Double) -> ClosedRange<Double>? {
  guard values.allSatisfy({ ($0.upperBound - $0.lowerBound).isFinite }) else { return nil }
  let (lower, upper) = (values.map(\.lowerBound).sorted(), values.map(\.upperBound).sorted())
  // The median lies below the k-th smallest number when fewer than k numbers lie below the median.
  let law = Binomial(trials: values.count, probability: 0.5)
  let cut = (0..<values.count).prefix { law.atMost($0) <= miss / 2 }.count
  guard cut > 0, cut - 1 <= values.count - cut else { return nil }
  return lower[cut - 1]...upper[values.count - cut]
}
