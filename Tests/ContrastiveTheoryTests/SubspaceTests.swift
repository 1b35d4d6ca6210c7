import ContrastiveTheory
import Evidence
import Foundation
import LinearAlgebra
import RandomNumbers
import Testing

@Suite struct Subspaces {
  /// Two planes of ℝ⁴ with prescribed principal angles, turned as a whole.
  private func planes(_ angles: (Double, Double), key: UInt64) throws -> (Subspace, Subspace) {
    var generator = CounterBasedGenerator(key: key)
    let turn = Matrix.orthogonal(4, using: &generator)
    let first = Matrix(columnVectors: [[1, 0, 0, 0], [0, 1, 0, 0]])
    let second = Matrix(columnVectors: [
      [cos(angles.0), 0, sin(angles.0), 0], [0, cos(angles.1), 0, sin(angles.1)],
    ])
    return (Subspace(orthonormalBasis: turn * first), Subspace(orthonormalBasis: turn * second))
  }

  @Test func `the largest angle is the prescribed one, tiny or right`() throws {
    for (index, angles) in [(1e-13, 1e-12), (1e-8, 0.3), (0.2, .pi / 2), (1e-3, 0.8)].enumerated() {
      let (a, b) = try planes(angles, key: UInt64(index))
      for found in [try a.largestAngle(to: b), try b.largestAngle(to: a)] {
        #expect(abs(try #require(found).value - angles.1) < 1e-15 + 1e-14 * angles.1)
      }
    }
  }

  @Test func `verdicts on two subspaces`() throws {
    let (a, b) = try planes((1e-3, 0.8), key: 9)
    #expect(try a.equality(with: a).outcome == .holds)
    #expect(try a.equality(with: b).outcome == .refuted)
    #expect(abs(try a.equality(with: b).difference.value - sin(0.8)) < 1e-14)
    let line = Subspace(orthonormalBasis: a.basis.columns(0..<1))
    let other = Subspace(orthonormalBasis: a.basis.columns(1..<2))
    #expect(try a.containment(of: line).outcome == .holds)
    #expect(try a.equality(with: line).outcome == .refuted)
    #expect(try line.orthogonality(to: other).outcome == .holds)
    #expect(try line.orthogonality(to: a).outcome == .refuted)
    // A subspace that may be off by a tenth of a radian decides nothing.
    #expect(try a.equality(with: Subspace(orthonormalBasis: a.basis, error: 0.1)).outcome == .inconclusive)
  }

  @Test func `the zero subspace`() throws {
    let zero = Subspace(orthonormalBasis: Matrix(rows: 3, columns: 0))
    #expect(try zero.largestAngle(to: zero) == nil)
    #expect(try zero.equality(with: zero).outcome == .holds)
  }

  @Test func `the image under an inverse leads back, within its error`() throws {
    var generator = CounterBasedGenerator(key: 5)
    for condition in [10, 100, 1e4] {
      let q = Matrix.orthogonal(6, using: &generator)
      let spectrum = (0..<6).map { pow(condition, Double($0) / 5) }
      let matrix = q.scalingColumns(by: spectrum).timesTranspose(q).symmetricPart
      let start = Subspace(orthonormalBasis: Matrix.orthogonal(6, using: &generator).columns(0..<2))
      let back = try start.mapped(by: matrix).mapped(byInverseOf: matrix)
      #expect(try back.equality(with: start).outcome == .holds)
      #expect(try start.mapped(byInverseOf: matrix).equality(with: start).outcome == .refuted)
    }
    let zero = Subspace(orthonormalBasis: Matrix(rows: 3, columns: 0))
    #expect(try zero.mapped(byInverseOf: .identity(3)).dimension == 0)
  }

  @Test func `leading eigenspaces are within their error of the prescribed ones`() throws {
    var generator = CounterBasedGenerator(key: 4)
    for gap in [1e-8, 1e-4, 1] {
      let q = Matrix.orthogonal(6, using: &generator)
      let spectrum = [3, 2, 1 + gap, 1, 0.5, 0.1]
      let matrix = q.scalingColumns(by: spectrum).timesTranspose(q).symmetricPart
      let found = try Subspace.leadingEigenspace(of: matrix, dimension: 3)
      let exact = Subspace(orthonormalBasis: q.columns(0..<3))
      let verdict = try Verdict.$resolution.withValue(1) { try found.equality(with: exact) }
      #expect(verdict.outcome == .holds)
      #expect(found.error < 1e-13 / gap && found.error > 1e-17 / gap)
    }
  }
}

@Suite struct `Fisher subspaces` {
  @Test func `the two-dimensional textbook case`() throws {
    // W = diag(1, 4), means ±(1, 2): F is spanned by W⁻¹ (1, 2) = (1, 1/2).
    let mixture = try GaussianMixture(
      weights: [0.5, 0.5], means: Matrix(columnVectors: [[1, 2], [-1, -2]]),
      covariances: .tied(.diagonal([1, 4])))
    let expected = Subspace(orthonormalBasis: (1 / 1.25.squareRoot()) * Matrix(columnVectors: [[1, 0.5]]))
    #expect(try mixture.fisherSubspace.equality(with: expected).outcome == .holds)
    // Fisher's ratio there is vᵀBv / vᵀWv = (1 + 1)² / (1 + 1) = 2, and no direction has more.
    func ratio(_ slope: Double) -> Double {
      let v = Matrix(columnVectors: [[1, slope]])
      return v.inner(mixture.betweenClassCovariance * v) / v.inner(mixture.withinClassCovariance * v)
    }
    #expect(abs(ratio(0.5) - 2) < 1e-14 && ratio(0.6) < 2 && ratio(0.4) < 2)
  }

  @Test func `its dimension counts distinct directions, whatever the units`() throws {
    let line = Matrix(columnVectors: [[0, 0, 0], [1, 2, 3], [2, 4, 6], [1, 2, 3]])
    for scale in [1e-100, 1, 1e100] {
      let mixture = try GaussianMixture(
        weights: [0.25, 0.25, 0.25, 0.25], means: scale * line,
        covariances: .tied(.diagonal([scale * scale, scale * scale, scale * scale])))
      #expect(try mixture.fisherSubspace.dimension == 1)
    }
    let single = try GaussianMixture(
      weights: [1], means: Matrix(columnVectors: [[1, 2]]), covariances: .spherical([1]))
    #expect(try single.fisherSubspace.dimension == 0)
  }

  @Test func `rounding of a shift adds no direction`() throws {
    let means = Matrix(columnVectors: [[0.1, 0.2], [0.3, 0.7]])
    let mixture = try GaussianMixture(weights: [0.3, 0.7], means: means, covariances: .tied(.identity(2)))
    let far = try mixture.mapped(by: .identity(2), shift: [1e6, -1e6])
    #expect(try far.fisherSubspace.dimension == 1)
    // The moved means are rounded to their own size, and F is that of what is then there.
    let angle = try far.fisherSubspace.largestAngle(to: mixture.fisherSubspace)
    #expect(try #require(angle).value < 1e-9)
  }
}
