import MixtureFamilies
@testable import TheoremTesting

@Suite struct `Random mixtures and pairs` {
  @Test func `couplings have their marginals and no negative entry`() throws {
    var indefinite = 0
    for key in 0..<200 {
      var draw = Draw(using: CounterBasedGenerator(key: UInt64(key)))
      let mixture = try MixtureFamily().draw(&draw)
      let coupling = draw.coupling("coupling", weights: mixture.weights)
      // The initialiser checks symmetry, sign and marginals.
      _ = try AugmentedPairs(mixture: mixture, coupling: coupling)
      let excess = Matrix(rows: coupling.rows, columns: coupling.rows) {
        coupling[$0, $1] - mixture.weights[$0] * mixture.weights[$1]
      }
      if try SymmetricEigen(of: excess).values[0] < -1e-6 { indefinite += 1 }
    }
    #expect(indefinite > 5)
  }

  @Test func `biases reach both ends`() throws {
    let biases = try (0..<1000).compactMap { key in
      var draw = Draw(using: CounterBasedGenerator(key: UInt64(key)))
      return try Family.bias.instance(of: &draw)
    }
    #expect(biases.allSatisfy { (0...1).contains($0) })
    #expect(biases.count { $0 == 0 } > 20 && biases.count { $0 == 1 } > 20)
  }

  @Test(arguments: [
    MixtureFamily.Shape.shared, .diagonal, .spherical, .unequal,
  ])
  func `what is drawn is what was asked for, and as simple as it gets at its simplest`(
    _ shape: MixtureFamily.Shape
  )
    throws
  {
    var recipe = MixtureFamily()
    recipe.shape = shape
    recipe.dimensions = 2...6
    for key in 0..<40 {
      var draw = Draw(using: CounterBasedGenerator(key: UInt64(key)))
      let mixture = try recipe.draw(&draw)
      #expect((2...6).contains(mixture.dimension) && mixture.componentCount <= 6)
      #expect(mixture.weights.max() ?? 0 <= 30.0001 * (mixture.weights.min() ?? 0))
      #expect(mixture.mean.allSatisfy { abs($0) <= 1e-12 * max(mixture.means.frobeniusNorm, 1e-300) })
      if shape == .shared, mixture.componentCount > 1 {
        let ratios = try SymmetricEigen(of: fisherPencil(mixture)).values.filter { $0 > 1e-9 }
        #expect(ratios.allSatisfy { $0 > 0.0999 && $0 < 10.001 }, "\(ratios)")
      }
      // Again, from what was drawn; and from nothing, which leaves out what can be left out.
      var again = Draw(strictly: Choices(draw.choices))
      #expect(try recipe.draw(&again).means == mixture.means)
    }
    var simplest = Draw(nearest: Choices())
    let plain = try recipe.draw(&simplest)
    #expect(plain.dimension == 2 && plain.componentCount == 1)
    #expect(plain.withinClassCovariance == .identity(2))
  }

  @Test func `what is made simpler stays in its family, whatever is claimed of it`() throws {
    let families: [(Family<GaussianMixture>, @Sendable (GaussianMixture) -> Bool)] = [
      (.centred, { $0.isCentred && $0.sharedCovariance != nil && $0.dimension <= 24 }),
      (.small, { $0.isCentred && $0.sharedCovariance != nil && (2...3).contains($0.componentCount) }),
    ]
    for (family, isMember) in families {
      let property = Property(.universal, family: family, resolution: 1e-6) { mixture in
        #expect(isMember(mixture))
        return .positive(-1, budget: .exact)
      }
      for key in 0..<6 {
        let found = try #require(property.trial(Draw(using: CounterBasedGenerator(key: UInt64(key)))))
        let simplest = property.shrunk(found)
        #expect(
          simplest.specimen.instance.dimension <= 2 && simplest.specimen.text.count < 200,
          "\(simplest.specimen.text)")
      }
    }
  }

  /// L⁻¹ B L⁻ᵀ with W = L Lᵀ, whose eigenvalues are Fisher's ratios.
  private func fisherPencil(_ mixture: GaussianMixture) throws -> Matrix {
    let root = try Cholesky(of: mixture.withinClassCovariance)
    return root.solveLower(root.solveLower(mixture.betweenClassCovariance).transposed).symmetricPart
  }

  @Test func `a picture shows the means, F and what is learned`() throws {
    let line = try GaussianMixture(
      weights: [0.25, 0.75], means: Matrix(columnVectors: [[3, 0], [-1, 0]]), covariances: .tied(.identity(2))
    )
    let drawing = try #require(try Drawing(of: line, bias: 1, rank: 2))
    #expect(drawing.places == [.init(x: 3, y: 0, weight: 0.25), .init(x: -1, y: 0, weight: 0.75)])
    #expect(drawing.lines.map(\.isFound) == [true, false])
    #expect(drawing.lines.allSatisfy { abs(abs($0.x) - 1) < 1e-9 && abs($0.y) < 1e-6 })
    #expect(
      drawing.caption == "Solid: InfoNCE with two rows at bias 1 finds the line at 0.0°. "
        + "Dashed: the Fisher subspace is the line at 0.0°.")
    let single = try GaussianMixture(
      weights: [1], means: Matrix(columnVectors: [[0, 0]]), covariances: .tied(.identity(2)))
    #expect(
      try Drawing(of: single, bias: 1, rank: 1)?.caption.contains("the Fisher subspace is nothing") == true)
    let solid = try GaussianMixture(
      weights: [1], means: Matrix(columnVectors: [[0, 0, 0]]), covariances: .tied(.identity(3)))
    #expect(try Drawing(of: solid, bias: 1, rank: 1) == nil)
  }

  @Test func `a picture of a plane beside a line shows where they differ`() throws {
    let mixture = try GaussianMixture(
      weights: [1], means: Matrix(columnVectors: [[0, 0]]), covariances: .tied(.identity(2)))
    let line = Subspace(orthonormalBasis: Matrix(columnVectors: [[0.6, 0.8]]))
    let plane = Subspace(orthonormalBasis: .identity(2))
    let drawing = try #require(
      Drawing(of: mixture, found: line, by: "a method", beside: plane, named: "all there is"))
    #expect(
      drawing.lines == [.init(isFound: true, x: 0.6, y: 0.8), .init(isFound: false, x: -0.8, y: 0.6)])
    #expect(
      drawing.caption == "Solid: a method finds the line at 53.1°. "
        + "Dashed: all there is is the whole plane, of which the direction at 143.1° is shown.")
    let other = try #require(
      Drawing(of: mixture, found: plane, by: "a method", beside: line, named: "all there is"))
    #expect(other.lines.map(\.isFound) == [true, false] && other.lines[0].x == -0.8)
    let both = Drawing(of: mixture, found: plane, by: "a method", beside: plane, named: "all there is")
    #expect(both?.lines.isEmpty == true)
  }
}
