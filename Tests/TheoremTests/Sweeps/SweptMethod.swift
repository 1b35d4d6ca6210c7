import Foundation
import MixtureFamilies
import TheoremTesting

/// What looks for F in a sweep: each with as many rows as F has dimensions.
enum SweptMethod: String, CaseIterable {
  case infoNCE = "InfoNCE"
  case whitenedSimSiam = "SimSiam, whitened outputs"
  case orthonormalSimSiam = "SimSiam, orthonormal rows"
  case discriminants = "LDA"
  case principalComponents = "PCA"

  /// The row space of what it finds.
  func subspace(of problem: Problem) throws -> Subspace {
    switch self {
    case .infoNCE: try problem.loss.minimizer(rank: problem.rank).rowSpace
    case .whitenedSimSiam:
      try SimSiam(problem.pairs).minimizer(rank: problem.rank, under: .whitenedOutputs).rowSpace
    case .orthonormalSimSiam:
      try SimSiam(problem.pairs).minimizer(rank: problem.rank, under: .orthonormalRows).rowSpace
    case .discriminants:
      try LinearDiscriminants(of: problem.mixture, dimension: problem.rank).subspace
    case .principalComponents: try problem.mixture.principalSubspace(dimension: problem.rank)
    }
  }
}

/// Two problems that differ in what is swept, in the same draw.
struct SweptPair: Sendable, Codable {
  let small: Problem
  let large: Problem

  /// "The largest angle to F is larger for the second problem."
  func growth(of method: SweptMethod) throws -> Verdict {
    let angles = try [small, large].map { problem in
      let (found, fisher) = (try method.subspace(of: problem), try problem.mixture.fisherSubspace)
      return Estimate(
        try found.largestAngle(to: fisher) ?? 0,
        budget: ErrorBudget([.rounding: 2 * (found.error + fisher.error)]))
    }
    return .less(angles[0], than: angles[1])
  }
}

extension Problem {
  /// Of the shared covariance.
  var condition: Double {
    get throws {
      let spectrum = try SymmetricEigen(of: mixture.withinClassCovariance).values
      return spectrum[spectrum.count - 1] / spectrum[0]
    }
  }

  /// A centred mixture of two to four components of equal weight, fewer than it has dimensions.
  static func swept(
    dimension: Int, condition: ClosedRange<Double>, bias: ClosedRange<Double>,
    using generator: inout some RandomNumberGenerator
  ) throws -> Problem {
    var recipe = MixtureFamily()
    recipe.dimensions = dimension...dimension
    recipe.componentShares = dimension == 2 ? [0, 1] : dimension == 3 ? [0, 0.5, 0.5] : [0, 0.4, 0.4, 0.2]
    recipe.condition = condition
    recipe.fisherRatios = 0.5...5
    recipe.weightRatio = 1
    let mixture = try recipe.draw(using: &generator)
    return Problem(
      mixture: mixture, bias: generator.uniform(in: bias), rank: mixture.componentCount - 1, route: nil)
  }

  /// The problem with the logarithms of the covariance's spectrum multiplied by a factor, and the means moved with the
  /// whitening, so that they stand in whitened coordinates as they did.
  func stretched(by factor: Double) throws -> Problem {
    let eigen = try SymmetricEigen(of: mixture.withinClassCovariance)
    let map = eigen.map { pow($0, (factor - 1) / 2) }
    var stretched = self
    stretched.mixture = try mixture.mapped(by: map)
    return stretched
  }
}

extension Family<Problem> {
  static let byBias = Family("swept by the bias") {
    try .swept(dimension: 10, condition: 100...100, bias: 0.1...1, using: &$0)
  }
  .requiringBalance
  .covering("bias below .3", 0.1) { $0.bias < 0.3 }

  static let byDimension = Family("swept by the dimension") { generator in
    let dimension = Int(generator.logUniform(in: 2...48.99))
    return try .swept(dimension: dimension, condition: 100...100, bias: 0.3...1, using: &generator)
  }
  .requiringBalance
  .covering("sixteen dimensions or more", 0.2) { $0.mixture.dimension >= 16 }

  static let byCondition = Family("swept by the condition") {
    try .swept(dimension: 10, condition: 1...1e4, bias: 0.3...1, using: &$0)
  }
  .requiringBalance
  .covering("condition at least 1000", 0.1) { try $0.condition >= 1000 }

  /// Shrinking keeps what the statement assumes.
  private var requiringBalance: Family {
    assuming("its hypotheses") { problem in
      let mixture = problem.mixture
      guard let weight = mixture.weights.first, mixture.weights.allSatisfy({ $0 == weight }) else {
        return false
      }
      return try mixture.componentCount <= 4 && mixture.sharedCovariance != nil && problem.bias > 0
        && problem.rank >= 1
        && problem.rank == mixture.fisherSubspace.dimension
    }
  }
}

extension Family<SweptPair> {
  /// 3 dimensions and 48.
  static let dimensionPairs = Family("few dimensions and many") { generator in
    func problem(_ dimension: Int) throws -> Problem {
      try .swept(dimension: dimension, condition: 100...100, bias: 1...1, using: &generator)
    }
    return SweptPair(small: try problem(3), large: try problem(48))
  }
  // PCA finds F where the covariance is isotropic.
  .assuming("its hypotheses") { try $0.small.condition > 5 && $0.large.condition > 5 }

  /// Conditions of about 10 and 10⁴, with the same axes and the same mixture in whitened coordinates.
  static let conditionPairs = Family("a small condition and a large one") { generator in
    let small = try Problem.swept(dimension: 10, condition: 10...10, bias: 1...1, using: &generator)
    return SweptPair(small: small, large: try small.stretched(by: 4))
  }
  // An isotropic covariance is as it was.
  .assuming("its hypotheses") { try $0.small.condition > 5 }
}
