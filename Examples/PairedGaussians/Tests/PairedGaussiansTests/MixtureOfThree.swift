import ContrastiveTheory
import LinearAlgebra
import TheoremTesting

/// A pair that is not Gaussian: two mixtures of three components in the plane, one to one.
struct MixtureOfThree: Sendable {
  let clip: CLIP

  /// Those of the mixture, in coordinates where the covariances within the components are the identity.
  private var moments: PairMoments {
    PairMoments(
      u: EstimateMatrix(exactly: clip.whitenedSecondMoments.x),
      v: EstimateMatrix(exactly: clip.whitenedSecondMoments.y),
      cross: EstimateMatrix(exactly: clip.whitenedCrossMoment))
  }

  private var canonicalForm: EstimateMatrix { moments.u.inverse * moments.cross * moments.v.inverse }

  /// "The form of CCA is CLIP's of the Gaussian pair that has these moments": its loss has the gradient zero there.
  var gaussianOptimality: Verdict {
    .equal(moments.gradient(canonicalForm).squaredNorm, 0, scale: moments.cross.squaredNorm.value)
  }

  /// "The form of CCA is CLIP's of the mixture."
  var clipIsCanonical: Verdict {
    get throws {
      let minimizer = try clip.minimizer()
      let difference = (EstimateMatrix(exactly: minimizer.whitenedForm) - canonicalForm).squaredNorm
        .squareRoot()
      return .equal(
        Estimate(difference.value, budget: difference.budget + minimizer.distance), 0,
        scale: minimizer.whitenedForm.frobeniusNorm)
    }
  }
}

extension Family<MixtureOfThree> {
  static let mixturesOfThree = Family("three components in the plane, one to one") { draw in
    let counts = (0..<3).map { _ in Double(draw.integer("weight", in: 1...9)) }
    let weights = counts.map { $0 / counts.reduce(0, +) }
    func mixture(_ name: String) throws -> GaussianMixture {
      let means = Matrix(columnVectors: (0..<3).map { _ in draw.normals("mean of \(name)", 2, scale: 2) })
      let mixture = try GaussianMixture(weights: weights, means: means, covariances: .tied(.identity(2)))
      return mixture.centred
    }
    let (u, v) = try (mixture("u"), mixture("v"))
    return MixtureOfThree(clip: try CLIP(CrossModalPairs(x: u, y: v, coupling: .diagonal(weights))))
  }
}
