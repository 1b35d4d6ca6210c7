import ContrastiveTheory
import LinearAlgebra
import TheoremTesting

/// x = A w + B h + e, in coordinates of which the first k are those of col A.
struct FactorModel: Sendable {
  /// Orthonormal, d × d.
  let frame: Matrix
  /// A is this on the diagonal, in these coordinates, up to an orthogonal matrix from the right; k of them, of which those that are
  /// zero come last.
  var signals: [Double]
  /// B in them, the part inside col A and the one outside of it, k × m and (d − k) × m.
  let factors: (inside: Matrix, outside: Matrix)
  /// For each column of B whether only one of its parts counts; nil for both.
  var isInside: [Bool?]
  /// The variances of the noise along the axes, all σ².
  var noise: [Double]

  private var a: Matrix { frame.columns(0..<signals.count).scalingColumns(by: signals) }

  /// B Bᵀ and the covariance of the noise.
  private var other: Matrix {
    let k = signals.count
    let inside = factors.inside.scalingColumns(by: isInside.map { $0 == false ? 0 : 1 })
    let outside = factors.outside.scalingColumns(by: isInside.map { $0 == true ? 0 : 1 })
    let b = frame.columns(0..<k) * inside + frame.columns(k..<frame.rows) * outside
    return (b.timesTranspose(b) + .diagonal(noise)).symmetricPart
  }

  /// S.
  var covariance: Matrix { a.timesTranspose(a) + other }

  /// col A.
  var signalSpace: Subspace {
    Subspace(orthonormalBasis: frame.columns(0..<signals.prefix { $0 > 0 }.count))
  }

  /// The span of the best rows: of the canonical directions of the pairs. It depends on second moments alone, so that signals at ±√k
  /// on the axes, the components of a mixture, stand for white ones.
  var rowSpace: Subspace {
    get throws {
      let k = signals.count
      let means = Double(k).squareRoot() * a
      let mixture = try GaussianMixture(
        weights: Array(repeating: 1 / Double(2 * k), count: 2 * k), means: means.besides(-means),
        covariances: .tied(other))
      return try CanonicalCorrelations(of: mixture.pairs(bias: 1), dimension: k).subspace
    }
  }

  /// "The rows span S⁻¹ col A."
  var hasRows: Verdict {
    get throws { try signalSpace.mapped(byInverseOf: covariance).equality(with: rowSpace) }
  }

  /// "The rows span col A."
  var findsSignals: Verdict { get throws { try signalSpace.equality(with: rowSpace) } }

  /// By how many degrees they miss it.
  var degreesOff: Estimate {
    get throws { try 180 * (signalSpace.largestAngle(to: rowSpace) ?? 0) / .pi }
  }

  /// Both parts of every column of B.
  var mixed: FactorModel {
    var model = self
    model.isInside = isInside.map { _ in nil }
    return model
  }

  /// As many columns of A, of which the last is a combination of the others.
  var dependent: FactorModel {
    var model = self
    model.signals[signals.count - 1] = 0
    return model
  }

  /// Ten times the noise along the first axis.
  var noisierAlongOneAxis: FactorModel {
    var model = self
    model.noise[0] *= 10
    return model
  }

  /// Whether B Bᵀ maps col A into itself: every column of B is inside or outside of it.
  var keepsSignals: Bool { !isInside.contains(nil) }
}

extension Family<FactorModel> {
  /// Factors inside col A, orthogonal to it, or across it.
  static let models = models("factor models", [true, false, nil])
    .covering("a factor across col A", 0.3) { !$0.keepsSignals }
    .covering("none across col A", 0.1) { $0.keepsSignals }

  static let keptModels = models("factor models whose other factors keep col A", [true, false])
    .assuming("factors that keep col A") { $0.keepsSignals }

  static let mixedModels = models("factor models with factors across col A", [nil])

  static let sixDimensions = models(
    "two signals, two factors in six dimensions", [nil], d: 6...6, k: 2...2, m: 2...2)

  private static func models(
    _ name: String, _ kinds: [Bool?], d: ClosedRange<Int> = 2...8, k: ClosedRange<Int> = 1...3,
    m: ClosedRange<Int> = 1...4
  ) -> Family {
    Family(name) { draw in
      let dimension = draw.integer("dimension", in: d)
      let count = min(draw.integer("signals", in: k), dimension - 1)
      let factors = draw.integer("other factors", in: m)
      func normals(_ name: String, _ rows: Int, _ columns: Int) -> Matrix {
        Matrix(columnVectors: (0..<columns).map { _ in draw.normals(name, rows) })
      }
      return FactorModel(
        frame: draw.orthonormal("frame", rows: dimension, columns: dimension),
        signals: (0..<count).map { _ in draw.logarithmic("signal", in: 0.3...3) },
        factors: (normals("inside", count, factors), normals("outside", dimension - count, factors)),
        isInside: (0..<factors).map { _ in draw.element("kind", of: kinds) ?? nil },
        noise: Array(repeating: draw.logarithmic("noise", in: 0.01...1), count: dimension))
    }
    .assuming("independent columns") { !$0.signals.contains(0) }
    .assuming("noise of the same variance in all directions") { Set($0.noise).count == 1 }
    .covering("several signals", 0.2) { $0.signals.count > 1 }
  }
}
