import MixtureFamilies
import TheoremTesting

/// Let M = S + D with S = U Λ Uᵀ positive semidefinite of rank r, U orthonormal, and D ≥ 0 diagonal. (1) The r leading eigenvectors of M
/// without its diagonal are at an angle θ to the span of U with sin θ ≤ |diag(S) U|/λ_r, whatever D is. (2) If one entry of D is s, no
/// other exceeds s₀, and s − s₀ ≥ λ₁, those of M are at an angle with sin θ ≥ √(1 − λ₁/(s − s₀)) − max |eᵢᵀ U| (Ji and others).
@Suite(.theorem(.proved))
struct `T74 The hollowed covariance` {
  @Test func `(1) without the diagonal, whatever the noise`() throws {
    let noisyFactors = Family<NoisyFactors>
      .factors("factors in noise of any size", dimensions: 6...60, loudness: 0.01...100)
      .assuming("a bound below 1") { try $0.upperBound.value < 1 }
      .covering("more than one factor", 0.3) { $0.strengths.count > 1 }
      .covering("noise above the factors", 0.3) { $0.loudness > $0.strengths[0] }
      .covering("a bound below 15 degrees", 0.1) { try $0.upperBound.value < 0.26 }
    try upperBound(noisyFactors, attaining: 0.3) { try ($0.sine(of: $0.hollowed), $0.upperBound) }
  }

  @Test func `(2) principal components stay off`() throws {
    let oneLoudCoordinate = Family<NoisyFactors>
      .factors("factors beside one loud coordinate", dimensions: 20...60, loudness: 1...100)
      .assuming("s − s₀ ≥ λ₁") { $0.loudness - $0.quietness >= $0.strengths[0] }
      .covering("a bound above 0", 0.5) { $0.lowerBound.value > 0 }
      .covering("s − s₀ below 3 λ₁", 0.1) { $0.loudness - $0.quietness < 3 * $0.strengths[0] }
    try lowerBound(oneLoudCoordinate, attaining: 0.6) { try ($0.sine(of: $0.covariance), $0.lowerBound) }
  }

  @Test func `(1) leaving the diagonal out cannot be dropped`() throws {
    try cannotDrop("leaving the diagonal out", of: .loudAndSpread) {
      try .atMost($0.sine(of: $0.hollowed), $0.upperBound)
    } without: {
      try .atMost($0.sine(of: $0.covariance), $0.upperBound)
    }
  }

  @Test func `(1) diagonal noise cannot be dropped`() throws {
    // With a correlation of .9 of the noise of any two coordinates.
    try cannotDrop(
      "diagonal noise", of: .loudAndSpread,
      replacing: { model in
        let noise = model.noise.diagonal
        return model.withNoise { ($0 == $1 ? 1 : 0.9) * (noise[$0] * noise[$1]).squareRoot() }
      }
    ) { try .atMost($0.sine(of: $0.hollowed), $0.upperBound) }
  }

  @Test func `(2) one loud coordinate cannot be dropped`() throws {
    // With the same noise in all coordinates.
    try cannotDrop(
      "one loud coordinate", of: .loudAndSpread, replacing: { $0.withNoise { $0 == $1 ? 1 : 0 } }
    ) { try .atMost($0.lowerBound, $0.sine(of: $0.covariance)) }
  }
}

private struct NoisyFactors: Sendable, Changeable {
  /// λ₁ ≥ … ≥ λ_r > 0.
  let strengths: [Double]
  /// U, d × r.
  let directions: Matrix
  /// D, d × d.
  var noise: Matrix
  /// The loud coordinate, s and s₀.
  let loud: Int
  let loudness, quietness: Double

  /// U, orthonormal beyond doubles.
  private var axes: MatrixEstimate { MatrixEstimate(orthonormalising: directions) }

  private var factors: MatrixEstimate { axes.scalingColumns(by: strengths) * axes.transposed }

  var covariance: MatrixEstimate { factors + MatrixEstimate(noise) }

  var hollowed: MatrixEstimate { covariance - covariance.diagonalPart }

  /// That of the largest angle of the r leading eigenvectors to the span of U.
  func sine(of matrix: MatrixEstimate) throws -> Estimate {
    try Subspace.leadingEigenspace(of: matrix, dimension: strengths.count)
      .containment(of: Subspace(spannedBy: axes)).difference
  }

  /// |diag(S) U|/λ_r.
  var upperBound: Estimate {
    get throws {
      try (factors.diagonalPart * axes).singularValues[0] / Estimate(exactly: strengths[strengths.count - 1])
    }
  }

  /// √(1 − λ₁/(s − s₀)) − max |eᵢᵀ U|, or 0 where that is less.
  var lowerBound: Estimate {
    let projector = axes * axes.transposed
    let concentration = (0..<noise.rows).map { projector[$0, $0] }.reduce(0, Estimate.maximum).squareRoot()
    let gap = Estimate(exactly: loudness) - Estimate(exactly: quietness)
    return .maximum((1 - Estimate(exactly: strengths[0]) / gap).squareRoot() - concentration, 0)
  }

  func withNoise(_ entry: (Int, Int) -> Double) -> NoisyFactors {
    with(\.noise, Matrix(rows: noise.rows, columns: noise.rows, entry: entry))
  }
}

extension Family<NoisyFactors> {
  /// Where both bounds say much, to drop a hypothesis of.
  fileprivate static let loudAndSpread = factors(
    "factors spread widely, beside one loud coordinate", dimensions: 30...60, loudness: 5...100
  )
  .assuming("diagonal noise") { $0.noise == .diagonal($0.noise.diagonal) }
  .assuming("one loud coordinate") { model in
    model.noise.diagonal.enumerated().allSatisfy { i, d in
      i == model.loud ? d == model.loudness : d <= model.quietness
    }
  }
  .assuming("bounds that say much") { try $0.upperBound.value < 0.5 && $0.lowerBound.value > 0.2 }

  /// - Parameter loudness: s beside λ₁.
  fileprivate static func factors(
    _ name: String, dimensions: ClosedRange<Int>, loudness: ClosedRange<Double>
  ) -> Family {
    Family(name) { draw in
      let (d, r) = (draw.integer("dimension", in: dimensions), draw.integer("factors", in: 1...3))
      let strengths = (0..<r).map { _ in draw.logarithmic("strength", in: 1...3) }.sorted(by: >)
      let loud = draw.integer("loud coordinate", in: 0...(d - 1))
      let s = strengths[0] * draw.logarithmic("loudness", in: loudness)
      var noise = (0..<d).map { _ in draw.logarithmic("noise", in: 0.001...0.5) }
      let quietness = noise.indices.filter { $0 != loud }.map { noise[$0] }.max() ?? 0
      noise[loud] = s
      return NoisyFactors(
        strengths: strengths, directions: draw.orthonormal("directions", rows: d, columns: r),
        noise: .diagonal(noise), loud: loud, loudness: s, quietness: quietness)
    }
  }
}
