import Foundation
import LinearAlgebra

/// A lattice rule for expectations under the standard normal law of ℝⁿ, with an error bound that is proved, not
/// estimated (Proofs/LatticeRule.md).
///
/// The nodes are a body-centred lattice Dₙ*, stretched by a step along each axis: h ℤⁿ and its copy moved by half a
/// step along all axes. Its dual is the checkerboard lattice Dₙ, whose shortest vectors are √2 longer than those of
/// the cubic lattice, so that a given accuracy costs 2^(n/2 − 1) times fewer nodes. For an integrand that is analytic
/// and bounded in a tube around ℝⁿ, Poisson summation makes the error exponentially small in 1/h; Gauss-Hermite nodes
/// need the square of that number (Trefethen 2022).
struct LatticeRule: Sendable {
  /// The number of axes n, at least 0.
  var dimension: Int { steps.count }
  /// The step along each axis.
  let steps: [Double]
  /// Nodes farther than this from the origin are left out.
  let radius: Double
  /// The step before axes along which the scores vary fast get a smaller one.
  let step: Double
  /// The width of the tube at the origin, in units in which all axes have that step: infinite for constant scores, 0 where none is
  /// known.
  let tube: Double
  /// By how much 1 over the tube's width grows with the distance from the origin: 0 for linear scores.
  private(set) var narrowing = 0.0

  /// The width θ < π of the tube, as the largest difference of two scores' imaginary parts. A softmax is bounded by
  /// 1/cos(θ/2) in it; wider costs a larger constant, narrower a smaller step.
  static let tubeAngle = 0.9 * Double.pi
}

extension LatticeRule {
  /// The cheapest rule of the family for softmax moments of the scores s_l = C_l·z + zᵀ form_l z / 2 + constant.
  /// - Parameters:
  ///   - scores: C, K × n, row l the direction along which score l grows.
  ///   - forms: n × n each and symmetric, one a score; none for linear scores.
  ///   - target: the lattice error to aim at, in (0, 1).
  ///   - nodeBudget: the number of nodes above which accuracy is given up instead of time. The error bound tells. Where
  ///     nothing is left to give up, the rule still has more, as ``expectedNodes`` says.
  init(scores: Matrix, forms: [Matrix] = [], target: Double, nodeBudget: Double) {
    let n = scores.columns
    guard n > 0 else {
      self.init(steps: [], radius: 0, step: 1, tube: .infinity)
      return
    }
    // An axis along which the scores vary fast gets a smaller step: its shrink factor is min(1, t / spread), and of
    // the few thresholds t worth trying the one with the fewest nodes is taken.
    let bends = Self.differences(of: forms)
    let spreads = (0..<n).map { axis in
      scores.column(axis).extent + Self.typicalReach * Self.steepest(bends, along: axis)
    }
    var best: (threshold: Double, tube: Double, narrowing: Double, density: Double)?
    for threshold in spreads {
      let factors = spreads.map { Self.shrink($0, to: threshold) }
      let tube = Self.tubeAngle / Self.widestDifference(of: scores) { factors[$0] }
      let narrowing = Self.widest(bends, factors) / Self.tubeAngle
      let step = Self.step(dimension: n, tube: tube, narrowing: narrowing, target: target)
      let cell = spreads.reduce(pow(step, Double(n))) { $0 * Self.shrink($1, to: threshold) }
      if 2 / cell < best?.density ?? .infinity { best = (threshold, tube, narrowing, 2 / cell) }
    }
    guard let best else {
      self.init(steps: [], radius: 0, step: 1, tube: 0)
      return
    }
    var accuracy = target
    while true {
      let step = Self.step(dimension: n, tube: best.tube, narrowing: best.narrowing, target: accuracy)
      let radius = Self.radius(dimension: n, target: accuracy)
      let steps = spreads.map { Self.short(Self.shrink($0, to: best.threshold) * step) }
      let nodes = Self.expectedNodes(radius: radius, steps: steps)
      if nodes <= nodeBudget || accuracy > 0.5 {
        self.init(steps: steps, radius: radius, step: step, tube: best.tube, narrowing: best.narrowing)
        return
      }
      accuracy *= 4
    }
  }

  /// About how many nodes the rule has.
  var expectedNodes: Double { Self.expectedNodes(radius: radius, steps: steps) }

  /// With all steps so much longer that about so many nodes are left; the error bound tells.
  func widened(to nodeBudget: Double) -> LatticeRule {
    guard dimension > 0, expectedNodes > nodeBudget else { return self }
    let factor = pow(expectedNodes / nodeBudget, 1 / Double(dimension))
    return LatticeRule(
      steps: steps.map { Self.short(factor * $0) }, radius: radius, step: factor * step, tube: tube,
      narrowing: narrowing)
  }

  private static func expectedNodes(radius: Double, steps: [Double]) -> Double {
    2 * ballVolume(steps.count) * pow(radius, Double(steps.count)) / steps.reduce(1, *)
  }

  /// |rule − integral| ≤ sup |f| · this, the supremum over the tube Im |s_l − s_m| ≤ ``tubeAngle``.
  var latticeError: Double {
    guard tube > 0 else { return .infinity }
    // Along no axes there is one node of weight one; along some, even the sum for a constant is not its integral.
    return dimension == 0 ? 0 : Self.latticeError(dimension: dimension, step: step, tube: tube)
  }

  /// The Gaussian's weight outside the radius, at most; that of the nodes left out is at most 1 + ``latticeError`` times
  /// it.
  var tailError: Double {
    guard tube > 0 else { return .infinity }
    return dimension == 0 ? 0 : Self.tail(dimension: dimension, radius: radius)
  }

  /// The error of a softmax probability's expectation: at most 1/cos(θ/2) in the tube, at most 1 on ℝⁿ.
  var probabilityError: Double { latticeError / cos(Self.tubeAngle / 2) + 2 * tailError }

  /// The error of the expectation of diag(p) − p pᵀ for softmax probabilities p: those of p and of a product of two.
  var covarianceError: Double {
    let bound = 1 / cos(Self.tubeAngle / 2)
    return probabilityError + (latticeError * bound * bound + 2 * tailError)
  }

  /// The error of the expectation of log Σ_l v_l exp(s_l), scores whose weighted mean is zero and whose constant parts
  /// are at most zero, the largest zero.
  ///
  /// In the tube the logarithm is at most a + |C| |x| in absolute value: the largest score lies between log v − |C| |x|
  /// and |C| |x|, its imaginary part is a mean of differences and so at most θ, and the sum over it is between cos(θ/2)
  /// and the number of scores, its argument at most θ. Poisson summation needs the mean over x, and E|x| ≤ √n. Beyond
  /// the radius |x| is on average at most R + √n + 1. Infinite for a rule so coarse, or of so many axes, that the shells which are not
  /// counted are not known to be few (Proofs/LatticeRule.md, S5).
  /// - Parameters:
  ///   - reach: |C|, the largest row norm of the directions.
  ///   - lightest: the smallest weight of a score.
  func logarithmError(reach: Double, lightest: Double, count: Int) -> Double {
    guard dimension <= 24, latticeError <= 0.25 else { return .infinity }
    let root = Double(dimension).squareRoot()
    let constant = -log(lightest) + log(Double(count)) - log(cos(Self.tubeAngle / 2)) + 2 * Self.tubeAngle
    return latticeError * (constant + reach * root) + 2 * tailError * (constant + reach * (radius + root + 1))
  }

  /// A step with so few digits that all multiples within a radius are doubles: the nodes are where they are said to be. It is
  /// shortened, which no bound minds.
  private static func short(_ step: Double) -> Double {
    let unit = Double(sign: .plus, exponent: step.exponent - 30, significand: 1)
    return (step / unit).rounded(.down) * unit
  }

  /// The factor of the step along an axis.
  private static func shrink(_ spread: Double, to threshold: Double) -> Double {
    spread > threshold ? threshold / spread : 1
  }

  /// The largest distance of two rows whose entries are scaled column by column.
  private static func widestDifference(of scores: Matrix, scale: (Int) -> Double) -> Double {
    var widest = 0.0
    for l in 0..<scores.rows {
      for m in 0..<l {
        var square = 0.0
        for axis in 0..<scores.columns {
          let difference = (scores[l, axis] - scores[m, axis]) * scale(axis)
          square += difference * difference
        }
        widest = max(widest, square)
      }
    }
    return widest.squareRoot()
  }
}

extension [Double] {
  /// The largest difference of two numbers.
  var extent: Double { reduce(-.infinity) { Swift.max($0, $1) } - reduce(.infinity) { Swift.min($0, $1) } }
}

// MARK: - The error bound

extension LatticeRule {
  /// Σ over the dual lattice without 0 of exp(−2π |k| y + y²/2), y = min(tube, 2π |k|): what a function that is at most
  /// 1 in the tube can be off by.
  static func latticeError(dimension n: Int, step h: Double, tube: Double) -> Double {
    var sum = 0.0
    var last = 0.0
    for (squaredNorm, count) in shells(n) {
      last = count * decay(squaredNorm.squareRoot() / h, tube)
      sum += last
    }
    // The shells end at a finite norm; where the terms have not died out by then the bound says nothing.
    return last <= 1e-3 * sum ? sum * (1 + 1e-3) : .infinity
  }

  /// The step that makes the shortest dual vectors contribute about the target.
  static func step(dimension n: Int, tube: Double, target: Double) -> Double {
    guard let (squaredNorm, count) = shells(n).first else { return 1 }
    let exponent = log(2 * count / target)
    var frequency = (exponent / 2).squareRoot() / .pi
    if 2 * .pi * frequency > tube { frequency = (exponent + tube * tube / 2) / (2 * .pi * tube) }
    return squaredNorm.squareRoot() / frequency
  }

  private static func decay(_ frequency: Double, _ tube: Double) -> Double {
    let shift = min(tube, 2 * .pi * frequency)
    return exp(-2 * .pi * frequency * shift + shift * shift / 2)
  }

  /// The Chernoff bound (R²/n · e^{1 − R²/n})^{n/2} on the weight outside the radius, 1 where it says nothing.
  static func tail(dimension n: Int, radius: Double) -> Double {
    let ratio = radius * radius / Double(n)
    return ratio <= 1 ? 1 : exp(Double(n) / 2 * (log(ratio) + 1 - ratio))
  }

  /// The radius outside which ``tail(dimension:radius:)`` is the target, but at most 12 more than √n.
  static func radius(dimension n: Int, target: Double) -> Double {
    let root = Double(n).squareRoot()
    guard target < 1 else { return root }
    // t − log t = 1 + u for the ratio t, by Newton's method, which falls towards the root from a bound above it.
    let u = -2 * log(target) / Double(n)
    var ratio = 1 + u + (2 * u).squareRoot()
    for _ in 0..<6 { ratio -= (ratio - log(ratio) - 1 - u) * ratio / (ratio - 1) }
    return root * min(ratio.squareRoot(), 1 + 12 / root)
  }

  private static func ballVolume(_ n: Int) -> Double { pow(.pi, Double(n) / 2) / tgamma(Double(n) / 2 + 1) }

  /// Squared norms of Dₙ without 0 and how many vectors have each: the sums of n squares that are even.
  static func shells(_ n: Int) -> [(squaredNorm: Double, count: Double)] {
    n < shellTable.count ? shellTable[n] : countShells(n)
  }

  private static let shellTable = (0...12).map(countShells)

  private static func countShells(_ n: Int) -> [(squaredNorm: Double, count: Double)] {
    let largest = 96
    var counts = [1.0] + [Double](repeating: 0, count: largest)
    for _ in 0..<n {
      var next = counts
      for (norm, count) in counts.enumerated() where count > 0 {
        var root = 1
        while norm + root * root <= largest {
          next[norm + root * root] += 2 * count
          root += 1
        }
      }
      counts = next
    }
    return counts.enumerated().filter { $0.offset > 0 && $0.offset % 2 == 0 && $0.element > 0 }
      .map { (Double($0.offset), $0.element) }
  }
}
