import TheoremTesting

// What makes a mixture hard, as classes for a family to cover.

extension Family<GaussianMixture> {
  /// Requires three in ten each to be anisotropic, to have more dimensions than F, and to be such that PCA misses F.
  public var coveringHardMixtures: Family { coveringHardMixtures { $0 } }
}

extension Family {
  /// The mixture of an instance.
  public typealias MixtureOf = @Sendable (Instance) throws -> GaussianMixture

  /// Requires three in ten each to be anisotropic, to have more dimensions than F, and to be such that PCA misses F by ten degrees.
  /// - Parameter mixture: that of an instance.
  public func coveringHardMixtures(_ mixture: @escaping MixtureOf) -> Family {
    coveringCondition(mixture)
      .covering("PCA at least 10 degrees off F", 0.3) { try mixture($0).isMissedByPCA }
      .coveringMoreDimensionsThanF(0.3, mixture)
  }

  /// Requires three in ten to have a within-class covariance of a condition of at least 100.
  /// - Parameter mixture: that of an instance.
  public func coveringCondition(_ mixture: @escaping MixtureOf) -> Family {
    covering("condition of the covariance at least 100", 0.3) { try mixture($0).condition >= 100 }
  }

  /// Requires a share to have more dimensions than F.
  /// - Parameters:
  ///   - share: in (0, 1].
  ///   - mixture: that of an instance.
  public func coveringMoreDimensionsThanF(_ share: Double, _ mixture: @escaping MixtureOf) -> Family {
    covering("more dimensions than F has", share) { instance in
      let mixture = try mixture(instance)
      return try mixture.dimension > mixture.fisherSubspace.dimension
    }
  }

  /// Requires a share to have a mean of a tenth of the size of the means, or more.
  /// - Parameters:
  ///   - share: in (0, 1].
  ///   - mixture: that of an instance.
  public func coveringOffCentre(_ share: Double, _ mixture: @escaping MixtureOf) -> Family {
    covering("not centred", share) { instance in
      let mixture = try mixture(instance)
      return mixture.mean.reduce(0) { $0 + $1 * $1 } > 0.01 * mixture.means.inner(mixture.means)
    }
  }
}

extension GaussianMixture {
  /// Whether as many principal components as F has dimensions span a subspace that is ten degrees off F, or more.
  public var isMissedByPCA: Bool {
    get throws {
      let fisher = try fisherSubspace
      let principal = try principalSubspace(dimension: fisher.dimension)
      return try principal.largestAngle(to: fisher).map { $0.value >= 10 * .pi / 180 } ?? false
    }
  }

  /// The condition number of the within-class covariance, at least 1.
  public var condition: Double {
    get throws {
      let spectrum = try SymmetricEigen(of: withinClassCovariance).values
      return spectrum[spectrum.count - 1] / spectrum[0]
    }
  }
}
