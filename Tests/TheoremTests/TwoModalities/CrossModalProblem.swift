import MixtureFamilies
import TheoremTesting

/// Pairs of two modalities, for the theorems on CLIP.
struct CrossModalProblem: Sendable, Codable {
  var x: GaussianMixture
  var y: GaussianMixture
  /// π by its rows.
  var coupling: [[Double]]
  /// What π was drawn as.
  var structure: CouplingStructure?

  var pairs: CrossModalPairs {
    get throws { try CrossModalPairs(x: x, y: y, coupling: Matrix(rowVectors: coupling)) }
  }

  var loss: CLIP { get throws { try CLIP(pairs) } }

  /// The smaller dimension of the two Fisher subspaces.
  var smallerFisherDimension: Int {
    get throws { min(try x.fisherSubspace.dimension, try y.fisherSubspace.dimension) }
  }

  /// "Both factors of the minimiser stay in the Fisher subspace of their modality."
  var containment: Verdict {
    get throws {
      let minimizer = try loss.minimizer()
      return try minimizer.rangeContainment(in: x.fisherSubspace)
        .and(minimizer.rowSpaceContainment(in: y.fisherSubspace))
    }
  }

  /// The problem with the components of the pair independent of each other.
  var independent: CrossModalProblem {
    var problem = self
    problem.coupling = x.weights.map { w in y.weights.map { w * $0 } }
    problem.structure = .independent
    return problem
  }

  /// The problem with the mean of x moved off zero.
  var shifted: CrossModalProblem {
    get throws {
      var problem = self
      let d = x.dimension
      problem.x = try x.mapped(by: .identity(d), shift: (1...d).map(Double.init))
      return problem
    }
  }
}

/// How the components of the two modalities go together.
enum CouplingStructure: String, Sendable, Codable, CaseIterable {
  /// Component i of x with component i of y.
  case oneToOne
  /// As one to one, but y does not tell the last two components of x apart.
  case merged
  /// Groups of two components, independent within a group.
  case groups
  /// A product: the component of x tells nothing of that of y.
  case independent
  /// Any joint law.
  case random

  /// One of all, with equal probability.
  static func drawn(using generator: inout some RandomNumberGenerator) -> CouplingStructure {
    allCases[generator.integer(in: 0...(allCases.count - 1))]
  }

  /// A joint law π, K_x × K_y.
  /// - Parameter count: the number of components of x, at least 2.
  func draw(_ count: Int, using generator: inout some RandomNumberGenerator) -> Matrix {
    switch self {
    case .random:
      let columns = generator.integer(in: 2...count)
      return normalised(rows: count, columns: columns, using: &generator) { _, _ in true }
    case .oneToOne: return normalised(rows: count, columns: count, using: &generator) { $0 == $1 }
    case .merged:
      return normalised(rows: count, columns: max(count - 1, 1), using: &generator) {
        min($0, max(count - 2, 0)) == $1
      }
    case .groups, .independent:
      // A product within each group, so that it says nothing within the group.
      let (left, right) = (weights(count, using: &generator), weights(count, using: &generator))
      let raw = Matrix(rows: count, columns: count) {
        self == .independent || $0 / 2 == $1 / 2 ? left[$0] * right[$1] : 0
      }
      return scaled(raw)
    }
  }

  private func weights(_ count: Int, using generator: inout some RandomNumberGenerator) -> [Double] {
    (0..<count).map { _ in generator.uniform(in: 0.2...1) }
  }

  private func normalised(
    rows: Int, columns: Int, using generator: inout some RandomNumberGenerator,
    where isThere: (Int, Int) -> Bool
  ) -> Matrix {
    scaled(
      Matrix(rows: rows, columns: columns) { i, j in
        isThere(i, j) ? generator.logUniform(in: 0.1...1) : 0
      })
  }

  private func scaled(_ raw: Matrix) -> Matrix {
    let sum = (0..<raw.rows).reduce(0) { $0 + raw.row($1).reduce(0, +) }
    return (1 / sum) * raw
  }
}

extension Family<CrossModalProblem> {
  /// Centred modalities of different dimensions and covariances, with the five structures of couplings; up to six
  /// components. The integrals have as many dimensions as the Fisher subspaces: with five components or more, two.
  static let crossModal = Family("two centred modalities") { generator in
    let structure = CouplingStructure.drawn(using: &generator)
    let u = generator.uniform()
    // Two components make one group, which is a product.
    let count =
      u < 0.4 && structure != .groups ? 2 : u < 0.85 ? 3 : u < 0.9 ? 4 : generator.integer(in: 5...6)
    return try draw(structure, structure.draw(count, using: &generator), using: &generator)
  }
  .coveringHardProblems
  .coveringStructures

  /// A few easy ones, for twins.
  static let smallCrossModal = Family("two small centred modalities") { generator in
    let structure = CouplingStructure.drawn(using: &generator)
    return try draw(
      structure, structure.draw(2, using: &generator), dimensions: 2...4, using: &generator)
  }

  /// Modalities with the weights that a coupling has for its marginals.
  static func draw(
    _ structure: CouplingStructure, _ coupling: Matrix, dimensions: ClosedRange<Int> = 2...12,
    using generator: inout some RandomNumberGenerator
  ) throws -> CrossModalProblem {
    let rows = (0..<coupling.rows).map(coupling.row)
    var recipe = MixtureFamily()
    recipe.dimensions = dimensions
    recipe.fisherRatios = 0.2...4
    recipe.fisherDimension = coupling.rows > 4 ? 2 : nil
    recipe.weights = rows.map { $0.reduce(0, +) }
    let x = try recipe.draw(using: &generator)
    recipe.weights = (0..<coupling.columns).map { coupling.column($0).reduce(0, +) }
    return CrossModalProblem(
      x: x, y: try recipe.draw(using: &generator), coupling: rows, structure: structure)
  }

  /// Each structure of the coupling, and many components.
  private var coveringStructures: Family {
    CouplingStructure.allCases.reduce(self) { family, structure in
      family.covering("coupling: \(structure.rawValue)", 0.1) { $0.structure == structure }
    }
    .covering("five components or six", 0.04) { $0.x.componentCount >= 5 }
  }

  private var coveringHardProblems: Family {
    covering("more dimensions than F has, in both modalities", 0.3) {
      try $0.x.dimension > $0.x.fisherSubspace.dimension && $0.y.dimension > $0.y.fisherSubspace.dimension
    }
    .covering("condition of a covariance at least 100", 0.3) { problem in
      try [problem.x, problem.y].contains { mixture in
        let spectrum = try SymmetricEigen(of: mixture.withinClassCovariance).values
        return spectrum[spectrum.count - 1] >= 100 * spectrum[0]
      }
    }
    .covering("different dimensions", 0.3) { $0.x.dimension != $0.y.dimension }
    .covering("Fisher subspaces of different dimensions", 0.1) {
      try $0.x.fisherSubspace.dimension != $0.y.fisherSubspace.dimension
    }
  }
}
