import Foundation
import LinearAlgebra
import RandomNumbers
import Testing

@testable import ContrastiveTheory

@Suite struct `The bound on the losses of one row` {
  private func mixture(_ weights: [Double], _ means: [[Double]], _ covariance: Matrix) throws
    -> GaussianMixture
  {
    try GaussianMixture(weights: weights, means: Matrix(columnVectors: means), covariances: .tied(covariance))
      .centred
  }

  @Test(arguments: [1, 0.5])
  func `is within a millionth of the best of a fine grid, and below all of it`(bias: Double) throws {
    let mixture = try mixture([0.5, 0.4, 0.1], [[2, -2], [4, 1], [-3, 4]], .identity(2))
    let loss = try InfoNCE(mixture.pairs(bias: bias))
    var best = 0.0
    for turn in 0..<90 {
      let angle = Double(turn) * .pi / 90
      for power in -8...2 {
        let size = exp2(Double(power) / 2)
        best = min(best, try loss.value(Matrix(rowVectors: [[size * cos(angle), size * sin(angle)]])))
      }
    }
    let minimum = try loss.minimizer(rank: 1, start: Matrix(rowVectors: [[0.1, 0.6]])).value
    let bound = try #require(try OneRowBound(loss.pairs, attained: min(best, minimum)))
    #expect(bound.lowerBound <= best)
    #expect(minimum - bound.lowerBound < 2e-6 * abs(minimum))
  }

  @Test func `is the same at angles that are whole turns away`() throws {
    let pairs = try mixture([0.5, 0.4, 0.1], [[2, -2], [4, 1], [-3, 4]], .identity(2)).pairs(bias: 1)
    // Of the intervals as they are first.
    func bound(from angle: Double) throws -> Double {
      try #require(
        try OneRowBound(pairs, attained: .infinity, angles: angle...(angle + .pi), above: -.infinity)
      ).lowerBound
    }
    let near = try bound(from: 0)
    for turns in [-3, 1, 4] {
      #expect(abs(try bound(from: 2 * .pi * Double(turns)) - near) < 1e-6 * abs(near))
    }
  }

  @Test func `says that a local minimum is none`() throws {
    let mixture = try mixture([0.5, 0.4, 0.1], [[2, -2], [4, 1], [-3, 4]], .identity(2))
    let pairs = try mixture.pairs(bias: 1)
    // The worse of the two (Proofs/T20, S2).
    let bound = try #require(try OneRowBound(pairs, attained: -0.3114867))
    #expect(bound.lowerBound < -0.3358131 && bound.lowerBound > -0.3358141)
  }

  @Test(arguments: [1e2, 1e6])
  func `needs no scores that overflow where the means are far apart`(size: Double) throws {
    let means = [[2.0, -2], [4, 1], [-3, 4]].map { $0.map { size * $0 } }
    let far = try mixture([0.5, 0.4, 0.1], means, .identity(2))
    let pairs = try far.pairs(bias: 1)
    let minimum = try InfoNCE(pairs).minimizer(rank: 1).value
    let bound = try #require(try OneRowBound(pairs, attained: minimum))
    #expect(bound.lowerBound <= minimum && bound.lowerBound.isFinite)
  }

  @Test func `does not depend on the coordinates, nor on dimensions without means`() throws {
    let means = [[2.0, -2], [4, 1], [-3, 4]]
    let plane = try mixture([0.5, 0.4, 0.1], means, .identity(2))
    let map = Matrix(rowVectors: [[1, 0.5], [0, 2], [1, 1]])
    let covariance = map.timesTranspose(map) + Matrix.diagonal([0, 0, 3])
    let space = try mixture(
      [0.5, 0.4, 0.1], (0..<3).map { (map * Matrix(columnVectors: [means[$0]])).column(0) }, covariance)
    let first = try #require(try OneRowBound(plane.pairs(bias: 1), attained: -0.3358131))
    // The third coordinate is what the others tell, and noise.
    let second = try #require(try OneRowBound(space.pairs(bias: 1), attained: -0.3))
    #expect(abs(second.lowerBound - first.lowerBound) < 1e-6)
    #expect(
      try OneRowBound(mixture([0.5, 0.5], [[1, 0], [0, 1]], .identity(2)).pairs(bias: 1), attained: 0) == nil)
  }

  /// Where a covariance is nearly singular, a basis of F that is rounded in the original coordinates is another one by 10⁻¹⁰.
  @Test func `is that of the whitened plane, less what its basis and means may be off by`() throws {
    var generator = CounterBasedGenerator(key: 12)
    let covariance = Matrix.symmetric(spectrum: [1, 0.5, 1e-13], using: &generator)
    let root = try DoubleDoubleCholesky(of: covariance)
    let whitened = Matrix(columnVectors: [[2, -2, 1], [4, 1, -1], [-3, 4, 2]])
    let means = (root.exactFactor * DoubleDoubleMatrix(whitened)).high
    let space = try mixture([0.5, 0.4, 0.1], (0..<3).map { means.column($0) }, covariance)
    let basis = try space.whitenedFisherBasis
    let inPlane = basis.transposeTimes(root.solveLower(space.exactMeans).high)
    let plane = try mixture([0.5, 0.4, 0.1], (0..<3).map { inPlane.column($0) }, .identity(2))
    for angle in [0.3, 1.9] {
      func bound(_ mixture: GaussianMixture) throws -> Double {
        try #require(
          try OneRowBound(mixture.pairs(bias: 1), attained: .infinity, angles: angle...angle)
        ).lowerBound
      }
      let (found, exact) = (try bound(space), try bound(plane))
      #expect(found < exact && exact - found < 1e-6 * abs(exact))
    }
  }
}
