import Foundation
import RandomNumbers
import Testing

@Suite struct NormalTests {
  private let numbers: [Double] = {
    var generator = CounterBasedGenerator(key: 21)
    return (0..<200_000).map { _ in generator.normal() }
  }()

  @Test func `the distribution is normal`() {
    let distance = distance(numbers) { erfc(-$0 / 2.0.squareRoot()) / 2 }
    #expect(distance < allowedDistance(numbers.count))
  }

  /// The first four moments 0, 1, 0, 3, each within its exact standard error: x, x², x³, x⁴ have the variances
  /// 1, 2, 15, 96.
  @Test func `the moments are those of the normal distribution`() {
    let n = Double(numbers.count)
    for (power, moment, variance) in [(1, 0.0, 1.0), (2, 1, 2), (3, 0, 15), (4, 3, 96)] {
      let mean = numbers.reduce(0) { $0 + pow($1, Double(power)) } / n
      #expect(abs(mean - moment) < normalLimit * sqrt(variance / n), "moment \(power) is \(mean)")
    }
  }

  /// Neighbours share a block of the generator; x y has variance 1, and x² y² - 1 after centring variance 4.
  @Test func `neighbours are independent`() {
    let n = Double(numbers.count - 1)
    let neighbours = zip(numbers, numbers.dropFirst())
    let product = neighbours.reduce(0) { $0 + $1.0 * $1.1 } / n
    let squares = neighbours.reduce(0) { $0 + ($1.0 * $1.0 - 1) * ($1.1 * $1.1 - 1) } / n
    #expect(abs(product) < normalLimit / sqrt(n))
    #expect(abs(squares) < normalLimit * sqrt(4 / n))
  }

  @Test func `the extremes are finite`() {
    var (low, high) = (Scripted(0), Scripted(.max))
    #expect(low.normal() > 8.5 && low.normal() < 8.58)
    #expect(abs(high.normal()) < 1e-7)
  }
}
