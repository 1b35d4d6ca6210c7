import MixtureFamilies
import TheoremTesting

extension Observation {
  /// How far a subspace is from F, by the anisotropy of the mixture.
  /// - Parameters:
  ///   - name: what the series shows.
  ///   - mixture: the mixture of an instance.
  ///   - subspace: what is found in an instance, given its F.
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
