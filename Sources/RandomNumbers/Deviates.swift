#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

// The standard library promises no stream of deviates, so they are defined here: uniform deviates and integers bit
// by bit from the generator, normal deviates up to the last bits of the C library's logarithm and cosine.

extension RandomNumberGenerator {
  /// A uniform deviate in the open interval (0, 1), from the upper 52 bits of one number.
  public mutating func uniform() -> Double { (Double(next() >> 12) + 0.5) * 0x1p-52 }

  /// A uniform deviate of a finite range: a uniform deviate in (0, 1) mapped onto it, where rounding can reach the
  /// ends.
  public mutating func uniform(in range: ClosedRange<Double>) -> Double {
    let (low, high) = (range.lowerBound, range.upperBound)
    precondition(low.isFinite && high.isFinite, "a uniform deviate needs a finite range")
    let u = uniform()
    // The width of a range beyond half of all numbers overflows.
    guard (high - low).isFinite else { return low * (1 - u) + high * u }
    return min(low + (high - low) * u, high)
  }

  /// A deviate whose logarithm is uniform over that of a range of positive numbers.
  public mutating func logUniform(in range: ClosedRange<Double>) -> Double {
    exp(uniform(in: log(range.lowerBound)...log(range.upperBound)))
  }

  /// A uniform integer of the range, which may be that of all integers, exactly unbiased: Lemire's multiplication
  /// with rejection (*Fast random integer generation in an interval*, ACM TOMACS 29(1), 2019). One number of the
  /// generator, and another with a probability below width / 2⁶⁴.
  public mutating func integer(in range: ClosedRange<Int>) -> Int {
    let width = UInt64(UInt(bitPattern: range.upperBound &- range.lowerBound)) &+ 1
    guard width != 0 else { return Int(truncatingIfNeeded: next()) }
    var product = next().multipliedFullWidth(by: width)
    if product.low < width {
      let rejected = (0 &- width) % width  // 2⁶⁴ mod width
      while product.low < rejected { product = next().multipliedFullWidth(by: width) }
    }
    return range.lowerBound &+ Int(truncatingIfNeeded: product.high)
  }

  /// A standard normal deviate, by Box and Muller's cosine branch: two uniform deviates for each, at most 8.58 in
  /// absolute value.
  public mutating func normal() -> Double {
    let radius = (-2 * log(uniform())).squareRoot()
    return radius * cos(2 * .pi * uniform())
  }
}
