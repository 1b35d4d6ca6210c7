import TheoremTesting

/// Second moments of a centred pair (u, v): all that a Gaussian pair is.
struct PairMoments: Sendable {
  /// Σ_u, Σ_v and Σ_uv.
  let u: EstimateMatrix
  let v: EstimateMatrix
  let cross: EstimateMatrix

  /// That of u and v together.
  var joint: EstimateMatrix {
    EstimateMatrix(
      zip(u.rows, cross.rows).map { $0 + $1 } + zip(cross.transposed.rows, v.rows).map { $0 + $1 })
  }

  /// tr(Mᵀ Σ_u M Σ_v)/2 − tr(Mᵀ Σ_uv): the population CLIP loss of the form M, were the pair Gaussian.
  func loss(_ form: EstimateMatrix) -> Estimate { squaredNorm(form) / 2 - form.inner(cross) }

  /// |Σ_u^{1/2} M Σ_v^{1/2}|².
  func squaredNorm(_ form: EstimateMatrix) -> Estimate { form.inner(u * form * v) }

  /// Σ_u M Σ_v − Σ_uv.
  func gradient(_ form: EstimateMatrix) -> EstimateMatrix { u * form * v - cross }
}

/// A Gaussian pair u = P x, v = Q y, of canonical coordinates with E xᵢ yᵢ = ρᵢ and no other correlation. P and Q are the symmetric
/// roots of the covariances, which every pair has in some orthonormal coordinates.
struct GaussianPair: Sendable {
  /// ρ₁ ≥ ρ₂ ≥ …, as many as the smaller of the two dimensions.
  let correlations: [Double]
  /// P and Q.
  let roots: (u: Matrix, v: Matrix)

  var dimensions: (u: Int, v: Int) { (roots.u.rows, roots.v.rows) }

  /// As a reader of data would find them: of u and v, and not of their canonical coordinates.
  var moments: PairMoments {
    let (p, q) = (EstimateMatrix(exactly: roots.u), EstimateMatrix(exactly: roots.v))
    return PairMoments(
      u: p * p.transposed, v: q * q.transposed, cross: p * singular(correlations) * q.transposed)
  }

  /// The form of CCA with r directions: Σ_u^{−1/2} R_r Σ_v^{−1/2}.
  func canonicalForm(rank: Int) -> EstimateMatrix { form(singular(Array(correlations.prefix(rank)))) }

  /// The form M = P⁻ᵀ N Q⁻¹ that is N in canonical coordinates.
  func form(_ canonical: EstimateMatrix) -> EstimateMatrix {
    EstimateMatrix(exactly: roots.u).inverse.transposed * canonical * EstimateMatrix(exactly: roots.v).inverse
  }

  /// These numbers on the diagonal, in canonical coordinates.
  func singular(_ values: [Double]) -> EstimateMatrix {
    EstimateMatrix(
      diagonal: values.map(Estimate.init(exactly:)), rows: dimensions.u, columns: dimensions.v)
  }
}

extension Family<GaussianPair> {
  static let pairs = Family("Gaussian pairs of two to five dimensions") { draw in
    let dimensions = ["u", "v"].map { draw.integer("dimension of \($0)", in: 2...5) }
    func root(_ name: String, _ dimension: Int) -> Matrix {
      let scales = (0..<dimension).map { _ in draw.logarithmic("scale of \(name)", in: 0.3...3) }
      return draw.symmetric("root of \(name)", spectrum: scales)
    }
    let roots = (u: root("u", dimensions[0]), v: root("v", dimensions[1]))
    let correlations = (0..<min(dimensions[0], dimensions[1])).map { _ in
      draw.logarithmic("correlation", in: 0.02...0.98)
    }
    return GaussianPair(correlations: correlations.sorted(by: >), roots: roots)
  }
  .covering("different dimensions", 0.5) { $0.dimensions.u != $0.dimensions.v }
  .covering("a correlation above .9", 0.02) { $0.correlations[0] > 0.9 }
}
