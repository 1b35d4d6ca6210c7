import TheoremTesting

/// Let (u, v) be a centred Gaussian pair with a regular joint covariance and canonical correlations ρᵢ. (1) Over forms of rank at most r
/// the population CLIP loss is at least −½ Σ_{i≤r} ρᵢ², which the form of CCA attains. (2) At full rank the information of the pair is
/// above minus this minimum by at least ¼ Σ ρᵢ⁴, and by no more than that to leading order in the ρᵢ.
@Suite(.theorem(.proved))
struct `G2 The minimum of CLIP and the information of a pair` {
  @Test func `(1) the form of CCA attains it`() throws {
    try identity(.forms) { ($0.leastLoss, $0.minimum) }
  }

  @Test func `(1) no form has less`() throws {
    try forAll(.forms) { .atMost($0.minimum, $0.loss) }
  }

  @Test func `(2) the gap to the information`() throws {
    try lowerBound(.pairs, attaining: 0.99) { ($0.gap, bound: $0.quartic) }
  }

  @Test func `(1) centring cannot be dropped`() throws {
    try cannotDrop("centring", of: .lines, replacing: { $0.movedOff }) { $0.attainment }
  }

  @Test func `(2) the Gaussian law cannot be dropped`() throws {
    try cannotDrop("the Gaussian law", of: .pairs) {
      .atMost($0.quartic, $0.gap)
    } without: {
      .atMost($0.quartic, $0.gapOfSigns, scale: 1)
    }
  }
}

extension FormOfRank {
  /// −½ Σ_{i≤r} ρᵢ².
  fileprivate var minimum: Estimate {
    pair.correlations.prefix(rank).map { Estimate(exactly: $0).squared }.sum / -2
  }
}

extension GaussianPair {
  /// The information, by determinants, and the loss of CCA at full rank.
  fileprivate var gap: Estimate {
    let moments = moments
    let parts = moments.u.absoluteDeterminant * moments.v.absoluteDeterminant
    return Estimate.log(parts / moments.joint.absoluteDeterminant) / 2
      + moments.loss(canonicalForm(rank: correlations.count))
  }

  fileprivate var quartic: Estimate { correlations.map { Estimate(exactly: $0).power(4) }.sum / 4 }

  /// The gap of signs x, y = ±1 with the same correlations in place of the canonical coordinates: of their information, and of the
  /// loss log cosh m − m ρ at its minimum tanh m = ρ.
  fileprivate var gapOfSigns: Estimate {
    correlations.map { correlation -> Estimate in
      let (rho, more) = (Estimate(exactly: correlation), 1 + Estimate(exactly: correlation))
      let (less, m) = (1 - rho, Estimate.log(more / (1 - rho)) / 2)
      let information = (more * Estimate.log(more) + less * Estimate.log(less)) / 2
      return information + Estimate.log((Estimate.exp(m) + Estimate.exp(-m)) / 2) - m * rho
    }.sum
  }
}
