import MixtureFamilies
import TheoremTesting

extension Observation {
  /// How far from F what is found in an instance is, given its F, by the anisotropy of the mixture.
  static func angleToFisher(
    _ name: String, of mixture: @escaping @Sendable (Instance) -> GaussianMixture,
    found subspace: @escaping @Sendable (Instance, Subspace) throws -> Subspace
  ) -> Observation {
    Observation(
      name, x: ("condition number of the covariance", { try mixture($0).condition }),
      y: "largest angle to F in degrees"
    ) { instance in
      let fisher = try mixture(instance).fisherSubspace
      return try subspace(instance, fisher).degrees(to: fisher)
    }
  }
}
