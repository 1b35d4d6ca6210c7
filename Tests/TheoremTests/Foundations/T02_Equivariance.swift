import MixtureFamilies
import TheoremTesting

/// (1) Under x ↦ K x + c with a regular K the Fisher subspace F of a Gaussian mixture becomes K⁻ᵀ F; and (2) under a linear
/// map, c = 0, the Gram matrix G of the minimiser of population InfoNCE over encoders with d rows or more becomes K⁻ᵀ G K⁻¹.
@Suite(.theorem(.proved))
struct `T02 Equivariance` {
  @Test func `(1) the Fisher subspace`() throws {
    // Centred by chance alone, half of them with a covariance for each component.
    let anyParameters = Family<GaussianMixture>
      .sharedOrUnequal(MixtureFamily(dimensions: 1...16, condition: 1...300))
      .map("mixtures with any means and covariances") { mixture, draw in
        let moved = try mixture.movedOff(by: draw.normals("mean", mixture.dimension, scale: 3))
        return Problem(mixture: moved, bias: 1, rank: moved.dimension)
      }
      .covering("unequal covariances", 0.3) { $0.mixture.sharedCovariance == nil }
      .coveringOffCentre(0.9) { $0.mixture }
    // The rounding of F grows with the square of that condition, and is then below the resolution in up to 16 dimensions.
    let wellConditioned = Family.mapped(anyParameters).assuming("an image of condition at most 5000") {
      try $0.problem.mixture.mapped(by: $0.map).condition <= 5000
    }
    try forAll(wellConditioned) { problem, map, shift in
      // F″ = Kᵀ F′, F′ that of the image, whose parameters are those of K x + c to the nearest doubles.
      let image = try problem.mixture.mapped(by: map, shift: shift)
      return try image.deviationSubspace.mapped(byInverseOf: image.withinClassCovariance)
        .mapped(by: map.transposed).equality(with: problem.mixture.fisherSubspace)
    }
  }

  @Test func `(2) the optimum`() throws {
    // Those with unequal covariances have one or two dimensions: the integral is one over all of space.
    let anyLaw = Family<Problem>("problems of two or three components, some off the centre") { draw in
      let isShared = draw.integer("one covariance", in: 0...1, shares: [0.2, 0.8]) == 1
      let recipe = MixtureFamily(
        dimensions: isShared ? 1...16 : 1...2, componentShares: [0, 0.6, 0.4],
        shape: isShared ? .shared : .unequal, condition: 1...1000, fisherRatios: 0.3...10)
      var mixture = try recipe.draw(&draw)
      if draw.integer("off the centre", in: 0...1, shares: [0.6, 0.4]) == 1 {
        mixture = try mixture.movedOff(by: draw.normals("mean", mixture.dimension, scale: 0.3))
      }
      let bias = draw.real("bias", in: 0.2...1, atEnds: 0.05)
      return Problem(mixture: mixture, bias: bias, rank: mixture.dimension)
    }
    .covering("unequal covariances", 0.1) { $0.mixture.sharedCovariance == nil }
    .coveringOffCentre(0.1) { $0.mixture }
    try forAll(.mapped(anyLaw), count: 200) { try agreement($0, $0.problem.mixture.mapped(by: $0.map)) }
  }

  @Test func `(2) c = 0 cannot be dropped`() throws {
    try cannotDrop("c = 0", of: .mapped(.small)) {
      try agreement($0, $0.problem.mixture.mapped(by: $0.map))
    } without: {
      try agreement($0, $0.problem.mixture.mapped(by: $0.map, shift: $0.shift))
    }
  }

  private typealias Mapped = (problem: Problem, map: Matrix, shift: [Double])

  /// "The optimum of the image is that of the problem, mapped by K."
  private func agreement(_ drawn: Mapped, _ image: GaussianMixture) throws -> Verdict {
    // As many rows as the optimum can use, also off the centre.
    let rank = image.sharedCovariance == nil ? image.dimension : image.rowsThatSuffice
    return try InfoNCE(image.pairs(bias: drawn.problem.bias)).minimizer(rank: rank).agreement(
      with: drawn.problem.loss.minimizer(rank: rank), mappedBy: drawn.map)
  }
}

extension Family<(problem: Problem, map: Matrix, shift: [Double])> {
  /// Problems, each with a matrix K whose singular values are from 1/4 to 4, and a shift c.
  fileprivate static func mapped(_ problems: Family<Problem>) -> Family {
    problems.map("\(problems.name), and an affine map") { problem, draw in
      let d = problem.mixture.dimension
      let left = draw.orthonormal("left", rows: d, columns: d)
      let right = draw.orthonormal("right", rows: d, columns: d)
      let values = (0..<d).map { _ in draw.logarithmic("singular value", in: 0.25...4) }
      let map = left.scalingColumns(by: values) * right
      draw.show("map", map, inPlaceOf: ["left", "right", "singular value"])
      return (problem, map, draw.normals("shift", d))
    }
    .covering("a map of condition at least 4", 0.3) { _, map, _ in
      let values = try SingularValues(of: map).values
      return values[0] >= 4 * values[values.count - 1]
    }
    .covering("more than one dimension", 0.5) { $0.problem.mixture.dimension > 1 }
  }
}
