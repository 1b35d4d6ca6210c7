import Foundation
import MixtureFamilies
import TheoremTesting

/// What looks for F in a sweep: each with as many rows as F has dimensions.
enum SweptMethod: String, CaseIterable {
  case infoNCE = "InfoNCE"
  /// At the temperature 1/2.
  case cosineInfoNCE = "InfoNCE, cosine scores"
  case whitenedSimSiam = "SimSiam, whitened outputs"
  case orthonormalSimSiam = "SimSiam, orthonormal rows"
  case discriminants = "LDA"
  case principalComponents = "PCA"
}

extension Problem {
  /// The row space of what a method finds.
  func subspace(by method: SweptMethod) throws -> Subspace {
    switch method {
    case .infoNCE: try minimizer.rowSpace
    case .cosineInfoNCE: try CosineInfoNCE(pairs, temperature: 0.5).minimizer(rank: rank).rowSpace
    case .whitenedSimSiam: try simSiam(.whitenedOutputs)
    case .orthonormalSimSiam: try simSiam(.orthonormalRows)
    case .discriminants: try LinearDiscriminants(of: mixture, dimension: rank).subspace
    case .principalComponents: try mixture.principalSubspace(dimension: rank)
    }
  }

  /// The largest angle of that to F in degrees.
  func angle(of method: SweptMethod) throws -> Estimate {
    let (found, fisher) = (try subspace(by: method), try mixture.fisherSubspace)
    // An encoder of zero finds nothing.
    return (try found.largestAngle(to: fisher) ?? .pi / 2) * 180 / .pi
  }
}

extension Family<Problem> {
  static let byBias = swept("swept by the bias", bias: 0.1...1)
    .covering("bias below .3", 0.1) { $0.bias < 0.3 }

  static let byDimension = swept("swept by the dimension", dimensions: 2...48)
    .covering("sixteen dimensions or more", 0.2) { $0.mixture.dimension >= 16 }

  static let byCondition = swept("swept by the condition", condition: 1...1e4)
    .covering("condition at least 1000", 0.1) { try $0.mixture.condition >= 1000 }

  static func threeComponents(_ name: String, bias: ClosedRange<Double>) -> Family {
    swept(name, bias: bias, componentShares: [0, 0, 1])
  }

  /// Centred mixtures of two to four components of equal weight, at most as many as there are dimensions, of which every
  /// octave is as likely.
  static func swept(
    _ name: String, dimensions: ClosedRange<Int> = 10...10, condition: ClosedRange<Double> = 100...100,
    bias: ClosedRange<Double> = 0.3...1, componentShares: [Double] = [0, 0.4, 0.4, 0.2]
  ) -> Family {
    Family(name) { draw in
      let d = draw.integer("swept dimension", in: dimensions, shares: dimensions.map { 1 / Double($0) })
      let recipe = MixtureFamily(
        dimensions: d...d, componentShares: Array(componentShares.prefix(d)), condition: condition,
        fisherRatios: 0.5...5, weightRatio: 1)
      let mixture = try recipe.draw(&draw)
      return Problem(mixture: mixture, bias: draw.real("bias", in: bias), rank: mixture.componentCount - 1)
    }
  }
}

extension Family<(Problem, Problem)> {
  static let dimensionPairs = Family<Problem>.swept("3 dimensions", dimensions: 3...3)
    .with(.swept("48 dimensions", dimensions: 48...48)).map("3 dimensions and 48") { pair, _ in pair }

  /// Conditions of 10 and 10⁴, with the same axes and the same mixture in whitened coordinates.
  static let conditionPairs = Family<Problem>.swept("condition 10", condition: 10...10)
    .map("conditions 10 and 10⁴") { problem, _ in
      // The logarithms of the spectrum times 4, and the means moved with the whitening.
      let map = try SymmetricEigen(of: problem.mixture.withinClassCovariance).map { pow($0, 1.5) }
      return (problem, problem.with(\.mixture, try problem.mixture.mapped(by: map)))
    }
}
