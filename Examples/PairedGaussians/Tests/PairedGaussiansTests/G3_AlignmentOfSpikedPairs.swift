import TheoremTesting

/// Let x and y be spiked pairs: in orthonormal coordinates Σ_x = diag(κᵢ² + γᵢ, γ̃ⱼ), Σ_y likewise, Σ_xy = diag(κᵢ², ηⱼ), with k signals.
/// (1) CCA with k directions finds the signals' coordinates and nothing else, in both views, if and only if every signal's correlation
/// κ²/√((κ² + γ_x)(κ² + γ_y)) is above every |η|/√(γ̃_x γ̃_y). (2) Where the least is equal to the largest they are one choice of many.
@Suite(.theorem(.proved))
struct `G3 Alignment of spiked pairs` {
  @Test func `(1) it finds the signals exactly above the threshold`() throws {
    try forAll(.alignedPairs) { try $0.alignment.and($0.swapped.alignment) }
  }

  @Test func `(2) a direction between does as well`() throws {
    try identity(.ties) { $0.correlations }
  }

  @Test func `(1) uncorrelated signals cannot be dropped`() throws {
    try cannotDrop(
      "uncorrelated signals", of: .strongAlignedPairs,
      replacing: { $0.with(signalCorrelation: 0.9) }
    ) { try $0.alignment }
  }

  @Test func `(1) noise apart from the signals cannot be dropped`() throws {
    try cannotDrop(
      "noise apart from the signals", of: .strongAlignedPairs, replacing: { $0.with(leak: 0.5) }
    ) { try $0.alignment }
  }

  // Prediction does depend on it, see G4.
  @Test func `(1) the scale of the noise does not matter`() throws {
    try forAll(.alignedPairs) { try $0.with(stretch: 10).alignment }
  }
}
