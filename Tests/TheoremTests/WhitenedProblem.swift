import Foundation
import MixtureFamilies
import TheoremTesting

/// A problem of InfoNCE as one prints it: in whitened coordinates, with weights that are still to be normalised and means
/// that are still to be centred.
struct WhitenedProblem: Sendable, Changeable {
  /// δ in [0, 1].
  var bias: Double
  /// K numbers above 0, in proportion to the weights.
  var weights: [Double]
  /// K lists of d numbers.
  var means: [[Double]]

  /// In (0, 1/K].
  var smallestWeight: Double { (weights.min() ?? 0) / weights.reduce(0, +) }

  /// The centred mixture, with the identity for its covariance, and an encoder of d rows.
  var problem: Problem {
    get throws {
      let mixture = try GaussianMixture(
        weights: weights.normalised, whitenedMeans: Matrix(columnVectors: means))
      return Problem(mixture: mixture.centred, bias: bias, rank: mixture.dimension)
    }
  }
}

/// A problem in the plane, and the same in more dimensions, where its minimiser could leave F.
typealias PlaneInSpace = (plane: WhitenedProblem, problem: Problem)

extension Family<Problem> {
  /// Known problems with weights that are changed by up to a thousandth.
  static func reweighted(_ name: String, _ known: [WhitenedProblem]) -> Family {
    Family(name) { draw in
      let chosen = draw.one("counterexample", of: known)
      let weights = chosen.weights.map { $0 * draw.real("factor", in: 0.999...1.001) }
      return try chosen.with(\.weights, weights).problem
    }
  }
}

extension Family<WhitenedProblem> {
  /// Weights from a tenth to one, and normal means.
  /// - Parameter scale: their standard deviation.
  static func plane(
    _ name: String, components: Int, bias: ClosedRange<Double>, scale: Double
  ) -> Family {
    Family(name) { draw in
      WhitenedProblem(
        bias: draw.real("bias", in: bias),
        weights: (0..<components).map { _ in draw.real("weight", in: 0.1...1) },
        means: (0..<components).map { _ in draw.normals("mean", 2, scale: scale) })
    }
  }

  /// Each problem of the plane laid into three to six dimensions, with two rows.
  var inSpace: Family<PlaneInSpace> {
    map("\(name), laid into three to six dimensions") { plane, draw in
      let problem = try plane.problem
      let mixture = try draw.laid(problem.mixture, spare: 1...4, condition: 1...1000)
      return (plane, problem.with(\.mixture, mixture))
    }
    .coveringCondition { $0.problem.mixture }
    .coveringMoreDimensionsThanF(0.9) { $0.problem.mixture }
  }
}

/// What can be had with one of its parts changed.
protocol Changeable {}

extension Changeable {
  func with<Value>(_ part: WritableKeyPath<Self, Value>, _ value: Value) -> Self {
    var changed = self
    changed[keyPath: part] = value
    return changed
  }
}

extension Draw {
  /// One of several, by its number.
  mutating func one<Element>(_ name: String, of elements: [Element]) -> Element {
    elements[integer(name, in: 0...(elements.count - 1))]
  }

  /// An encoder in whitened coordinates that no solver has seen, its entries normal deviates.
  /// - Parameter size: its Frobenius norm, about.
  mutating func encoder(_ name: String, rows: Int, dimension: Int, size: Double) -> Matrix {
    (size / Double(rows * dimension).squareRoot())
      * Matrix(rowVectors: (0..<rows).map { _ in normals(name, dimension) })
  }

  /// A mixture with the identity for its covariance, laid into a random subspace of more dimensions and given a random covariance,
  /// for which the old means are the whitened ones; centred.
  /// - Parameters:
  ///   - spare: how many dimensions there are beyond those of the mixture.
  ///   - condition: that of the covariance.
  mutating func laid(
    _ whitened: GaussianMixture, spare: ClosedRange<Int>, condition: ClosedRange<Double> = 1...1e4
  ) throws -> GaussianMixture {
    let q = whitened.dimension
    let noise = MixtureFamily(
      dimensions: (q + spare.lowerBound)...(q + spare.upperBound), condition: condition, weights: [1])
    let covariance = try noise.draw(&self).withinClassCovariance
    let frame = orthonormal("frame", rows: covariance.rows, columns: q)
    return try GaussianMixture(
      weights: whitened.weights, means: Cholesky(of: covariance).factor * frame * whitened.means,
      covariances: .tied(covariance)
    ).centred
  }
}

extension InfoNCE {
  /// The ends of six descents of one row in the plane, the best first: there can be several local minima.
  var endsOfOneRow: [Minimizer] {
    get throws {
      try (0..<6).map { step in
        let angle = Double(step) * .pi / 6
        return try minimizer(rank: 1, start: 0.3 * Matrix(rowVectors: [[cos(angle), sin(angle)]]))
      }.sorted { $0.value < $1.value }
    }
  }
}

extension Subspace {
  /// The largest angle to another one, in degrees; 0 where there is none.
  func degrees(to other: Subspace) throws -> Double { (try largestAngle(to: other) ?? 0).value * 180 / .pi }
}

extension Observation {
  /// With the second number of an instance behind its name.
  init(_ name: String, x: Axis, y: String, _ number: @escaping @Sendable (Instance) throws -> Double) {
    self.init(name, x: x, y: (y, number))
  }

  /// The phase diagram of "F is spanned".
  /// - Parameter outcome: what the statement comes to; nil for a property that states it itself.
  static func spanningDiagram(
    of whitened: @escaping @Sendable (Instance) -> WhitenedProblem,
    outcome: (@Sendable (Instance) throws -> Verdict.Outcome)? = nil
  ) -> Observation {
    Observation(
      "F is spanned, by the smallest weight and the bias",
      x: ("smallest weight", { whitened($0).smallestWeight }), y: ("bias δ", { whitened($0).bias }),
      outcome: outcome)
  }
}

extension WhitenedProblem: Illustrated { var drawing: Drawing? { get throws { try problem.drawing } } }
