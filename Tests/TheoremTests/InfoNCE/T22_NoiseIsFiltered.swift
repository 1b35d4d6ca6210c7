import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture be centred, with a shared covariance, and v any direction that is orthogonal to the Fisher
/// subspace in whitened coordinates. (1) Along the gradient flow dB/dt = −∇L(B) of population InfoNCE in the whitened encoder
/// B, d|B v|²/dt ≤ −4 |BᵀB v|², so |B v| never increases. (2) Nor does it in a gradient step B⁺ = B − η ∇L(B) of a size 0 ≤
/// η ≤ 1 / (κ |B|₂²), κ = 1 + |S|₂ + max |νₖ − ν_l|²/4: |B⁺v|² ≤ |B v|² − 2η |BᵀB v|².
@Suite(.theorem(.proved))
struct `T22 Noise is filtered monotonically` {
  @Test func `(1) the flow at random encoders`() throws {
    try forAll(.descents) { (descent: Descent) in
      try descent.problem.loss.gradientStep(atWhitened: descent.encoder, size: 1)
        .filteringRate(outside: descent.problem.mixture.fisherSubspace)
    }
  }

  @Test func `(2) steps from random encoders, up to the largest`() throws { try forAll(.descents, filtering) }

  @Test func `(2) every step of a descent`() throws {
    let recipe = MixtureFamily(dimensions: 3...16, componentShares: [0.05, 0.5, 0.45])
    let paths = Family<Descent>.from("descents of twelve steps", recipe, steps: 12, outside: 0.1...1) {
      $0.real("share of the largest step", in: 0.3...1)
    }
    try forAll(paths.coveringNoise, count: 200, filtering)
  }

  @Test func `(2) the size of the step cannot be dropped`() throws {
    try cannotDrop("η ≤ 1 / (κ |B|₂²)", of: .fewDescents, holds: filtering) {
      try filtering($0.with(\.share, 60))
    }
  }

  @Test func `(2) the whitened encoder cannot be dropped`() throws {
    try cannotDrop("the whitened encoder", of: .fewDescents, holds: filtering) {
      try filtering($0.with(\.coordinates, .original))
    }
  }

  @Test func `(2) centring cannot be dropped`() throws {
    try cannotDrop(
      "centring", of: .fewDescents, replacing: { try $0.with(\.problem, $0.problem.shifted) },
      holds: filtering)
  }

  @Test func `(2) the shared covariance cannot be dropped`() throws {
    try cannotDrop(
      "the shared covariance", of: .fewDescents,
      replacing: { try $0.with(\.problem.mixture, $0.problem.mixture.tornApart) }, holds: filtering)
  }

  /// "Every step lowers what lies outside F."
  private func filtering(_ descent: Descent) throws -> Verdict {
    let (loss, fisher) = (try descent.problem.loss, try descent.problem.mixture.fisherSubspace)
    var current = descent.encoder
    let verdicts = try (0..<descent.steps).map { _ in
      let largest = try descent.share * loss.filteringStep(atWhitened: current)
      // A step that filters noise may still throw what lies inside F far away, where the encoder is small.
      let size = descent.steps == 1 ? largest : min(largest, 0.05)
      let step = try loss.gradientStep(atWhitened: current, size: size, coordinates: descent.coordinates)
      current = step.after
      return try step.filtering(outside: fisher)
    }
    return .all(verdicts)
  }
}

/// A few steps of gradient descent from an encoder.
private struct Descent: Changeable {
  var problem: Problem
  /// In whitened coordinates, r × d.
  let encoder: Matrix
  /// The size of a step, as a share of the largest that is proved to filter.
  var share: Double
  let steps: Int
  var coordinates = GradientStep.Coordinates.whitened
}

extension Family<Descent> {
  fileprivate static let descents = from(
    "random encoders and one step",
    MixtureFamily(dimensions: 3...24, componentShares: [0.05, 0.35, 0.4, 0.2]), outside: 0.01...1
  ) { $0.real("share of the largest step", in: 0.01...1, atEnds: 0.25) }
  .coveringNoise

  /// Mostly inside F, so that what drives them out shows, and small enough for integrals with other covariances.
  fileprivate static let fewDescents = from(
    "few encoders, mostly inside F",
    MixtureFamily(
      dimensions: 4...6, componentShares: [0, 0.6, 0.4], condition: 10...100, fisherRatios: 0.5...4),
    size: 0.05...0.3, outside: 0.01...0.1
  ) { _ in 0.5 }

  fileprivate var coveringNoise: Family {
    coveringCondition { $0.problem.mixture }
      .covering("at least a tenth of the encoder lies outside F", 0.3) { descent in
        try descent.problem.loss.restoringForce(
          atWhitened: descent.encoder, towards: descent.problem.mixture.fisherSubspace
        ).outsideShare > 0.1
      }
      .coveringNoisyBias { $0.problem.bias }
  }

  /// - Parameters:
  ///   - size: about the norm of the encoder over the root of the dimension.
  ///   - outside: by how much the rows outside F are smaller than inside.
  fileprivate static func from(
    _ name: String, _ recipe: MixtureFamily, steps: Int = 1, size: ClosedRange<Double> = 0.05...1,
    outside: ClosedRange<Double>, share: @escaping @Sendable (inout Draw) -> Double
  ) -> Family {
    Family(name) { draw in
      let mixture = try recipe.draw(&draw)
      let rank = draw.integer("rank", in: 1...(mixture.componentCount + 1))
      let inside = try QR(of: mixture.root.factor.transposeTimes(mixture.fisherSubspace.basis)).q
      let whole = Matrix(rowVectors: (0..<rank).map { _ in draw.normals("row", mixture.dimension) })
      let part = (whole * inside).timesTranspose(inside)
      let size = draw.logarithmic("size", in: size) / Double(rank).squareRoot()
      let encoder = size * (part + draw.logarithmic("outside F", in: outside) * (whole - part))
      let problem = Problem(mixture: mixture, bias: draw.real("bias", in: 0...1, atEnds: 0.05), rank: rank)
      return Descent(problem: problem, encoder: encoder, share: share(&draw), steps: steps)
    }
    .assuming("centring") { $0.problem.mixture.isCentred }
    .assuming("the shared covariance") { $0.problem.mixture.sharedCovariance != nil }
    // Seldom a component is so far off that the exponential of a score overflows.
    .assuming("scores whose exponentials are finite") { descent in
      (try? descent.problem.loss.gradientStep(atWhitened: descent.encoder, size: 1)) != nil
    }
  }
}
