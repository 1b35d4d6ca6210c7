import Foundation
import MixtureFamilies
import TheoremTesting

/// A mixture whose F is a line, mostly of two components, with InfoNCE by cosines, and an encoder of one or two rows.
struct CosineProblem: Sendable, Changeable {
  var mixture: GaussianMixture
  /// δ in [0, 1].
  let bias: Double
  var temperature: Double
  let encoder: Matrix

  var loss: CosineInfoNCE {
    get throws { try CosineInfoNCE(mixture.pairs(bias: bias), temperature: temperature) }
  }

  /// The loss of the encoders inside F, which is the same for all of them, and of the problem's own.
  var losses: (inside: Estimate, own: Estimate) {
    get throws { (try loss.value(along: mixture.fisherSubspace), try loss.value(encoder)) }
  }

  /// "No encoder inside F has a larger loss than the problem's own."
  var isBestInside: Verdict {
    get throws {
      let losses = try losses
      return .atMost(losses.inside, losses.own)
    }
  }

  /// By how much the loss is below that inside F, at least 0, and 1/(2 τ²).
  var gain: (number: Estimate, bound: Estimate) {
    get throws {
      let losses = try losses
      return (.maximum(losses.inside - losses.own, 0), 1 / (2 * Estimate(exactly: temperature).squared))
    }
  }

  /// By how much V is above that inside F: τ times the gain of the loss, up to 1/(2τ), at every temperature τ (S4 of the proof). A
  /// high one is taken.
  var contrastGained: Estimate {
    get throws {
      let warm = with(\.temperature, 10_000_000)
      let (losses, temperature) = (try warm.losses, Estimate(exactly: warm.temperature))
      let (gain, left) = (temperature * (losses.inside - losses.own), 1 / (2 * temperature))
      return Estimate(gain.value, budget: gain.budget + .proved([.integration: left.interval.upper]))
    }
  }

  /// "V is not so far above that inside F that F holds no minimiser of any number of rows": S4's bounds of the loss do not exclude it.
  var isNotExcluded: Verdict {
    get throws { try .atMost(contrastGained, 1 / (2 * Estimate(exactly: temperature))) }
  }

  /// The mixture moved along what is orthogonal to the row, which sees the components as it did, so far that the encoders inside
  /// F see nearly all points on one side.
  var offCentre: CosineProblem {
    get throws {
      let (axis, row) = try whitened
      let beside = axis - (row.inner(axis) / row.inner(row)) * row
      let reach = try 3 + mixture.root.solveLower(mixture.means).frobeniusNorm
      let shift = ((reach / beside.inner(axis)) * beside).column(0)
      return with(\.mixture, try mixture.movedOff(by: shift))
    }
  }

  /// The mixture with cross-blocks between F and what the row has outside F, of opposite signs and average zero: the component
  /// that is nearer to the origin has the wider noise along the row.
  var tilted: CosineProblem {
    get throws {
      let (axis, row) = try whitened
      let outside = row - row.inner(axis) * axis
      let cross = (0.9 / outside.frobeniusNorm) * axis.timesTranspose(outside)
      let lighter = mixture.weights[0] < mixture.weights[1] ? 0 : 1
      let ratio = mixture.weights[lighter] / mixture.weights[1 - lighter]
      let sign = row.inner(axis) > 0 ? 1.0 : -1
      let covariances = (0..<2).map { k in
        let size = k == lighter ? -sign : sign * ratio
        return Matrix.identity(mixture.dimension) + size * (cross + cross.transposed)
      }
      return with(\.mixture, try mixture.with(whitened: covariances))
    }
  }

  /// The unit vector of F and the first row, as columns in whitened coordinates.
  private var whitened: (axis: Matrix, row: Matrix) {
    get throws {
      let root = try mixture.root.factor
      let axis = try root.transposeTimes(mixture.fisherSubspace.basis)
      return ((1 / axis.frobeniusNorm) * axis, root.transposeTimes(encoder.rows(0..<1).transposed))
    }
  }
}

extension Family<CosineProblem> {
  /// Centred mixtures of two components with a shared covariance. The whitened encoder has one row beside F, or two, which are
  /// orthogonal, as turning the output makes them, and differ in length by at most a factor of a hundred: the angle of what an
  /// encoder does to a point has a density that is the steeper the nearer the encoder is to one row.
  static func pairs(
    _ name: String, rows: ClosedRange<Int>, temperature: ClosedRange<Double>
  ) -> Family {
    Family(name) { draw in
      let recipe = MixtureFamily(dimensions: 2...12, componentShares: [0, 1], fisherRatios: 0.05...2)
      let mixture = try recipe.draw(&draw)
      let rows = draw.integer("rows", in: rows)
      let root = try mixture.root
      let axis = root.solveLower(mixture.means).columns(0..<1)
      let others = draw.orthonormal("directions", rows: mixture.dimension, columns: rows)
      let share = draw.real("share outside F", in: 0.1...0.9)
      let row = (1 / axis.frobeniusNorm) * axis + share * others.columns(0..<1)
      let lengths = [1] + (1..<rows).map { _ in draw.logarithmic("length of the second row", in: 0.01...1) }
      let encoder = try QR(of: row.besides(others.columns(1..<rows))).q.scalingColumns(by: lengths)
      return CosineProblem(
        mixture: mixture, bias: draw.real("bias", in: 0...1, atEnds: 0.05),
        temperature: draw.logarithmic("temperature", in: temperature),
        encoder: root.solveTransposedLower(encoder).transposed)
    }
    .assuming("centring") { $0.mixture.isCentred }
    .assuming("the shared covariance") { $0.mixture.sharedCovariance != nil }
  }
}

extension CosineProblem {
  /// Two components of equal weight at (±mean, 0) with the identity for their covariance, and the encoder diag(1, 1/2): F is the
  /// first axis.
  static func mirrored(mean: Double, bias: Double, temperature: Double) throws -> CosineProblem {
    let mixture = try GaussianMixture(
      weights: [0.5, 0.5], whitenedMeans: Matrix(rowVectors: [[mean, -mean], [0, 0]]))
    return CosineProblem(
      mixture: mixture, bias: bias, temperature: temperature, encoder: .diagonal([1, 0.5]))
  }

  /// Three components with means on a line, one of them far, and a row beside it.
  static func collinear(temperature: Double) throws -> CosineProblem {
    let line = WhitenedProblem(bias: 1, weights: [1, 8, 1], means: [[1, 0], [10, 0], [-81, 0]])
    let cosine = 0.29
    return CosineProblem(
      mixture: try line.problem.mixture, bias: line.bias, temperature: temperature,
      encoder: Matrix(rowVectors: [[cosine, (1 - cosine * cosine).squareRoot()]]))
  }
}

/// A minimum over stretches t between two where the loss is certainly larger: the loss is continuous.
struct BestStretch {
  typealias Point = (t: Double, loss: Estimate)
  let low, middle, high: Point

  var verdict: Verdict { .less(middle.loss, than: low.loss).and(.less(middle.loss, than: high.loss)) }
}

extension Verdict {
  static let noMinimum = Verdict.inconclusive("no minimum was found in the range of the scan")
}

extension CosineProblem {
  /// Over encoders diag(1, t), t between .03 and 3, with ends a twentieth away; nil where an end of the scan is the lowest. That
  /// no lower minimum lies between the points of the first scan is not certified.
  var bestStretch: BestStretch? {
    get throws {
      let loss = try loss
      func point(_ t: Double) throws -> BestStretch.Point { (t, try loss.value(.diagonal([1, t]))) }
      var (low, high) = (0.03, 3.0)
      while true {
        let points = try (0...8).map { try point(low * pow(high / low, Double($0) / 8)) }
        guard let best = points.indices.min(by: { points[$0].loss.value < points[$1].loss.value }),
          best > 0, best < 8
        else { return nil }
        (low, high) = (points[best - 1].t, points[best + 1].t)
        if high < 1.1 * low {
          let middle = points[best]
          return BestStretch(
            low: try point(middle.t / 1.05), middle: middle, high: try point(1.05 * middle.t))
        }
      }
    }
  }

  /// The derivative of the loss of diag(1, t) at t = 0 (S3 of the proof): p(0) E|z| ∫ Ψ(cos ψ) / sin² ψ dψ over (0, π), by
  /// the midpoint rule, which converges faster than any power for a periodic function.
  var slopeAtF: Double {
    let nodes = 512
    let sum = (0..<nodes).reduce(0.0) { sum, i in
      let angle = (Double(i) + 0.5) * Double.pi / Double(nodes)
      let ratio = cosh(cos(angle) / temperature) / cosh(1 / temperature)
      return sum + (log(ratio) + ratio - 1) / (sin(angle) * sin(angle))
    }
    return exp(-pow(mixture.means[0, 0], 2) / 2) / Double.pi * sum * Double.pi / Double(nodes)
  }
}
