import ArgumentParser
import ContrastiveTheory
import Foundation
import LinearAlgebra
import Mixtures
import RandomNumbers

/// How the time grows with each size while the others stay.
struct Growth: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Slopes of the time's logarithm in the logarithm of each size.")

  func run() throws {
    print("| time of | grows with | at | milliseconds | slope |\n|---|---|---|---|---|")
    let batch = "a batch's value and gradient"
    try report(batch, "n", [1024, 2048, 4096, 8192]) { try self.batch(pairs: $0) }
    try report(batch, "d", [64, 256, 1024, 4096]) { try self.batch(dimension: $0) }
    try report(batch, "r", [8, 16, 32, 64]) { try self.batch(rank: $0) }
    let minimiser = "a certified minimiser"
    try report(minimiser, "d", [64, 128, 256, 512]) { try self.minimiser(dimension: $0) }
    // Up to five components a rule integrates, from there on a sample where that costs less.
    try report(minimiser, "K", [2, 3, 4, 5]) { try self.minimiser(components: $0) }
    try report(minimiser, "K", [6, 7, 8, 10, 12]) { try self.minimiser(components: $0) }
    try report(minimiser, "r", [2, 4, 8, 16]) { try self.minimiser(rank: $0) }
  }

  private func report(
    _ name: String, _ size: String, _ sizes: [Int], prepare: (Int) throws -> () throws -> Void
  ) throws {
    let times = try sizes.map { try Self.seconds(try prepare($0)) }
    let points = zip(sizes, times).map { (x: log(Double($0)), y: log($1)) }
    let slope = String(format: "%.2f", Self.leastSquaresSlope(points))
    let milliseconds = times.map { String(format: "%.3g", 1000 * $0) }.joined(separator: ", ")
    let list = sizes.map { "\($0)" }.joined(separator: ", ")
    print("| \(name) | \(size) | \(list) | \(milliseconds) | \(slope) |")
  }

  private static func leastSquaresSlope(_ points: [(x: Double, y: Double)]) -> Double {
    let centre = points.reduce(0) { $0 + $1.x } / Double(points.count)
    let spread = points.reduce(0) { $0 + ($1.x - centre) * ($1.x - centre) }
    return points.reduce(0) { $0 + ($1.x - centre) * $1.y } / spread
  }

  /// The shortest of five times: what else a machine does can only add to it.
  private static func seconds(_ compute: () throws -> Void) throws -> Double {
    let clock = ContinuousClock()
    return try (0..<5).map { _ in try clock.measure(compute) / .seconds(1) }.min() ?? .nan
  }

  private func batch(pairs n: Int = 2048, dimension d: Int = 64, rank r: Int = 8) throws -> () throws -> Void
  {
    var generator = CounterBasedGenerator(key: 1)
    let members = Matrix.normal(rows: d, columns: n, using: &generator)
    let partners = members + 0.5 * Matrix.normal(rows: d, columns: n, using: &generator)
    let encoder = (1.6 / Double(d).squareRoot()) * Matrix.normal(rows: r, columns: d, using: &generator)
    let loss = EmpiricalInfoNCE(SampledPairs(first: members, second: partners))
    return { _ = try loss.evaluate(encoder) }
  }

  private func minimiser(
    dimension d: Int = 16, components: Int = 3, rank: Int? = nil
  ) throws -> () throws -> Void {
    let mixture = try conditionedMixture(dimension: d, components: components)
    return { _ = try InfoNCE(mixture.pairs(bias: 0.8)).minimizer(rank: rank ?? components - 1) }
  }
}
