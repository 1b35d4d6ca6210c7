import MixtureFamilies
import TheoremTesting

/// Let both modalities be centred Gaussian mixtures, each with a shared covariance. Components of x that y does not tell apart, as
/// they go with one and the same component of y, are not told apart by what CLIP learns of x: the minimiser M of the population
/// CLIP loss has Mᵀ μᵢ = Mᵀ μⱼ for their means.
@Suite(.theorem(.disproved))
struct `T55 What one modality merges stays merged` {
  @Test func `two components of three`() throws {
    // The last two of three components of x go with the second of y.
    let triangles = Family<CrossModalPairs>.printed(
      "three components in the plane and two on the line", dimensions: (2, 1)
    ) { draw in
      let weights = (0..<3).map { _ in Double(draw.integer("weight", in: 1...9)) }.normalised
      return Matrix(rows: 3, columns: 2) { min($0, 1) == $1 ? weights[$0] : 0 }
    }
    try counterexample(
      of: triangles,
      known: [["weight": [1, 1, 1], "mean of x": [[-2, -1], [2, 0], [0, 1]], "mean of y": [[-2], [1]]]]
    ) { try mergedToo($0) }
  }

  @Test func `so for nearly all modalities`() throws {
    let merging = Family<CrossModalPairs>("modalities of which y merges two components") { draw in
      let count = draw.integer("components of x", in: 3...4, shares: [0.85, 0.15])
      return try draw.pairs(.merged, count, dimensions: 2...6)
    }
    try forAll(merging) { try mergedToo($0).not }
  }

  /// "What is learned of x does not tell its last two components apart": the part of M along the difference of their means, in
  /// whitened coordinates, over |M|.
  private func mergedToo(_ pairs: CrossModalPairs) throws -> Verdict {
    let (form, (deviations, error)) = (try pairs.minimizer.estimate, try pairs.x.whitenedDeviations)
    let means = MatrixEstimate(deviations, budget: .proved([.rounding: error]))
    let last = means.columns - 1
    let difference = means.columns(last..<(last + 1)) - means.columns((last - 1)..<last)
    let (told, size) = ((difference.transposed * form).norm, difference.norm.value * form.norm.value)
    return .vanishes(measured: told.value / size, budget: told.budget.scaled(by: 1 / size))
  }
}
