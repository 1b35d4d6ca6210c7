import TheoremTesting

/// Let x and y be spiked pairs: in orthonormal coordinates Σ_x = diag(κᵢ² + γᵢ, γ̃ⱼ), Σ_y likewise, Σ_xy = diag(κᵢ², ηⱼ), with k signals.
/// (1) The linear prediction of y from x of rank k with the least mean square error sees the signals' coordinates and nothing else if
/// and only if every κ²/√(κ² + γ_x) is above every |η|/√γ̃_x. (2) Where the least is equal to the largest they are one choice of many.
@Suite(.theorem(.proved))
struct `G4 Prediction of spiked pairs` {
  @Test func `(1) it finds the signals exactly above the threshold`() throws {
    try forAll(.predictedPairs) { try $0.prediction }
  }

  @Test func `(2) a direction between does as well`() throws {
    try identity(.ties) { $0.explained }
  }

  @Test func `(1) uncorrelated signals cannot be dropped`() throws {
    try cannotDrop(
      "uncorrelated signals", of: .strongPredictedPairs,
      replacing: { $0.with(signalCorrelation: 0.9) }
    ) { try $0.prediction }
  }

  @Test func `(1) noise apart from the signals cannot be dropped`() throws {
    try cannotDrop(
      "noise apart from the signals", of: .strongPredictedPairs, replacing: { $0.with(leak: 0.5) }
    ) { try $0.prediction }
  }

  @Test func `(1) noise of y in orthonormal coordinates cannot be dropped`() throws {
    try cannotDrop(
      "noise of y in orthonormal coordinates", of: .strongPredictedPairs, replacing: { $0.with(stretch: 10) }
    ) { try $0.prediction }
  }
}
