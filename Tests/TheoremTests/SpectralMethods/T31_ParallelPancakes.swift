import MixtureFamilies
import TheoremTesting

/// Two components with weights w₁ and w₂, means ±a e₁ and the shared covariance diag(e², s²) have F = span e₁. The first
/// principal component is orthogonal to F if and only if s² > e² + 4 w₁ w₂ a², and spans F if and only if
/// s² < e² + 4 w₁ w₂ a²; for equal weights 4 w₁ w₂ = 1. With more axes along the pancakes s² is the largest variance.
@Suite(.theorem(.proved))
struct `T31 Parallel pancakes` {
  @Test func `the first principal component looks across or along`() throws {
    try forAll(.pancakes) { try $0.verdict(threshold: $0.pancakes.varianceAcross) }
  }

  @Test func `twin: the threshold of equal weights for unequal ones`() throws {
    try twin(dropping: "the factor 4 w₁ w₂", of: .equalWeights) { instance in
      var skewed = instance
      skewed.pancakes.weight = 0.02
      // A width between the two thresholds.
      let across = (skewed.pancakes.varianceAcross, skewed.equalWeightThreshold)
      skewed.pancakes.wide = [((across.0 + across.1) / 2).squareRoot()]
      return skewed
    } _: { instance in
      try instance.verdict(threshold: instance.equalWeightThreshold)
    }
  }

  @Test func `twin: a covariance that links the axes`() throws {
    try twin(dropping: "the diagonal covariance", of: .pancakes) { instance in
      var tilted = instance
      tilted.correlation = 0.5
      return tilted
    } _: {
      try $0.verdict(threshold: $0.pancakes.varianceAcross)
    }
  }
}

/// Pancakes, turned by a rotation, perhaps with a correlation of the first two axes.
private struct TurnedPancakes: Sendable, Codable {
  var pancakes: ParallelPancakes
  /// The key of the rotation.
  let turn: UInt64
  var correlation = 0.0

  /// The largest variance along the pancakes.
  var widest: Double { pancakes.wide.map { $0 * $0 }.max() ?? 0 }

  var equalWeightThreshold: Double {
    pancakes.thin * pancakes.thin + pancakes.halfDistance * pancakes.halfDistance
  }

  /// The rotation, d × d.
  private var rotation: Matrix {
    var generator = CounterBasedGenerator(key: turn)
    return .orthogonal(1 + pancakes.wide.count, using: &generator)
  }

  var mixture: GaussianMixture {
    get throws {
      let upright = try pancakes.mixture
      var covariance = upright.withinClassCovariance
      covariance[0, 1] = correlation * pancakes.thin * pancakes.wide[0]
      covariance[1, 0] = covariance[0, 1]
      return try GaussianMixture(
        weights: upright.weights, means: upright.means, covariances: .tied(covariance)
      ).mapped(by: rotation)
    }
  }

  /// "The first principal component is orthogonal to the line of the means, or spans it, by the threshold."
  func verdict(threshold: Double) throws -> Verdict {
    let mixture = try mixture
    let principal = try mixture.principalSubspace(dimension: 1)
    let across = try mixture.deviationSubspace
    return try widest > threshold ? principal.orthogonality(to: across) : principal.equality(with: across)
  }
}

extension Family<TurnedPancakes> {
  fileprivate static let pancakes = Family("pancakes around the threshold") { generator in
    try draw(weight: generator.logUniform(in: 0.01...0.5), using: &generator)
  }
  .coveringBothSides

  fileprivate static let equalWeights = Family("pancakes of equal weight") { generator in
    try draw(weight: 0.5, using: &generator)
  }

  /// The widest axis is off the threshold by a factor between 1.001 and 10, either way.
  private static func draw(weight: Double, using generator: inout some RandomNumberGenerator) throws
    -> TurnedPancakes
  {
    var pancakes = ParallelPancakes(
      weight: weight, halfDistance: generator.logUniform(in: 0.1...5),
      thin: generator.logUniform(in: 0.01...1), wide: [])
    let factor = generator.logUniform(in: 1.001...10)
    let widest = pancakes.varianceAcross * (generator.uniform() < 0.5 ? factor : 1 / factor)
    pancakes.wide = (0...generator.integer(in: 0...22)).map { i in
      (i == 0 ? widest : widest * generator.uniform(in: 0.1...0.9)).squareRoot()
    }
    return TurnedPancakes(pancakes: pancakes, turn: generator.next())
  }

  private var coveringBothSides: Family {
    covering("wider than the threshold", 0.3) { $0.widest > $0.pancakes.varianceAcross }
      .covering("narrower than the threshold", 0.3) { $0.widest < $0.pancakes.varianceAcross }
      .covering("within a tenth of the threshold", 0.02) {
        abs($0.widest / $0.pancakes.varianceAcross - 1) < 0.1
      }
  }
}
