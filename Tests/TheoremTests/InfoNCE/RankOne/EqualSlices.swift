import Foundation
import TheoremTesting

/// A box of slices of three components of equal weight: encoders of one row, to which the components are u, τu and −(1 + τ)u and
/// the noise is s (Proofs/T29).
struct EqualSlices: Sendable {
  /// u, τ and s.
  let box: [Interval]

  /// u from 1/4 to 6, τ and s from 0 to 1: beyond, the proof is on paper (S4, S5).
  static let domain = [
    Interval(lower: 0.25, upper: 6), Interval(lower: 0, upper: 1), Interval(lower: 0, upper: 1),
  ]

  /// The parts into which the file cuts it.
  static var subdivision: Subdivision {
    get throws { try Subdivision(of: domain, String(contentsOf: file, encoding: .utf8)) }
  }

  private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../../../Proofs/T29_ThreeEqualWeights.subdivision").standardized

  /// 3 F/u²: below zero where a critical encoder of one row gains by a second one (S3).
  var secondRow: Interval {
    let (u, tau, s) = (box[0], box[1], box[2])
    let moments = Moments(u: u, tau: tau, s: s)
    let noise = s.squared / u.squared
    let (cosine, sine) = (3 - (1 - tau).squared, tau * (2 + tau))
    // 3 D/u² and 2 c/u².
    let pull = moments.p * cosine + moments.q * sine
    let turn = moments.q * cosine / 3 - moments.p * sine
    let (x, y, z) = ((1 - tau).squared, (2 + tau).squared, (1 + 2 * tau).squared)
    let spread =
      (2 * (1 + tau + tau.squared) + moments.overlap12 * x + moments.overlap13 * y + moments.overlap23 * z)
      / 3
    let across =
      moments.overlap23 * (1 + 2 * tau) - moments.overlap12 * (1 - tau.squared) - moments.overlap13 * sine
    let lean = (turn + s.squared * across) / (2 * noise + spread)
    return lean.squared / u.squared - lean * across - pull - 3 * s.squared * (noise + spread)
  }
}

extension EqualSlices {
  /// Means of the posterior p(t) over t = Aₖ + s z under the three components, z standard normal.
  private struct Moments {
    /// π₂₁ + π₂₃ − π₁₃ − π₃₁ and 2 π₁₂ + π₁₃ − π₃₁ − 2 π₃₂ + π₂₁ − π₂₃, πₖₗ the mean of pₗ under component k.
    let p, q: Interval
    /// The means of pₗ pₘ, summed over the components.
    let overlap12, overlap13, overlap23: Interval

    init(u: Interval, tau: Interval, s: Interval) {
      let (gap12, gap13, gap23) = (u * (1 - tau), u * (2 + tau), u * (1 + 2 * tau))
      var (p, q): (Interval, Interval) = (0, 0)
      var overlaps: (Interval, Interval, Interval) = (0, 0, 0)
      for (k, mean) in [u, u * tau, -u * (1 + tau)].enumerated() {
        for cell in NormalCell.all {
          let t = mean + s * cell.range
          let p1 = 1 / (1 + .exp(-gap12 * t) + .exp(-gap13 * t))
          let p2 = 1 / (1 + .exp(gap12 * t) + .exp(-gap23 * t))
          let p3 = 1 / (1 + .exp(gap13 * t) + .exp(gap23 * t))
          p = p + cell.mass * [-p3, p1 + p3, -p1][k]
          q = q + cell.mass * [2 * p2 + p3, p1 - p3, -p1 - 2 * p2][k]
          overlaps.0 = overlaps.0 + cell.mass * p1 * p2
          overlaps.1 = overlaps.1 + cell.mass * p1 * p3
          overlaps.2 = overlaps.2 + cell.mass * p2 * p3
        }
      }
      (self.p, self.q, (overlap12, overlap13, overlap23)) = (p, q, overlaps)
    }
  }
}

/// A range of a standard normal number, and its probability.
private struct NormalCell: Sendable {
  let range: Interval
  let mass: Interval

  /// From −4 to 4 by halves, and what is beyond.
  static let all: [NormalCell] = {
    let tail = Interval(lower: 0, upper: (Interval.exp(-8) / 4).upper)
    let inner = (-8..<8).map { (Double($0) / 2, area(from: Double($0) / 2)) }
    let total = inner.reduce(2 * tail) { $0 + $1.1 }
    return inner.map { NormalCell(range: Interval(lower: $0, upper: $0 + 0.5), mass: $1 / total) } + [
      NormalCell(range: Interval(lower: 4, upper: .infinity), mass: tail / total),
      NormalCell(range: Interval(lower: -.infinity, upper: -4), mass: tail / total),
    ]
  }()

  /// The area below exp(−z²/2) over half a unit, by the middles of 64 steps; its second derivative is at most 1.
  private static func area(from start: Double) -> Interval {
    let step = 1.0 / 128
    let sum = (0..<64).reduce(Interval(0)) {
      $0 + .exp(-Interval(start + (Double($1) + 0.5) * step).squared / 2)
    }
    return sum.scaled(by: step) + Interval(lower: -1, upper: 1) * Interval(step).squared / 48
  }
}
