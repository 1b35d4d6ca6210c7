import CVectorMath
import Foundation
import RandomNumbers
import Testing

@Suite struct `Complements of arrays` {
  /// Also where the vectors are not filled.
  @Test(arguments: [1, 4, 15, 16, 2003])
  func `of exponentials keep what is small and what is near one`(count: Int) {
    var generator = CounterBasedGenerator(key: 5)
    let logarithms = (0..<count).map { _ in generator.uniform(in: -40...3.5) }
    var (values, shares) = (logarithms, logarithms)
    vector_complements(&values, count, &shares)
    for (index, logarithm) in logarithms.enumerated() {
      let v = exp(logarithm)
      let complement = -expm1(-v)
      let size = max(min(complement, v), v < 0.03 ? 0 : exp(-v))
      #expect(abs(values[index] - complement) <= 4 * .ulpOfOne * size, "log v = \(logarithm)")
      #expect(
        abs(shares[index] - v * exp(-v)) <= (4 + 2 * v) * .ulpOfOne * v * exp(-v), "log v = \(logarithm)")
    }
    var alone = logarithms
    vector_complements(&alone, count, nil)
    #expect(alone == values)
  }
}
