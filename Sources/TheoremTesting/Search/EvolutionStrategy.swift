import Foundation
import LinearAlgebra

/// Maximises a function of n numbers by its values alone: the covariance matrix adaptation evolution strategy (Hansen, *The
/// CMA evolution strategy: a tutorial*, arXiv 1604.00772). Only the order of the values matters, and none need be finite.
///
/// Up to ``fullDimension`` numbers the whole covariance adapts, O(n³) a generation; beyond it only its diagonal, O(n) for
/// each point (Ros and Hansen, *A simple modification in CMA-ES*, 2008).
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
  private var covariance: Matrix
  /// Eigenvectors and roots of eigenvalues of the covariance; the identity and the roots of its diagonal.
  private var axes: Matrix
  private var scales: [Double]
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
    // The diagonal alone is kept as a column.
    covariance = isFull ? .identity(n) : Matrix(rows: n, columns: 1) { _, _ in 1 }
    axes = isFull ? .identity(n) : Matrix(rows: n, columns: 0)
    scales = Array(repeating: 1, count: n)
    (stepPath, shapePath) = (Array(repeating: 0, count: n), Array(repeating: 0, count: n))
  }

  /// The points of a generation.
  func points(using generator: inout CounterBasedGenerator) -> [[Double]] {
    (0..<populationSize).map { _ in
      let normal = scales.map { $0 * generator.normal() }
      let turned = isFull ? axes.times(normal) : normal
      return zip(mean, turned).map { $0 + step * $1 }
    }
  }

  /// Adapts to the values of a generation's points.
  /// - Parameter values: one for each point; the largest is the best, and NaN the worst.
  /// - Throws: ``LinearAlgebraError`` when LAPACK fails.
  mutating func adapt(to points: [[Double]], values: [Double]) throws(LinearAlgebraError) {
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
    try decompose()
  }

  private func follow(_ path: [Double], _ shift: [Double], rate: Double) -> [Double] {
    let gain = (rate * (2 - rate) * effective).squareRoot()
    return zip(path, shift).map { (1 - rate) * $0 + gain * $1 }
  }

  /// C^(−1/2) times a vector.
  private func whitened(_ vector: [Double]) -> [Double] {
    guard isFull else { return zip(vector, scales).map { $0 / $1 } }
    return axes.times(zip(axes.transposed.times(vector), scales).map { $0 / $1 })
  }

  private mutating func learn(keep: Double, terms: [(weight: Double, vector: [Double])]) {
    covariance = Matrix(rows: covariance.rows, columns: covariance.columns) { i, j in
      terms.reduce(keep * covariance[i, j]) { $0 + $1.weight * $1.vector[i] * $1.vector[isFull ? j : i] }
    }
  }

  private mutating func decompose() throws(LinearAlgebraError) {
    let smallest = 1e-14
    guard isFull else {
      scales = (0..<n).map { max(covariance[$0, 0], smallest).squareRoot() }
      return
    }
    let eigen = try SymmetricEigen(of: covariance.symmetricPart)
    axes = eigen.vectors
    scales = eigen.values.map { max($0, smallest).squareRoot() }
  }
}
