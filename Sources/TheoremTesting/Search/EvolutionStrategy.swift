import Foundation

/// Maximises a function of n numbers by its values alone: the covariance matrix adaptation evolution strategy (Hansen, *The
/// CMA evolution strategy: a tutorial*, arXiv 1604.00772). Only the order of the values matters, and none need be finite.
///
/// Up to ``fullDimension`` numbers the whole covariance adapts, by its Cholesky factor, O(n²) for each point (Krause, Arbonès
/// and Igel, *CMA-ES with optimal covariance update and storage complexity*, NIPS 2016); beyond it only its diagonal, O(n)
/// for each point (Ros and Hansen, *A simple modification in CMA-ES*, 2008).
struct EvolutionStrategy {
  static let fullDimension = 64

  private let n: Int
  private let isFull: Bool
  /// The weights of the better half of a generation, falling, sum 1.
  private let weights: [Double]
  private let effective: Double
  private(set) var mean: [Double]
  /// The size of a step, which ends the search when it is tiny.
  private(set) var step: Double
  /// A lower triangular factor L of the covariance L Lᵀ, n × n; as a column, n × 1, where it is diagonal.
  private var factor: Matrix
  private var stepPath: [Double]
  private var shapePath: [Double]
  private(set) var generation = 0

  /// The number of points of a generation.
  let populationSize: Int

  /// - Parameters:
  ///   - mean: n ≥ 1 numbers, where the search starts.
  ///   - step: the standard deviation of the first generation.
  init(mean: [Double], step: Double) {
    (n, self.mean, self.step) = (mean.count, mean, step)
    isFull = n <= Self.fullDimension
    populationSize = 4 + Int(3 * log(Double(n)))
    let middle = (Double(populationSize) + 1) / 2
    let raw = (1...populationSize / 2).map { log(middle) - log(Double($0)) }
    let sum = raw.reduce(0, +)
    let weights = raw.map { $0 / sum }
    self.weights = weights
    effective = 1 / weights.reduce(0) { $0 + $1 * $1 }
    factor = isFull ? .identity(n) : Matrix(rows: n, columns: 1, repeating: 1)
    (stepPath, shapePath) = (Array(repeating: 0, count: n), Array(repeating: 0, count: n))
  }

  /// The points of a generation.
  func points(using generator: inout CounterBasedGenerator) -> [[Double]] {
    (0..<populationSize).map { _ in
      let normal = (0..<n).map { _ in generator.normal() }
      let turned = isFull ? factor.times(normal) : zip(factor.storage, normal).map { $0 * $1 }
      return zip(mean, turned).map { $0 + step * $1 }
    }
  }

  /// Adapts to the values of a generation's points.
  /// - Parameter values: one for each point; the largest is the best, and NaN the worst.
  mutating func adapt(to points: [[Double]], values: [Double]) {
    generation += 1
    let order = values.indices.sorted { a, b in
      values[a].isNaN ? false : values[b].isNaN ? true : values[a] > values[b]
    }
    let best = order.prefix(weights.count).map { i in zip(points[i], mean).map { ($0 - $1) / step } }
    let shift = (0..<n).map { i in zip(weights, best).reduce(0) { $0 + $1.0 * $1.1[i] } }
    mean = zip(mean, shift).map { $0 + step * $1 }

    let size = Double(n)
    let stepRate = (effective + 2) / (size + effective + 5)
    let damping = 1 + 2 * max(0, ((effective - 1) / (size + 1)).squareRoot() - 1) + stepRate
    let shapeRate = (4 + effective / size) / (size + 4 + 2 * effective / size)
    // Fewer numbers to learn, so they may be learnt faster.
    let speed = isFull ? 1 : (size + 2) / 3
    let rankOne = min(1, speed * 2 / ((size + 1.3) * (size + 1.3) + effective))
    let rankMany = min(
      1 - rankOne, speed * 2 * (effective - 2 + 1 / effective) / ((size + 2) * (size + 2) + effective))

    stepPath = follow(stepPath, whitened(shift), rate: stepRate)
    let norm = stepPath.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let expected = size.squareRoot() * (1 - 1 / (4 * size) + 1 / (21 * size * size))
    let young = (1 - pow(1 - stepRate, 2 * Double(generation))).squareRoot()
    let isSteady = norm / young < (1.4 + 2 / (size + 1)) * expected
    shapePath = isSteady ? follow(shapePath, shift, rate: shapeRate) : shapePath.map { (1 - shapeRate) * $0 }
    let lost = isSteady ? 0 : rankOne * shapeRate * (2 - shapeRate)
    learn(
      keep: 1 - rankOne - rankMany + lost,
      terms: [(rankOne, shapePath)] + zip(weights.map { rankMany * $0 }, best))
    step *= exp(min(1, stepRate / damping * (norm / expected - 1)))
  }

  private func follow(_ path: [Double], _ shift: [Double], rate: Double) -> [Double] {
    let gain = (rate * (2 - rate) * effective).squareRoot()
    return zip(path, shift).map { (1 - rate) * $0 + gain * $1 }
  }

  /// L⁻¹ times a vector, by forward substitution.
  private func whitened(_ vector: [Double]) -> [Double] {
    guard isFull else { return zip(vector, factor.storage).map { $0 / $1 } }
    return (0..<n).reduce(into: []) { solved, i in
      let known = solved.indices.reduce(0) { $0 + factor[i, $1] * solved[$1] }
      solved.append((vector[i] - known) / factor[i, i])
    }
  }

  /// Changes the covariance C to keep C + Σ weight vector vectorᵀ.
  private mutating func learn(keep: Double, terms: [(weight: Double, vector: [Double])]) {
    factor = keep.squareRoot() * factor
    for (weight, vector) in terms { add(vector.map { weight.squareRoot() * $0 }) }
    // A direction that has come to nothing would never come back.
    for k in 0..<n { factor[k, isFull ? k : 0] = max(factor[k, isFull ? k : 0], 1e-7) }
  }

  /// Adds v vᵀ to the covariance (Golub and Van Loan, *Matrix Computations*, section 6.5.4).
  private mutating func add(_ vector: [Double]) {
    guard isFull else {
      for k in 0..<n { factor[k, 0] = hypot(factor[k, 0], vector[k]) }
      return
    }
    var rest = vector
    for k in 0..<n {
      let old = factor[k, k]
      let new = hypot(old, rest[k])
      let (cosine, sine) = (new / old, rest[k] / old)
      factor[k, k] = new
      for i in (k + 1)..<max(n, k + 1) {
        factor[i, k] = (factor[i, k] + sine * rest[i]) / cosine
        rest[i] = cosine * rest[i] - sine * factor[i, k]
      }
    }
  }
}
