import MixtureFamilies
import TheoremTesting

// Mixtures whose covariances differ. They are whitened by the pooled covariance W = L Lᵀ, and F is the Fisher subspace for W.

/// A problem, and what may be added to its covariances: cross-blocks between whitened F and its complement, with average zero.
struct CrossBlocks: Sendable, Changeable {
  var problem: Problem
  let crosses: [Matrix]

  /// The problem with the cross-blocks, multiplied by a number, in its covariances.
  func crossed(by t: Double) throws -> CrossBlocks {
    let covariances = zip(problem.mixture.allCovariances, crosses).map { $0 + t * $1 }
    return with(\.problem.mixture, try problem.mixture.with(covariances: covariances))
  }

  /// The problem with its mean moved off zero, by a standard deviation in each whitened coordinate.
  var offCentre: CrossBlocks {
    get throws {
      let deviations = Array(repeating: 1.0, count: problem.mixture.dimension)
      return with(\.problem.mixture, try problem.mixture.movedOff(by: deviations))
    }
  }
}

extension Problem {
  /// What the gradient would change by at an encoder with this |B|², were the mean zero and the covariances as symmetric as is meant.
  func gradientOff(_ asymmetry: Estimate, at square: Double) throws -> Double {
    let loss = try loss
    return loss.gradientChange(byMeansOff: loss.offCentre, covariances: asymmetry.interval.upper, at: square)
  }

  /// "The row space of the minimiser lies in F", of the mixture that is as symmetric as is meant.
  func staysInF(meant asymmetry: Estimate) throws -> Verdict {
    let minimizer = try minimizer
    return try minimizer.containment(
      in: mixture.fisherSubspace, gradientOff: gradientOff(asymmetry, at: minimizer.whitenedGram.trace))
  }

  /// The covariances made unequal, of the same average: along one direction, neither in F nor orthogonal to it, the lightest
  /// component's noise has twice the variance, and that of the others less.
  var heteroscedastic: Problem {
    get throws {
      let (d, weights) = (mixture.dimension, mixture.weights)
      let lightest = weights.indices.min { weights[$0] < weights[$1] }
      let smallest = weights.min() ?? 1
      let along = Matrix(rows: d, columns: d, repeating: 1 / Double(d))
      let covariances = weights.indices.map {
        Matrix.identity(d) + ($0 == lightest ? 1 : -smallest / (1 - smallest)) * along
      }
      return with(\.mixture, try mixture.with(whitened: covariances))
    }
  }
}

extension GaussianMixture {
  /// L⁻¹ S L⁻ᵀ for each of some symmetric matrices S.
  func whitened(_ matrices: [Matrix]) throws -> [Matrix] {
    let root = try self.root
    return matrices.map { root.solveLower(root.solveLower($0).transposed).symmetricPart }
  }

  /// Those of the covariances, which average to the identity.
  var whitenedCovariances: [Matrix] { get throws { try whitened(allCovariances) } }

  /// The largest distance of a whitened covariance to the identity, Frobenius norm.
  var largestDifference: Double {
    get throws { try whitenedCovariances.map { ($0 - .identity(dimension)).frobeniusNorm }.max() ?? 0 }
  }

  /// The mixture with the covariances L Sₖ Lᵀ.
  func with(whitened: [Matrix]) throws -> GaussianMixture {
    let root = try self.root.factor
    return try with(covariances: whitened.map { (root * $0).timesTranspose(root).symmetricPart })
  }

  /// g = 2 Q − I, Q the projector on whitened F: S is block-diagonal where g S g = S.
  var reflection: Matrix {
    get throws { try 2 * fisherSubspace.mapped(by: root.factor.transposed).projector - .identity(dimension) }
  }

  /// By how much the whitened covariances are to be moved at most, for each to be mirrored by g into that of its partner, which is
  /// itself where its blocks are to be alone.
  func asymmetry(partners: [Int]) throws -> Estimate {
    let (basis, covariances) = (try whitenedFisherEstimate, try whitenedCovarianceEstimates)
    let g = 2 * (basis * basis.transposed) - MatrixEstimate(.identity(dimension))
    let moved = zip(covariances, partners).map { (0.5 * ($0 - g * covariances[$1] * g)).norm }
    return moved.reduce(0) { .maximum($0, $1) }
  }

  /// For all to have blocks alone.
  var strayCrossBlock: Estimate { get throws { try asymmetry(partners: Array(0..<componentCount)) } }

  /// The largest of the whitened cross-blocks, Frobenius norm.
  var largestCrossBlock: Double {
    get throws {
      let g = try reflection
      // S − g S g is twice the cross-block and its transpose.
      return try whitenedCovariances.map { ($0 - g * $0 * g).frobeniusNorm / 8.0.squareRoot() }.max() ?? 0
    }
  }
}

extension Draw {
  /// A symmetric matrix with eigenvalues between 1 / largest and largest.
  mutating func factor(_ name: String, of mixture: GaussianMixture, largest: Double = 2) -> Matrix {
    let spectrum = (0..<mixture.dimension).map { _ in
      logarithmic("\(name)'s eigenvalue", in: (1 / largest)...largest)
    }
    return symmetric(name, spectrum: spectrum)
  }

  /// Likewise, one for each component.
  mutating func factors(_ mixture: GaussianMixture, largest: Double = 2) -> [Matrix] {
    (1...mixture.componentCount).map { factor("factor \($0)", of: mixture, largest: largest) }
  }
}

extension Family<CrossBlocks> {
  /// Mostly two components, else three, in up to five dimensions.
  static let blocks = blocks(components: 2...3, shares: [0.95, 0.05], dimensions: 5)

  /// Covariances without cross-blocks, and cross-blocks for them; the bias is at least .3, and the encoder has a spare row.
  /// - Parameter fisherDimension: nil for as many dimensions of F as there are components, less one.
  static func blocks(
    components: ClosedRange<Int>, shares: [Double], dimensions: Int, fisherDimension: Int? = nil
  ) -> Family {
    Family("covariances that differ by blocks") { draw in
      let count = draw.integer("number of components", in: components, shares: shares)
      // More dimensions than F has.
      let recipe = MixtureFamily(
        dimensions: count...dimensions, componentShares: (1...count).map { $0 == count ? 1 : 0 },
        condition: 1...1000, fisherRatios: 0.5...4, fisherDimension: fisherDimension, weightRatio: 5)
      let mixture = try recipe.draw(&draw)
      let g = try mixture.reflection
      let factors = draw.factors(mixture)
      let mirrored = factors.map { g * $0 * g }
      let blocks = try mixture.with(whitened: zip(factors, mirrored).map { 0.5 * ($0 + $1) })
      let raw = zip(factors, mirrored).map { $0 - $1 }
      let average = zip(mixture.weights, raw).reduce(Matrix(rows: g.rows, columns: g.rows)) {
        $0 + $1.0 * $1.1
      }
      let centred = raw.map { $0 - average }
      // The largest cross-block gets the norm 2/5; the least eigenvalue of a block is at least 1/2.
      let scale = 0.4 * 2.0.squareRoot() / (centred.map(\.frobeniusNorm).max() ?? 1)
      let root = try mixture.root.factor
      let problem = Problem(mixture: blocks, bias: draw.real("bias", in: 0.3...1), rank: count)
      return CrossBlocks(
        problem: problem, crosses: centred.map { (scale * root * $0).timesTranspose(root).symmetricPart })
    }
    .assuming("centring") { $0.problem.mixture.isCentred }
    .assuming("the blocks") { try $0.problem.mixture.largestCrossBlock < Double.ulpOfOne.squareRoot() }
  }
}

extension Family<Problem> {
  /// Covariances with cross-blocks.
  static let crossBlocks = Family<CrossBlocks>.blocks.map("covariances with cross-blocks") { blocks, draw in
    try blocks.crossed(by: draw.real("factor of the cross-blocks", in: 0.2...1)).problem
  }
  .covering("noisy bias, below .95", 0.3) { $0.bias < 0.95 }
}

extension Observation<Problem> {
  /// How far the optimum is outside F.
  static let leakByDifference = leak(
    by: "difference of the covariances", "largest whitened difference to the pooled covariance"
  ) { try $0.largestDifference }

  static let leakByCrossBlock = leak(by: "cross-block", "largest whitened cross-block") {
    try $0.largestCrossBlock
  }

  private static func leak(
    by cause: String, _ axis: String, _ size: @escaping @Sendable (GaussianMixture) throws -> Double
  ) -> Observation {
    Observation(
      "leak out of the pooled F by the \(cause)", x: (axis, { try size($0.mixture) }),
      y: ("share of H outside F", { try $0.staysInF.difference.value }))
  }
}
