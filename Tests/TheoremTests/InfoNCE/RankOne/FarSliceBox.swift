import TheoremTesting

/// A box of slices of three components in the limit of means far apart, with no weight below 3/10. Their scores are u, τu and
/// −qu, which are centred, and 0 ≤ τ ≤ 1 (Proofs/T18, S5).
struct FarSliceBox: Sendable {
  /// What the third and the fourth coordinate are. The charts cover all u and τ.
  enum Chart: CaseIterable {
    /// τ, and u up to 6.
    case bounded
    /// τu² and (1 − τ)u² up to 8, and 1/u², u from 6 on.
    case middleNearZero, middleNearTop
    /// τ, where both are from 8 on, and 1/u².
    case apart
  }

  var chart: Chart
  /// Two numbers from 0 to 1 that the weights are made of, and the coordinates of the chart.
  var box: [Interval]

  /// All slices of a chart.
  init(_ chart: Chart) {
    let unit = Interval(lower: 0, upper: 1)
    let steep = Interval(lower: 0, upper: (1 / Interval(36)).upper)
    self.chart = chart
    box =
      switch chart {
      case .bounded: [unit, unit, unit, Interval(lower: 0, upper: 6)]
      case .middleNearZero, .middleNearTop: [unit, unit, 8 * unit, steep]
      case .apart: [unit, unit, unit, steep]
      }
  }

  /// The charts, each cut into 32 boxes.
  static var all: [FarSliceBox] {
    Chart.allCases.flatMap { chart in
      (0..<5).reduce([FarSliceBox(chart)]) { boxes, _ in boxes.flatMap { [$0.halves.0, $0.halves.1] } }
    }
  }

  /// F, over a positive number, on the part of it that least is known of: of parts that are halved until F is below zero there.
  func worst(depth: Int = 0) -> Interval {
    let bound = secondRow
    if bound.upper < 0 || depth == 16 { return bound }
    let (first, second) = halves
    let worse = first.worst(depth: depth + 1)
    guard worse.upper < 0 else { return worse }
    let other = second.worst(depth: depth + 1)
    return worse.upper > other.upper ? worse : other
  }

  /// Across the axis along which it is widest, in units in which F changes alike.
  var halves: (FarSliceBox, FarSliceBox) {
    let units: [Double] =
      switch chart {
      case .bounded: [1, 1 - box[0].lower, min(max(0.7 * box[3].upper, 1), 2.8), 1]
      case .middleNearZero, .middleNearTop: [1, 1 - box[0].lower, 0.5, 18]
      case .apart: [1, 1 - box[0].lower, 1, 18]
      }
    let widths = zip(box, units).map { $0.width * $1 }
    let axis = widths.indices.max { widths[$0] < widths[$1] } ?? 0
    let (range, middle) = (box[axis], box[axis].midpoint)
    var (lower, upper) = (self, self)
    lower.box[axis] = Interval(lower: range.lower, upper: middle)
    upper.box[axis] = Interval(lower: middle, upper: range.upper)
    return (lower, upper)
  }
}

extension FarSliceBox {
  /// The better of F/u² and F/u⁴: the latter where u is small.
  var secondRow: Interval {
    let slice = Enclosed(self)
    let plain = slice.secondRow
    guard plain.upper >= 0, chart == .bounded, box[3].upper <= 2 else { return plain }
    return slice.secondRowForSmallScores
  }

  /// What F is made of.
  private struct Enclosed {
    let weights: [Interval]
    /// a/u, and b/u over √(w₁w₂w₃).
    let a, b: [Interval]
    /// u², and 1/u².
    let square, inverse: Interval
    /// w₁w₂w₃, and V/u².
    let product, variance: Interval
    /// pₗ(aₖ), a row for each k.
    let posteriors: [[Interval]]
    /// V + ρ over u², and β over u²√(w₁w₂w₃).
    let spread, lean: Interval

    init(_ slices: FarSliceBox) {
      let (x, y, third, fourth) = (slices.box[0], slices.box[1], slices.box[2], slices.box[3])
      weights = [x, (1 - x) * y, (1 - x) * (1 - y)].map { (3 + $0) / 10 }
      square = slices.chart == .bounded ? fourth.squared : fourth.inverse
      inverse = slices.chart == .bounded ? square.inverse : fourth
      // τ, 1 − τ, and both times u².
      let (middle, below): (Interval, Interval)
      let (middlePull, belowPull): (Interval, Interval)
      let far = Interval(lower: 8, upper: .infinity)
      switch slices.chart {
      case .bounded:
        (middle, below) = (third, 1 - third)
        (middlePull, belowPull) = (square * middle, square * below)
      case .middleNearZero:
        middle = third * inverse
        below = 1 - middle
        (middlePull, belowPull) = (third, square * below)
      case .middleNearTop:
        below = third * inverse
        middle = 1 - below
        (middlePull, belowPull) = (square * middle, third)
      case .apart:
        (middle, below, middlePull, belowPull) = (third, 1 - third, far, far)
      }
      let q = (weights[0] + weights[1] * middle) / weights[2]
      a = [1, middle, -q]
      b = [-(middle + q) / weights[0], (1 + q) / weights[1], -below / weights[2]]
      product = weights[0] * weights[1] * weights[2]
      variance = weights[0] + weights[1] * middle.squared + weights[2] * q.squared
      // u²(aⱼ − aₗ)aₖ, as a product in two ways.
      let gaps = [below, 1 + q, middle + q]
      let pulls = [square, middlePull, -(square * q)]
      let gapPulls = [belowPull, square * gaps[1], square * gaps[2]]
      let (scores, w) = (a, weights)
      let taken = (0..<3).map { k in
        let powers = (0..<3).map { pair in
          Interval.exp((pulls[k] * gaps[pair]).meeting(gapPulls[pair] * scores[k]))
        }
        return (0..<3).map { l in
          let sum = (0..<3).filter { $0 != l }.reduce(Interval(1)) { sum, j in
            let power = powers[j + l - 1]
            return sum + w[j] / w[l] * (j < l ? power : power.inverse)
          }
          return sum.inverse.meeting(Interval(lower: 0, upper: 1))
        }
      }
      var (spread, lean) = (variance, Interval(0))
      for (l, j) in [(1, 0), (2, 0), (2, 1)] {
        let overlap = (0..<3).reduce(Interval(0)) { $0 + w[$1] * taken[$1][l] * taken[$1][j] }
        let gap = gaps[l + j - 1]
        spread = spread + overlap * gap.squared
        lean = lean + overlap * gap * (b[j] - b[l])
      }
      (posteriors, self.spread, self.lean) = (taken, spread, lean)
    }

    /// F/u².
    var secondRow: Interval {
      var (pull, turn) = (Interval(0), Interval(0))
      for k in 0..<3 {
        for l in 0..<3 where l != k {
          let taken = weights[k] * posteriors[k][l]
          let (along, across) = (a[l] - a[k], b[l] - b[k])
          pull = pull + taken * (a[k] * along - product * b[k] * across)
          turn = turn + taken * (a[k] * across + b[k] * along)
        }
      }
      let y = turn / spread
      return product * (y.squared * inverse - y * lean) - pull
    }

    /// F/u⁴: with pₗ(aₖ) = wₗ(1 + u²(aₖaₗ + h)) in units of u, of which aₖaₗ adds up to V² and to nothing.
    var secondRowForSmallScores: Interval {
      var (pull, turn) = (variance.squared, Interval(0))
      for k in 0..<3 {
        let products = (0..<3).map { $0 == k ? a[k].squared : a[k] * a[$0] }
        let bends = products.map { $0.squared * (square * $0).exponentialRemainder }
        let bend = zip(weights, bends).reduce(Interval(0)) { $0 + $1.0 * $1.1 }
        let factor = square / (1 + square.squared * bend)
        for l in 0..<3 {
          let excess = weights[k] * weights[l] * factor * (bends[l] - bend * (1 + square * products[l]))
          pull = pull + excess * (products[l] - product * (k == l ? b[k].squared : b[k] * b[l]))
          turn = turn + excess * (a[k] * b[l] + b[k] * a[l])
        }
      }
      let y = turn / spread
      return product * y * (y - lean) - pull
    }
  }
}

extension Interval {
  /// 1/x for numbers x ≥ 0: unbounded from above where zero is one of them.
  fileprivate var inverse: Interval {
    Interval(lower: (1 / Interval(upper)).lower, upper: lower > 0 ? (1 / Interval(lower)).upper : .infinity)
  }

  /// The numbers in both, of which there are some.
  fileprivate func meeting(_ other: Interval) -> Interval {
    Interval(lower: max(lower, other.lower), upper: min(upper, other.upper))
  }

  /// (eˣ − 1 − x)/x², which increases.
  fileprivate var exponentialRemainder: Interval {
    func at(_ number: Double) -> Interval {
      let x = Interval(number)
      if number.magnitude > 0.5 { return (.expMinusOne(x) - x) / x.squared }
      let rest = Interval(lower: 0.5, upper: 2)
      return 0.5 + x / 6 + x.squared / 24 + x.power(3) / 120 * rest
    }
    return Interval(lower: at(lower).lower, upper: at(upper).upper)
  }
}
