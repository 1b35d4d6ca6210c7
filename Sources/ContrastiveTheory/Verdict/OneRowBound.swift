import Evidence
import Foundation
import LinearAlgebra

/// A bound that the loss of no encoder of one row is below, for a centred mixture with a shared covariance whose Fisher subspace
/// F is a plane (Proofs/T20, S5).
///
/// A minimiser's row lies in F (T10), so that it is h u uᵀ with u = (cos θ, sin θ) in an orthonormal basis of whitened F. At any
/// H₀ = h₀ u₀ u₀ᵀ the loss is strongly convex with modulus 1 (Proofs/Certificate.md, S2):
///
///     L(h u uᵀ) ≥ L(H₀) − ⟨Λ, H₀⟩ + h₀²/2 − h uᵀ(h₀ u₀ u₀ᵀ − Λ)u + h²/2,
///
/// which is at least L(H₀) − ⟨Λ, H₀⟩ + h₀²/2 − max(0, m)²/2 for all h ≥ 0 and all u of an interval of angles on which the
/// quadratic form is at most m. Intervals are halved until the bound is near enough to a loss that is attained. Gradients that are
/// wrong by ε add ε to m and take ε h₀ off. What doubles do to all of this is in the bound.
package struct OneRowBound: Sendable {
  /// No loss of one row is below it.
  package let lowerBound: Double
  /// The number of intervals that were needed.
  package let intervals: Int

  /// Halves intervals until the bound is above a level or within a millionth of the least loss that was seen, or there are too many
  /// of them.
  /// - Parameters:
  ///   - pairs: of a centred mixture with a shared covariance.
  ///   - attained: the loss of some encoder of one row; infinite where the bound is to be near the least loss of the angles.
  ///   - angles: of the rows that are looked at, in radians, in the coordinates that the orthonormal basis of whitened F gives
  ///     (`GaussianMixture/whitenedFisherBasis`).
  ///   - level: above which a bound will do; nil where none will.
  /// - Returns: nil where the Fisher subspace is no plane, the covariances differ, or the mixture is not centred and has other
  ///   dimensions.
  /// - Throws: as ``InfoNCE/value(atWhitened:)``.
  package init?(
    _ pairs: AugmentedPairs, attained: Double, angles: ClosedRange<Double> = 0...Double.pi,
    above level: Double? = nil
  ) throws {
    let mixture = pairs.mixture
    let fisher = try mixture.fisherSubspace
    guard fisher.dimension == 2, mixture.sharedCovariance != nil,
      mixture.isExactlyCentred || mixture.dimension == 2
    else { return nil }
    // The problem of the projections on the plane, whitened.
    let root = try mixture.whitening
    let (target, whitened) = (try WhitenedSubspace(fisher, root), root.solveLower(mixture.exactMeans))
    let plane = try GaussianMixture(
      weights: mixture.weights, means: (DoubleDoubleMatrix(target.basis).transposed * whitened).high,
      covariances: .tied(.identity(2)))
    let loss = try InfoNCE(AugmentedPairs(mixture: plane, coupling: pairs.coupling))
    let width = angles.upperBound - angles.lowerBound
    // Of a single angle there is one.
    let count = width > 0 ? 16 : 1
    var intervals = try (0..<count).map { index in
      let ends = [index, index + 1].map { angles.lowerBound + width * Double($0) / Double(count) }
      return try Interval(from: ends[0], to: ends[1], loss)
    }
    var least = intervals.reduce(attained) { min($0, $1.value) }
    while intervals.count < 5000,
      let worst = intervals.indices.min(by: { intervals[$0].bound < intervals[$1].bound }),
      intervals[worst].bound < min(level ?? .infinity, least - 1e-6 * abs(least))
    {
      let interval = intervals[worst]
      let middle = (interval.from + interval.to) / 2
      intervals[worst] = try Interval(from: interval.from, to: middle, loss)
      intervals.append(try Interval(from: middle, to: interval.to, loss))
      least = min(least, intervals[worst].value, intervals[intervals.count - 1].value)
    }
    // A minimiser turned from F into the computed plane: its size is known roughly from its loss, which is at most 0, and then by
    // what the intervals leave.
    let length = whitened.normBound
    let turn = Turn(
      // In two dimensions the plane is all there is, turned by no angle.
      error: mixture.dimension > 2 ? target.error : 0,
      pull: loss.pull.matrix.frobeniusNorm, lipschitz: try loss.whitened.lipschitz(within: 0),
      meansError: 2.5 * .ulpOfOne + mixture.whitenedMeansError(size: length, by: root), meansSize: length,
      count: mixture.componentCount)
    let highest = (intervals.map(\.highest).min() ?? .infinity) + turn.change(of: 2 * turn.pull)
    let size = intervals.map { $0.largestSize(at: highest) }.max() ?? .infinity
    let lowest = (intervals.map(\.bound).min() ?? -.infinity) - turn.change(of: size)
    lowerBound = lowest - 4 * .ulpOfOne * abs(lowest)
    self.intervals = intervals.count
  }

  /// By how much a loss can change where the Gram matrix of a row is turned from F into the computed plane (Proofs/T20, S5): by t h,
  /// t being twice the root of two times the sine of the angle; and where the means in the plane are off.
  private struct Turn {
    let pull: Double
    private let turn: Double
    private let lipschitz: Double
    /// ν|N|², and twice the root of the number of components.
    private let (ofMeans, roots): (Double, Double)

    init(error: Double, pull: Double, lipschitz: Double, meansError: Double, meansSize: Double, count: Int) {
      self.pull = 1.001 * pull
      turn = 2 * 2.0.squareRoot() * error
      self.lipschitz = lipschitz
      ofMeans = 1.01 * meansError * meansSize * meansSize
      roots = 2 * Double(count).squareRoot()
    }

    func change(of size: Double) -> Double {
      let turned = turn == 0 ? 0 : turn * size * (pull + lipschitz * size * (1 + turn))
      return 1.001 * (turned + (ofMeans == 0 ? 0 : ofMeans * size * (4 + (1 + roots) * size)))
    }
  }

  /// An interval of angles, with a bound on the losses of its rows.
  private struct Interval {
    let from: Double
    let to: Double
    let bound: Double
    /// The loss of its middle row.
    let value: Double
    /// What that is at most.
    let highest: Double
    /// The loss of h u uᵀ is at least offset − h slope + h²/2.
    private let offset: Double
    private let slope: Double

    init(from: Double, to: Double, _ loss: InfoNCE) throws {
      (self.from, self.to) = (from, to)
      let angle = (from + to) / 2
      let u = Matrix(rowVectors: [[cos(angle), sin(angle)]])
      let size = try Self.bestSize(along: u, loss)
      let encoder = size.squareRoot() * u
      let gradient = try loss.whitened.gramGradient(at: encoder)
      let lambda = gradient.lambda.matrix
      let middle = try loss.value(atWhitened: encoder.gram)
      value = middle.value
      highest = middle.value + 1.001 * middle.budget.total
      let form = size * u.gram - lambda
      let error = gradient.error.total
      let steepness = lambda.frobeniusNorm
      // What doubles do to the form and to what it takes of a row, at angles that are a little beyond the ends as well.
      let ofForm = 64 * .ulpOfOne * (1 + abs(from) + abs(to)) * (size + steepness)
      slope = max(Self.largest(form, from, to) + error + ofForm, 0)
      let ofOffset = 32 * .ulpOfOne * (abs(middle.value) + size * (size + steepness + error))
      offset =
        middle.value - middle.budget.total - lambda.inner(encoder.gram) - error * size + size * size / 2
        - ofOffset
      bound = offset - slope * slope / 2 - 4 * .ulpOfOne * (abs(offset) + slope * slope)
    }

    /// No h is larger whose loss is at most the level.
    func largestSize(at level: Double) -> Double {
      let rest = slope * slope - 2 * (offset - level) + 0x1p-40 * (slope * slope + abs(offset) + abs(level))
      return (1 + 0x1p-30) * (slope + max(rest, 0).squareRoot())
    }

    /// The h ≥ 0 at which the loss of h u uᵀ is least, roughly: any will do, and one where the loss has a slope costs the bound half of
    /// its square.
    private static func bestSize(along u: Matrix, _ loss: InfoNCE) throws -> Double {
      func slope(_ h: Double) throws -> Double {
        let root = h.squareRoot()
        return try loss.whitened.gradient(root * u).inner(u) / (2 * root)
      }
      let pull = (u * loss.pull.matrix).inner(u)
      guard pull > 0 else { return 0 }
      // By strong convexity the least is at most at the pull; far beyond it scores overflow, and so they do for means far apart.
      let farthest = loss.pairs.mixture.means.gram.diagonal.reduce(0, max)
      var (low, high) = ((h: 0.0, slope: -pull), (h: min(pull * 0x1p-30, 0x1p-4 / farthest), slope: 0.0))
      high.slope = try slope(high.h)
      while high.slope < 0 {
        low = high
        high.h *= 8
        high.slope = try slope(high.h)
      }
      // The Illinois method: a secant, whose end that stays is taken for half as steep.
      var middle = high
      var wasBelow: Bool?
      for _ in 0..<100 {
        guard abs(middle.slope) > 1e-5 * pull, high.h - low.h > 1e-9 * high.h else { break }
        middle.h = high.h - high.slope * (high.h - low.h) / (high.slope - low.slope)
        middle.slope = try slope(middle.h)
        let isBelow = middle.slope < 0
        if isBelow { low = middle } else { high = middle }
        if isBelow == wasBelow {
          if isBelow { high.slope /= 2 } else { low.slope /= 2 }
        }
        wasBelow = isBelow
      }
      return middle.h
    }

    /// The largest value of uᵀ M u over an interval of angles.
    private static func largest(_ form: Matrix, _ from: Double, _ to: Double) -> Double {
      let (half, mixed) = ((form[0, 0] - form[1, 1]) / 2, (form[0, 1] + form[1, 0]) / 2)
      func value(_ angle: Double) -> Double {
        (form[0, 0] + form[1, 1]) / 2 + half * cos(2 * angle) + mixed * sin(2 * angle)
      }
      // It is largest at every half turn from here: at the first one that is not before the interval, or at an end.
      let top = atan2(mixed, half) / 2
      let first = top + .pi * ((from - top) / .pi).rounded(.up)
      return max(value(from), value(to), first <= to ? value(top) : -.infinity)
    }
  }
}
