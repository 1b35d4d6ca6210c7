import Foundation
import RandomNumbers
import Testing

@Suite struct UniformTests {
  @Test func `the interval is open`() {
    var (low, high) = (Scripted(0), Scripted(.max))
    #expect(low.uniform() == 0x1p-53)
    #expect(high.uniform() == 1 - 0x1p-53)
  }

  @Test func `uniform deviates are uniform and not correlated`() {
    var generator = CounterBasedGenerator(key: 11)
    let n = 100_000
    let numbers = (0..<n).map { _ in generator.uniform() }
    #expect(distance(numbers) { min(max($0, 0), 1) } < allowedDistance(n))
    let products = zip(numbers, numbers.dropFirst()).map { ($0 - 0.5) * ($1 - 0.5) }
    // Each product has mean 0 and standard deviation 1/12; neighbours are uncorrelated.
    #expect(abs(products.reduce(0, +)) < normalLimit * sqrt(Double(n - 1)) / 12)
  }

  @Test func `uniform deviates of a range`() {
    var generator = CounterBasedGenerator(key: 12)
    let n = 10_000
    let numbers = (0..<n).map { _ in generator.uniform(in: -3...5) }
    #expect(distance(numbers) { min(max(($0 + 3) / 8, 0), 1) } < allowedDistance(n))
    #expect(generator.uniform(in: 2...2) == 2)
    let most = Double.greatestFiniteMagnitude
    let wide = (0..<n).map { _ in generator.uniform(in: -most...most) }
    #expect(distance(wide) { ($0 / most + 1) / 2 } < allowedDistance(n))
    for _ in 0..<100 { #expect((1...1.0.nextUp).contains(generator.uniform(in: 1...1.0.nextUp))) }
  }

  @Test func `integers of any range`() {
    var generator = CounterBasedGenerator(key: 13)
    for value in [Int.min, -1, 0, 7, .max] { #expect(generator.integer(in: value...value) == value) }
    for range in [Int.min...Int.max, Int.min...0, -1...Int.max, 0...Int.max, (Int.max - 1)...Int.max, -5...5]
    {
      for _ in 0..<100 { #expect(range.contains(generator.integer(in: range))) }
      // A large enough number of the generator gives the upper end; the least that is accepted, the lower end.
      var high = Scripted(.max)
      #expect(high.integer(in: range) == (range == Int.min...Int.max ? -1 : range.upperBound))
    }
    var all = Scripted(0, UInt64(bitPattern: Int64.min), UInt64(Int64.max))
    #expect((0..<3).map { _ in all.integer(in: Int.min...Int.max) } == [0, .min, .max])
  }

  /// Of the 2⁶⁴ numbers, a range of three must get one third each: 2⁶⁴ mod 3 = 1 number is drawn again.
  @Test func `integers are exactly unbiased`() {
    var rejecting = Scripted(0, 1 << 63)
    #expect(rejecting.integer(in: 0...2) == 1)
    #expect(rejecting.drawn == 2)
    var accepting = Scripted(1, 1 << 63)
    #expect(accepting.integer(in: 0...2) == 0)
    #expect(accepting.drawn == 1)
  }

  /// In a range of 3/4 of all integers, multiplication without rejection gives every third twice as often.
  @Test func `integers of a wide range are unbiased`() {
    var generator = CounterBasedGenerator(key: 14)
    let n = 30_000
    let range = Int.min...((1 << 62) - 1)
    var shares = [0, 0, 0]
    for _ in 0..<n { shares[Int((UInt(bitPattern: generator.integer(in: range)) ^ (1 << 63)) % 3)] += 1 }
    for share in shares { #expect(abs(Double(share) / Double(n) - 1.0 / 3) < allowedDistance(n)) }
  }

  @Test func `integers of a small range are unbiased`() {
    var generator = CounterBasedGenerator(key: 15)
    let n = 60_000
    var counts = [Int](repeating: 0, count: 6)
    for _ in 0..<n { counts[generator.integer(in: -2...3) + 2] += 1 }
    // Binomial counts of n trials at 1/6.
    let deviation = sqrt(Double(n) * (1.0 / 6) * (5.0 / 6))
    for count in counts { #expect(abs(Double(count) - Double(n) / 6) < normalLimit * deviation) }
  }
}
