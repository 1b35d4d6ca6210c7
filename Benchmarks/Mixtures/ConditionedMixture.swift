import ContrastiveTheory
import Foundation
import LinearAlgebra
import RandomNumbers

/// A centred mixture of equal weights whose shared covariance has condition number 100, and whose means are about three
/// deviations from the centre in any dimension; d at least 2.
public func conditionedMixture(dimension d: Int, components: Int) throws -> GaussianMixture {
  var generator = CounterBasedGenerator(key: UInt64(d))
  let spectrum = (0..<d).map { pow(100, -Double($0) / Double(d - 1)) }
  let covariance = Matrix.symmetric(spectrum: spectrum, using: &generator)
  let means = (3 / Double(d).squareRoot()) * Matrix.normal(rows: d, columns: components, using: &generator)
  return try GaussianMixture(
    weights: .init(repeating: 1 / Double(components), count: components),
    means: try Cholesky(of: covariance).factor * means, covariances: .tied(covariance)
  ).centred
}
