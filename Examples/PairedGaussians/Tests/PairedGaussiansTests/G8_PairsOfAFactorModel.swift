import TheoremTesting

/// Let x = A w + B h + e and x′ = A w + B h′ + e′ share the signals w, where w, h and h′ are white and independent, and so is the noise
/// e, e′ of covariance σ² I, and A has k independent columns. Let S be the covariance of x and S₊ that of x and x′. (1) The rows V (k × d)
/// that maximise tr V S₊ Vᵀ under V S Vᵀ = I span S⁻¹ col A. (2) This is col A if and only if B Bᵀ maps col A into itself, as where Aᵀ B = 0.
@Suite(.theorem(.proved))
struct `G8 Pairs of a factor model` {
  @Test func `(1) the span of the rows`() throws {
    try forAll(.models) { try $0.hasRows }
  }

  @Test func `(2) they span col A where the other factors keep it`() throws {
    try forAll(.keptModels) { try $0.findsSignals }
  }

  @Test func `(2) they do not otherwise`() throws {
    try forAll(.mixedModels) { try $0.findsSignals.not }
  }

  @Test func `(1) independent columns cannot be dropped`() throws {
    try cannotDrop("independent columns", of: .models, replacing: { $0.dependent }) { try $0.hasRows }
  }

  @Test func `(2) factors that keep col A cannot be dropped`() throws {
    try cannotDrop("factors that keep col A", of: .keptModels, replacing: { $0.mixed }) {
      try $0.findsSignals
    }
  }

  @Test func `(2) noise of the same variance in all directions cannot be dropped`() throws {
    try cannotDrop(
      "noise of the same variance in all directions", of: .keptModels,
      replacing: { $0.noisierAlongOneAxis }
    ) { try $0.findsSignals }
  }

  @Test func `(2) how far off it is for two signals and two factors in six dimensions`() throws {
    try measure("angle in degrees", of: .sixDimensions) { try $0.degreesOff }
  }
}
