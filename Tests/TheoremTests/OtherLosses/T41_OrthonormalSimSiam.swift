import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture be centred, with any covariances, δ > 0 and r = q. The minimisers of the SimSiam loss −E⟨A x, A x′⟩
/// under the constraint A Aᵀ = I have the Fisher subspace F as their row space.
@Suite(.theorem(.disproved))
struct `T41 SimSiam with orthonormal rows finds F` {
  @Test func `the minimiser is not F`() throws {
    try counterexample(
      known: [try .slanted], search: .anyCovariances,
      picture: { try $0.drawing(of: $0.simSiam(.orthonormalRows), by: "SimSiam with orthonormal rows") }
    ) { try $0.simSiam(.orthonormalRows).equality(with: $0.mixture.fisherSubspace) }
  }

  @Test func `it is the span of the means`() throws {
    let angle = Observation<Problem>.angleToFisher(
      "angle of SimSiam with orthonormal rows to F", of: \.mixture
    ) { problem, _ in try problem.simSiam(.orthonormalRows) }
    try forAll(.anyCovariances, observing: [angle], spanOfMeans)
  }

  @Test func `it is off F by a degree or more in most anisotropic mixtures`() throws {
    let anisotropic = Family<Problem>.anyCovariances
      .map("anisotropic mixtures, d > q") { problem, _ in problem }
      .assuming("variances that differ by a factor of 2 or more") { try $0.mixture.condition >= 2 }
      .assuming("more dimensions than F has") { $0.rank < $0.mixture.dimension }
    try fails(forAtMost: 0.2, detecting: 0.45, of: anisotropic, count: 500) { problem in
      let found = try problem.simSiam(.orthonormalRows)
      return .less(.pi / 180, than: try found.largestAngle(to: problem.mixture.fisherSubspace) ?? 0)
    }
  }

  @Test func `for the span of the means centring cannot be dropped`() throws {
    try cannotDrop("centring", of: .easyPairs, replacing: { try $0.shifted }, holds: spanOfMeans)
  }

  private func spanOfMeans(_ problem: Problem) throws -> Verdict {
    try problem.simSiam(.orthonormalRows).equality(with: problem.mixture.deviationSubspace)
  }
}
