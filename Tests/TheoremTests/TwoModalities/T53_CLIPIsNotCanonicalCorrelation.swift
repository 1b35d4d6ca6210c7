import MixtureFamilies
import TheoremTesting

/// Let both modalities be centred Gaussian mixtures, each with a shared covariance. The row spaces of CLIP are those of canonical
/// correlation analysis: in coordinates where the total covariances are the identity, the minimiser of the population CLIP loss
/// has the singular vectors of the cross-covariance.
@Suite(.theorem(.disproved))
struct `T53 CLIP is canonical correlation analysis` {
  // Of Gaussian pairs the statement is true: G1 of Examples/PairedGaussians.
  @Test func `other singular vectors`() throws {
    // In whitened coordinates of both Fisher subspaces every pair of modalities of three components is like this.
    let triangles = Family<CrossModalPairs>.printed(
      "three components in the plane, one to one", dimensions: (2, 2)
    ) { draw in .diagonal((0..<3).map { _ in Double(draw.integer("weight", in: 1...9)) }.normalised) }
    try counterexample(
      of: triangles,
      known: [
        [
          "weight": [5, 3, 2], "mean of x": [[2, 0], [0, 2], [-1, -1]],
          "mean of y": [[1, 0], [-1, 1], [0, -2]],
        ]
      ]
    ) { try canonicalDirections($0) }
  }

  @Test func `so for nearly all one-to-one couplings of three components`() throws {
    let oneToOne = Family<CrossModalPairs>("three components, one to one") {
      try $0.pairs(.oneToOne, 3, dimensions: 2...6)
    }
    try forAll(oneToOne) { try canonicalDirections($0).not }
  }

  @Test func `two components have canonical directions`() throws {
    let twoComponents = Family<CrossModalPairs>("two components, not independent") { draw in
      let structure = draw.element("structure", of: [CouplingStructure.oneToOne, .random]) ?? .oneToOne
      return try draw.pairs(structure, 2, dimensions: 2...6)
    }
    try forAll(twoComponents, count: 60, canonicalDirections)
  }

  @Test func `the error of the limit of weak coupling falls like t`() throws {
    // With 200 slopes the interval for their median leaves out a quarter of them at either end: a few whose next order is the
    // larger at these sizes do not decide. The quantity is known to the certificate's error over t, so t is not smaller.
    // Three to six components, mostly three, whose coupling is no product: some two components never go together.
    let dependent = Family<CrossModalPairs>("three components or more, as dependent as may be") { draw in
      let structures: [CouplingStructure] = [.oneToOne, .merged, .groups, .random]
      let structure = draw.element("structure", of: structures) ?? .oneToOne
      let count = draw.integer("components of x", in: 3...6, shares: [0.85, 0.05, 0.05, 0.05])
      let raw = try draw.pairs(structure, count, dimensions: 2...6)
      // As far away from independence in its direction as entries of at least 0 allow.
      let product = try raw.independent.coupling
      let limits = zip(product.storage, (product - raw.coupling).storage).compactMap {
        $1 > 0 ? $0 / $1 : nil
      }
      let strongest = product + (limits.min() ?? 1) * (raw.coupling - product)
      return try raw.coupled(by: strongest.map { max($0, 0) })
    }
    .covering("components in groups", 0.1) { try $0.structure == .groups }
    .covering("merged components", 0.1) { try $0.structure == .merged }
    .covering("four components or more", 0.05) { $0.x.componentCount > 3 }
    try rate(
      1, neighbours: 0...2, sizes: [0.01, 0.03, 0.09], of: dependent, count: 200,
      axes: ("strength t of the coupling", "distance to the limit over t")
    ) { pairs, t in
      // S_x⁻¹ C S_y⁻¹, whitened: the minimiser to first order where the components are nearly independent.
      let (x, y, cross) = try pairs.loss.whitenedMoments
      let limit = try y.solve(x.solve(cross).transposed).transposed
      let product = try pairs.independent.coupling
      let weakened = try pairs.coupled(by: product + t * (pairs.coupling - product))
      var error = try weakened.minimizer.distance(to: Estimate(exactly: t) * limit)
      // The weakened coupling is rounded, which moves the minimiser by no more than its C.
      error.budget = error.budget + cross.budget
      return error / Estimate(exactly: t)
    }
  }

  /// "The minimiser M has the singular vectors of the cross-covariance C", both in coordinates where the second moments S of the
  /// modalities are the identity: there MᵀC and MCᵀ are symmetric. In whitened coordinates, S_y⁻¹ CᵀM and S_x⁻¹ CMᵀ.
  private func canonicalDirections(_ pairs: CrossModalPairs) throws -> Verdict {
    let loss = try pairs.loss
    let (form, (x, y, cross)) = (try loss.minimizer().estimate, loss.whitenedMoments)
    let products = [try y.solve(cross.transposed * form), try x.solve(cross * form.transposed)]
    let size = products.reduce(0) { $0 + $1.norm.value }
    let off = products.map { ($0 - $0.transposed).norm }.sum
    return .vanishes(measured: off.value / size, budget: off.budget.scaled(by: 1 / size))
  }
}
