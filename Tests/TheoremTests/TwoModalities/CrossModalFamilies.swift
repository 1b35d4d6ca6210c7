import MixtureFamilies
import TheoremTesting

// Pairs of two modalities, for the theorems on CLIP.

extension CrossModalPairs {
  var loss: CLIP { get throws { try CLIP(self) } }

  /// The minimiser of the population CLIP loss over all bilinear forms.
  var minimizer: BilinearMinimizer { get throws { try loss.minimizer() } }

  /// The pairs with the components independent of each other.
  var independent: CrossModalPairs {
    get throws { try coupled(by: Matrix(rowVectors: x.weights.map { w in y.weights.map { w * $0 } })) }
  }

  func coupled(by coupling: Matrix) throws -> CrossModalPairs {
    try CrossModalPairs(x: x, y: y, coupling: coupling)
  }

  /// The pairs with both means moved off zero, each in a direction of its own.
  var shifted: CrossModalPairs {
    get throws {
      let shift = (0..<y.dimension).map { $0 % 2 == 0 ? 2.0 : -1 }
      return try CrossModalPairs(
        x: x.shifted, y: y.mapped(by: .identity(y.dimension), shift: shift), coupling: coupling)
    }
  }

  /// What the coupling says of the components, by which of its entries are zero.
  var structure: CouplingStructure {
    get throws {
      let positive = coupling.storage.count { $0 > 0 }
      if positive == coupling.rows { return coupling.columns == coupling.rows ? .oneToOne : .merged }
      if positive < coupling.storage.count { return .groups }
      let distance = try (coupling - independent.coupling).largestEntry
      return distance <= 8 * .ulpOfOne ? .independent : .random
    }
  }
}

/// How the components of the two modalities go together.
enum CouplingStructure: CaseIterable {
  /// Component i of x with component i of y.
  case oneToOne
  /// As one to one, but the last two components of x go with the same one of y.
  case merged
  /// Groups of two components, independent within a group.
  case groups
  /// A product: the component of x tells nothing of that of y.
  case independent
  /// Any joint law.
  case random

  /// A joint law π, K_x × K_y.
  /// - Parameter count: the number of components of x, at least 2.
  func coupling(_ count: Int, _ draw: inout Draw) -> Matrix {
    let raw: Matrix
    switch self {
    case .oneToOne: raw = .diagonal((0..<count).map { _ in draw.logarithmic("entry", in: 0.1...1) })
    case .merged:
      raw = Matrix(rows: count, columns: count - 1) {
        min($0, count - 2) == $1 ? draw.logarithmic("entry", in: 0.1...1) : 0
      }
    case .groups, .independent:
      // A product within each group, so that it says nothing within the group.
      let left = (0..<count).map { _ in draw.real("weight of x", in: 0.2...1) }
      let right = (0..<count).map { _ in draw.real("weight of y", in: 0.2...1) }
      raw = Matrix(rows: count, columns: count) {
        self == .independent || $0 / 2 == $1 / 2 ? left[$0] * right[$1] : 0
      }
    case .random:
      raw = Matrix(rows: count, columns: draw.integer("components of y", in: 2...count)) { _, _ in
        draw.logarithmic("entry", in: 0.1...1)
      }
    }
    let coupling = 1 / raw.storage.reduce(0, +) * raw
    draw.show("coupling", coupling, inPlaceOf: ["entry", "weight of x", "weight of y"])
    return coupling
  }
}

extension Family<CrossModalPairs> {
  /// Centred modalities of different dimensions and covariances, with the five structures of couplings; up to six
  /// components. The integrals have as many dimensions as the Fisher subspaces: with five components or more, two.
  static let crossModal = Family("two centred modalities") { draw in
    let structure = draw.element("structure", of: CouplingStructure.allCases) ?? .oneToOne
    // Two components make one group, which is a product.
    let shares = structure == .groups ? [0, 0.85, 0.05, 0.05, 0.05] : [0.4, 0.45, 0.05, 0.05, 0.05]
    let count = draw.integer("components of x", in: 2...6, shares: shares)
    return try draw.pairs(structure, count, dimensions: 2...12)
  }
  .assuming("centring") { $0.x.isCentred && $0.y.isCentred }
  .coveringHardProblems
  .coveringStructures

  /// A few easy ones of two components, to drop a hypothesis of.
  static let smallCrossModal = Family("two small centred modalities") { draw in
    let structure = draw.element("structure", of: CouplingStructure.allCases) ?? .oneToOne
    return try draw.pairs(structure, 2, dimensions: 2...4)
  }
  .assuming("centring") { $0.x.isCentred && $0.y.isCentred }

  /// Centred modalities as one prints them: with the identity for both covariances.
  static func printed(
    _ name: String, dimensions: (x: Int, y: Int),
    coupling: @escaping @Sendable (inout Draw) -> Matrix
  ) -> Family {
    Family(name) { draw in
      let coupling = coupling(&draw)
      func modality(_ name: String, _ dimension: Int, _ weights: [Double]) throws -> GaussianMixture {
        let means = weights.map { _ in draw.normals("mean of \(name)", dimension, scale: 2) }
        return try GaussianMixture(weights: weights, whitenedMeans: Matrix(columnVectors: means)).centred
      }
      return try CrossModalPairs(
        x: modality("x", dimensions.x, coupling.marginals.rows),
        y: modality("y", dimensions.y, coupling.marginals.columns), coupling: coupling)
    }
  }

  /// Each structure of the coupling, and many components.
  private var coveringStructures: Family {
    CouplingStructure.allCases.reduce(self) { family, structure in
      family.covering("coupling: \(structure)", 0.1) { try $0.structure == structure }
    }
    .covering("five components or six", 0.04) { $0.x.componentCount >= 5 }
  }

  private var coveringHardProblems: Family {
    covering("more dimensions than F has, in both modalities", 0.3) {
      try $0.x.dimension > $0.x.fisherSubspace.dimension && $0.y.dimension > $0.y.fisherSubspace.dimension
    }
    .covering("condition of a covariance at least 100", 0.3) {
      try $0.x.condition >= 100 || $0.y.condition >= 100
    }
    .covering("different dimensions", 0.3) { $0.x.dimension != $0.y.dimension }
    .covering("Fisher subspaces of different dimensions", 0.1) {
      try $0.x.fisherSubspace.dimension != $0.y.fisherSubspace.dimension
    }
  }
}

extension Draw {
  /// Centred modalities with the weights that a coupling has for its marginals.
  /// - Parameter count: the number of components of x.
  mutating func pairs(
    _ structure: CouplingStructure, _ count: Int, dimensions: ClosedRange<Int>
  ) throws -> CrossModalPairs {
    let coupling = structure.coupling(count, &self)
    func modality(_ name: String, _ weights: [Double]) throws -> GaussianMixture {
      let mixture = try MixtureFamily(
        dimensions: dimensions, fisherRatios: 0.2...4, fisherDimension: count > 4 ? 2 : nil,
        weights: weights
      ).draw(&self)
      show("covariance of \(name)", mixture.withinClassCovariance, inPlaceOf: ["covariance"])
      show("means of \(name)", mixture.means.transposed, inPlaceOf: ["means"])
      return mixture
    }
    return try CrossModalPairs(
      x: modality("x", coupling.marginals.rows), y: modality("y", coupling.marginals.columns),
      coupling: coupling)
  }
}

extension Matrix {
  /// The sums of the rows and those of the columns.
  fileprivate var marginals: (rows: [Double], columns: [Double]) {
    ((0..<rows).map { row($0).reduce(0, +) }, (0..<columns).map { column($0).reduce(0, +) })
  }
}
