import ContrastiveTheory
import Foundation
import LinearAlgebra
import RandomNumbers

/// A mixture of any kind, from a key: condition numbers to 1e12, offsets to 1e8 standard deviations, units from 1e-6 to 1e6,
/// separations from .001 to 1000 and weights to 1e-4.
struct TruthProblem {
  let kind: String
  let mixture: GaussianMixture
  let bias: Double

  init(key: UInt64) throws {
    var generator = CounterBasedGenerator(key: key, stream: 0x7275)
    func power(_ low: Double, _ high: Double) -> Double { pow(10, generator.uniform(in: low...high)) }
    let kinds = ["shared", "shared, diagonal", "shared, spherical", "full", "diagonal", "spherical"]
    let kind = kinds[Int(key % 6)]
    self.kind = kind
    let isShared = kind.hasPrefix("shared")
    // The reference integrates over min(d, K - 1) coordinates, for unequal covariances over d.
    let d = generator.integer(in: 1...(isShared ? 8 : 2))
    // Nothing is learned from one component, nor at bias zero.
    let most = isShared && d <= 2 ? 5 : 3
    let count = key % 11 == 7 ? 1 : generator.integer(in: 2...most)
    let raw = (0..<count).map { _ in power(-4, 0) }
    let sum = raw.reduce(0, +)
    let drawn = generator.uniform()
    bias = key % 10 == 3 ? 0 : key % 10 == 4 ? 1 : drawn

    let condition = isShared ? power(0, 12) : power(0, 1)
    let units = (0..<d).map { _ in power(-6, 6) }
    func covariance() -> Matrix {
      let spectrum = (0..<d).map { pow(condition, -Double($0) / Double(max(d - 1, 1))) }
      let plain =
        kind.hasSuffix("spherical")
        ? power(-0.5, 0.5) * Matrix.identity(d)
        : kind.hasSuffix("diagonal")
          ? Matrix.diagonal(spectrum.shuffled(using: &generator))
          : Matrix.symmetric(spectrum: spectrum, using: &generator)
      // Spherical components have one unit for all coordinates.
      return Matrix(rows: d, columns: d) { i, j in
        kind.hasSuffix("spherical") ? plain[i, j] : plain[i, j] * (units[i] * units[j])
      }
    }
    let first = covariance()
    let covariances: GaussianMixture.Covariances =
      isShared ? .tied(first) : .full([first] + (1..<max(count, 1)).map { _ in covariance() })
    let root = try Cholesky(of: first).factor
    let separation = isShared ? power(-3, 3) : power(-3, 0.5)
    let offset = generator.uniform() < 0.5 ? 0 : power(0, 8)
    let place = root * Matrix.normal(rows: d, columns: 1, using: &generator)
    let spread = root * Matrix.normal(rows: d, columns: count, using: &generator)
    let means = Matrix(rows: d, columns: count) { offset * place[$0, 0] + separation * spread[$0, $1] }
    mixture = try GaussianMixture(weights: raw.map { $0 / sum }, means: means, covariances: covariances)
  }
}
