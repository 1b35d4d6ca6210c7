import TheoremTesting

/// Let (u, v) be a centred Gaussian pair with regular covariances, let ρ₁ ≥ ρ₂ ≥ … be the singular values of R = Σ_u^{−1/2} Σ_uv
/// Σ_v^{−1/2}, and R_r its r leading terms. (1) In either direction the population CLIP loss of a form M is |N − R|²/2 − |R|²/2 with
/// N = Σ_u^{1/2} M Σ_v^{1/2}. (2) If ρ_r > 0, a form of rank at most r has a loss of at least (1 − ρ_{r+1}/ρ_r)|N − R_r|²/2 above that
/// of CCA, where N = R_r; this bound is attained.
@Suite(.theorem(.proved))
struct `G1 CLIP of Gaussian pairs` {
  @Test func `(1) the loss by its definition, on the line`() throws {
    try forAll(.lines, count: 60) { $0.agreement }
  }

  @Test func `(2) how much worse other forms are`() throws {
    try lowerBound(.forms) { ($0.loss - $0.leastLoss, bound: $0.leastExcess) }
  }

  @Test func `(2) the next direction in place of the last attains it`() throws {
    try identity(.forms) { form in
      let other = form.withNextDirection
      return (other.loss - other.leastLoss, other.leastExcess)
    }
  }

  @Test func `(1) centring cannot be dropped`() throws {
    try cannotDrop("centring", of: .lines, replacing: { $0.movedOff }) { $0.agreement }
  }

  @Test func `(2) the rank of the form cannot be dropped`() throws {
    try cannotDrop("the rank", of: .forms) {
      .atMost($0.leastExcess, $0.loss - $0.leastLoss)
    } without: {
      .atMost($0.leastExcess, $0.withAllTerms.loss - $0.leastLoss)
    }
  }

  // So T53 of the mixtures, "CLIP is canonical correlation analysis", is false, and here it is true.
  @Test func `(2) the Gaussian law cannot be dropped`() throws {
    try cannotDrop("the Gaussian law", of: .mixturesOfThree) {
      $0.gaussianOptimality
    } without: {
      try $0.clipIsCanonical
    }
  }
}
