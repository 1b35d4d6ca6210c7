#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// Deviates are defined here bit by bit, so that they depend on the generator alone and not on a standard library.

extension RandomNumberGenerator {
  /// A uniform deviate in the open interval (0, 1), from the upper 52 bits of one number.
  public mutating func uniform() -> Double { (Double(next() >> 12) + 0.5) * 0x1p-52 }

  /// A uniform deviate in (low, high).
  public mutating func uniform(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
  }

  /// A uniform integer of the range, by Lemire's multiplication without rejection (bias below 2⁻⁵⁰ for small ranges).
  public mutating func integer(in range: ClosedRange<Int>) -> Int {
    let width = UInt64(range.upperBound - range.lowerBound) + 1
    return range.lowerBound + Int(next().multipliedFullWidth(by: width).high)
  }

  /// A standard normal deviate, by Box and Muller's cosine branch (two uniform numbers for each).
  public mutating func normal() -> Double {
    let radius = (-2 * log(uniform())).squareRoot()
    return radius * cos(2 * .pi * uniform())
  }
}
