import Foundation
import MixtureFamilies
import TheoremTesting

/// Let M = S + D with S = U Λ Uᵀ positive semidefinite of rank r, U orthonormal, and D ≥ 0 diagonal. The r leading eigenvectors of M
/// without its diagonal are at an angle θ to the span of U with sin θ ≤ |diag(S) U|/λ_r, whatever D is. If one entry of D is s and no other
/// exceeds s₀ < s, those of M are at an angle with sin θ ≥ √(1 − λ₁/(s − s₀)) − max |eᵢᵀ U| (Ji and others).
@Suite(.theorem(.proved))
struct `T74 The hollowed covariance` {
  @Test func `without the diagonal, whatever the noise`() throws {
    try upperBound(.noisyFactors, attaining: 0.3) { try $0.angleWithoutDiagonal }
  }

  @Test func `principal components stay off`() throws {
    try lowerBound(.oneLoudCoordinate, attaining: 0.6) { try $0.angleOfPrincipalComponents }
  }

  @Test func `twin: with the diagonal`() throws {
    try twin(dropping: "the diagonal is left out", of: .oneLoudCoordinate) { model in
      var whole = model
      whole.keepsDiagonal = true
      return whole
    } _: {
      try $0.withoutDiagonalVerdict
    }
  }

  @Test func `twin: correlated noise`() throws {
    try twin(dropping: "diagonal noise", of: .oneLoudCoordinate) { model in
      var correlated = model
      correlated.correlation = 0.9
      return correlated
    } _: {
      try $0.withoutDiagonalVerdict
    }
  }

  @Test func `twin: noise alike in all coordinates`() throws {
    try twin(dropping: "one loud coordinate", of: .oneLoudCoordinate) { model in
      var even = model
      even.noise = even.noise.map { _ in 1 }
      return even
    } _: {
      try $0.principalComponentsVerdict
    }
  }
}

/// A covariance of r factors and noise in each coordinate.
private struct NoisyFactors: Sendable, Codable {
  /// λ₁ ≥ … ≥ λ_r > 0.
  let strengths: [Double]
  /// Of the random numbers that make U.
  let key: UInt64
  /// The d diagonal entries of D.
  var noise: [Double]
  /// Where the loud coordinate is, and its s and s₀ in the bound.
  let loud: Int
  let loudness: Double
  let quietness: Double
  var keepsDiagonal = false
  /// The correlation of the noise of any two coordinates.
  var correlation = 0.0

  private var r: Int { strengths.count }

  private var factors: (u: Matrix, s: Matrix) {
    get throws {
      var generator = CounterBasedGenerator(key: key)
      let u = try QR(of: .normal(rows: noise.count, columns: r, using: &generator)).q
      return (u, u.scalingColumns(by: strengths).timesTranspose(u).symmetricPart)
    }
  }

  private func covariance(_ s: Matrix, hollow: Bool) -> Matrix {
    Matrix(rows: noise.count, columns: noise.count) { i, j in
      if i == j { return hollow ? 0 : s[i, i] + noise[i] }
      return s[i, j] + correlation * (noise[i] * noise[j]).squareRoot()
    }
  }

  /// The sine of the largest angle of the r leading eigenvectors to the span of U, with what rounding does to it.
  private func sine(_ matrix: Matrix, to u: Matrix) throws -> Estimate {
    let eigen = try SymmetricEigen(of: matrix)
    let d = matrix.rows
    let leading = eigen.vectors.columns((d - r)..<d)
    let outside = u - leading * leading.transposeTimes(u)
    let gap = eigen.values[d - r] - eigen.values[d - r - 1]
    let rounding = 16 * Double(d) * .ulpOfOne * matrix.frobeniusNorm / gap
    return Estimate(
      try SingularValues(of: outside).values.first ?? 0,
      budget: ErrorBudget([.rounding: gap > 0 ? rounding : .infinity]))
  }

  var angleWithoutDiagonal: (number: Estimate, bound: Estimate) {
    get throws {
      let (u, s) = try factors
      let diagonal = Matrix.diagonal(s.diagonal)
      let bound = try (SingularValues(of: diagonal * u).values.first ?? 0) / strengths[r - 1]
      let rounding = 16 * Double(noise.count) * .ulpOfOne * strengths[0] / strengths[r - 1]
      return (
        try sine(covariance(s, hollow: !keepsDiagonal), to: u),
        Estimate(bound, budget: ErrorBudget([.rounding: rounding]))
      )
    }
  }

  /// The part of the bound that the factors' spread over the coordinates leaves: max |eᵢᵀ U|.
  var concentration: Double {
    get throws {
      let u = try factors.u
      return (0..<u.rows).map { i in u.row(i).reduce(0) { $0 + $1 * $1 }.squareRoot() }.max() ?? 0
    }
  }

  var angleOfPrincipalComponents: (number: Estimate, bound: Estimate) {
    get throws {
      let (u, s) = try factors
      let bound = (1 - strengths[0] / (loudness - quietness)).squareRoot() - (try concentration)
      return (
        try sine(covariance(s, hollow: false), to: u),
        Estimate(max(bound, 0), budget: ErrorBudget([.rounding: 64 * Double(noise.count) * .ulpOfOne]))
      )
    }
  }

  var withoutDiagonalVerdict: Verdict {
    get throws {
      let sides = try angleWithoutDiagonal
      return .atMost(sides.number, sides.bound, scale: 1)
    }
  }

  var principalComponentsVerdict: Verdict {
    get throws {
      let sides = try angleOfPrincipalComponents
      return .atMost(sides.bound, sides.number, scale: 1)
    }
  }
}

extension Family<NoisyFactors> {
  /// - Parameter loudness: s beside λ₁.
  private static func factors(_ name: String, dimensions: ClosedRange<Int>, loudness: ClosedRange<Double>)
    -> Family
  {
    Family(name) { generator in
      let (d, r) = (generator.integer(in: dimensions), generator.integer(in: 1...3))
      let strengths = (0..<r).map { _ in generator.logUniform(in: 1...3) }.sorted(by: >)
      let loud = generator.integer(in: 0...(d - 1))
      let s = strengths[0] * generator.logUniform(in: loudness)
      let noise = (0..<d).map { $0 == loud ? s : generator.logUniform(in: 0.001...0.5) }
      return NoisyFactors(
        strengths: strengths, key: generator.next(), noise: noise, loud: loud, loudness: s, quietness: 0.5)
    }
  }

  fileprivate static let noisyFactors = factors(
    "factors in noise of any size", dimensions: 6...60, loudness: 0.01...100
  )
  .assuming("its hypotheses") { try $0.angleWithoutDiagonal.bound.value < 1 }
  .covering("more than one factor", 0.3) { $0.strengths.count > 1 }
  .covering("noise above the factors", 0.3) { $0.loudness > $0.strengths[0] }
  .covering("a bound below 15 degrees", 0.1) { try $0.angleWithoutDiagonal.bound.value < 0.26 }

  fileprivate static let oneLoudCoordinate = factors(
    "factors beside one loud coordinate", dimensions: 30...60, loudness: 5...100
  )
  .assuming("its hypotheses") {
    try $0.angleWithoutDiagonal.bound.value < 0.5 && $0.angleOfPrincipalComponents.bound.value > 0.2
  }
}
