import MixtureFamilies
import TheoremTesting

/// Let two components in d ≥ 2 dimensions with weights w₁ and w₂ have the means ±a e₁, a > 0, and the shared covariance
/// diag(e², s₂², …, s_d²), and let s² be the largest of the variances s₂², …, s_d² along the pancakes. (1) The Fisher
/// subspace F is span e₁. (2) The first principal component is orthogonal to F if and only if s² > e² + 4 w₁ w₂ a², and
/// spans F if and only if s² < e² + 4 w₁ w₂ a².
@Suite(.theorem(.proved))
struct `T31 Parallel pancakes` {
  @Test func `(1) F runs across the pancakes`() throws { try forAll(.pancakes, fisherIsAcross) }

  @Test func `(2) the first principal component looks across or along`() throws {
    try forAll(.pancakes, firstComponent)
  }

  @Test func `(1) a diagonal covariance cannot be dropped`() throws {
    try cannotDrop("a diagonal covariance", of: .pancakes, replacing: { $0.tilted }, holds: fisherIsAcross)
  }

  @Test func `(2) a diagonal covariance cannot be dropped`() throws {
    try cannotDrop("a diagonal covariance", of: .pancakes, replacing: { $0.tilted }, holds: firstComponent)
  }

  @Test func `(2) the factor 4 w₁ w₂ cannot be dropped`() throws {
    // In about a quarter of them the width is between the two thresholds.
    try cannotDrop("the factor 4 w₁ w₂", of: .pancakes, count: 60, holds: firstComponent) {
      try firstComponent($0, threshold: $0.covariance[0, 0] + $0.halfDistance * $0.halfDistance)
    }
  }

  private func fisherIsAcross(_ pancakes: Pancakes) throws -> Verdict {
    let axis = Matrix.identity(pancakes.covariance.rows).columns(0..<1)
    return try pancakes.mixture.fisherSubspace.equality(with: Subspace(orthonormalBasis: axis))
  }

  private func firstComponent(_ pancakes: Pancakes) throws -> Verdict {
    try firstComponent(pancakes, threshold: pancakes.varianceAcross)
  }

  /// "The first principal component is orthogonal to F where s² is above the threshold, else it spans F."
  private func firstComponent(_ pancakes: Pancakes, threshold: Double) throws -> Verdict {
    let fisher = try pancakes.mixture.fisherSubspace
    let first = try pancakes.mixture.principalSubspace(dimension: 1)
    return try pancakes.varianceAlong > threshold
      ? first.orthogonality(to: fisher) : first.equality(with: fisher)
  }
}

/// Two flat components side by side; the first axis runs across them.
private struct Pancakes: Changeable {
  /// w₁ in (0, 1).
  let weight: Double
  /// a.
  let halfDistance: Double
  var covariance: Matrix

  var tilted: Pancakes {
    let tilt = 0.5 * (covariance[0, 0] * covariance[1, 1]).squareRoot()
    return with(\.covariance[0, 1], tilt).with(\.covariance[1, 0], tilt)
  }

  /// e² + 4 w₁ w₂ a².
  var varianceAcross: Double { covariance[0, 0] + 4 * weight * (1 - weight) * halfDistance * halfDistance }

  /// s².
  var varianceAlong: Double { covariance.diagonal.dropFirst().max() ?? 0 }

  var mixture: GaussianMixture {
    get throws {
      let mean = [halfDistance] + Array(repeating: 0, count: covariance.rows - 1)
      return try GaussianMixture(
        weights: [weight, 1 - weight], means: Matrix(columnVectors: [mean, mean.map { -$0 }]),
        covariances: .tied(covariance))
    }
  }
}

extension Family<Pancakes> {
  /// The widest axis is off the threshold by a factor between 1.001 and 10, either way.
  fileprivate static let pancakes = Family("pancakes around the threshold") { draw in
    let d = draw.integer("dimension", in: 2...24)
    var pancakes = Pancakes(
      weight: draw.logarithmic("weight", in: 0.01...0.5), halfDistance: draw.logarithmic("a", in: 0.1...5),
      covariance: .identity(d))
    let thin = draw.logarithmic("e", in: 0.01...1)
    pancakes.covariance[0, 0] = thin * thin
    let isWider = draw.element("they are", of: ["narrower", "wider"]) == "wider"
    let factor = draw.logarithmic("factor", in: 1.001...10)
    let widest = pancakes.varianceAcross * (isWider ? factor : 1 / factor)
    for i in 1..<d {
      pancakes.covariance[i, i] = i == 1 ? widest : widest * draw.real("variance", in: 0.1...0.9)
    }
    return pancakes
  }
  .assuming("a diagonal covariance") { $0.covariance == .diagonal($0.covariance.diagonal) }
  .covering("wider than the threshold", 0.3) { $0.varianceAlong > $0.varianceAcross }
  .covering("narrower than the threshold", 0.3) { $0.varianceAlong < $0.varianceAcross }
  .covering("within a tenth of the threshold", 0.02) { abs($0.varianceAlong / $0.varianceAcross - 1) < 0.1 }
}
