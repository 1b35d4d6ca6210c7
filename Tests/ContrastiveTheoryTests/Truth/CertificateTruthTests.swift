import Foundation
import LinearAlgebra
import Testing

@testable import ContrastiveTheory

/// The certificate against the truth: the distance of the computed optimum to a reference of twenty digits is below the certified
/// one, for every kind of mixture, in any units.
///
/// `CERTIFICATE_TRUTH=300 swift test --filter "Truth"` tries that many, some minutes; else it is a sample.
@Suite struct `Truth of the certificate` {
  /// What became of a problem.
  private struct Line {
    let kind: String
    let truth: Double
    let certificate: Double
    let size: Double
  }

  @Test func `the true distance is below the certified one`() async throws {
    let asked = ProcessInfo.processInfo.environment["CERTIFICATE_TRUTH"].flatMap { Int($0) }
    let keys = 0..<UInt64(asked ?? 24)
    let lines = try await withThrowingTaskGroup(of: Line?.self) { group in
      for key in keys { group.addTask { try Self.line(key) } }
      return try await group.reduce(into: [Line]()) { lines, line in
        if let line { lines.append(line) }
      }
    }
    // Most can be computed at all.
    #expect(10 * lines.count >= 9 * keys.count, "only \(lines.count) of \(keys.count)")
    let ratios = lines.map { $0.certificate / max($0.truth, .leastNormalMagnitude) }.sorted()
    #expect(
      ratios[ratios.count / 2] <= 1000, "the median of certificate over truth is \(ratios[ratios.count / 2])")
    guard asked != nil else { return }
    for (kind, lines) in Dictionary(grouping: lines, by: \.kind).sorted(by: { $0.key < $1.key }) {
      let ratios = lines.map { $0.certificate / max($0.truth, .leastNormalMagnitude) }.sorted()
      let relative = lines.map { $0.certificate / max($0.size, .leastNormalMagnitude) }.sorted()
      print(
        "\(kind): \(lines.count) problems, certificate over truth \(ratios[0]) to \(ratios[ratios.count - 1]), "
          + "median \(ratios[ratios.count / 2]); certificate over |H|, median \(relative[relative.count / 2])"
      )
    }
  }

  /// nil where the library gives no answer.
  private static func line(_ key: UInt64) throws -> Line? {
    let problem = try TruthProblem(key: key)
    let rank = min(problem.mixture.dimension, problem.mixture.componentCount)
    guard
      let found = try? InfoNCE(problem.mixture.centred.pairs(bias: problem.bias)).minimizer(
        rank: problem.mixture.sharedCovariance == nil ? problem.mixture.dimension : rank)
    else { return nil }
    let reference = try ReferenceOptimum(
      problem.mixture, bias: problem.bias, near: found.whitenedEncoder, within: found.certificate.distance)
    let held = DoubleDoubleMatrix(found.whitenedEncoder)
    let truth = (held.transposed * held - reference.gram).high.frobeniusNorm
    // The reference is a minimiser itself.
    #expect(reference.slope > -1e-14, "\(key), \(problem.kind): slope \(reference.slope)")
    #expect(
      truth <= found.certificate.distance,
      """
      \(key), \(problem.kind), d = \(problem.mixture.dimension), K = \(problem.mixture.componentCount), \
      bias \(problem.bias): truth \(truth), certified \(found.certificate.distance)
      """)
    return Line(
      kind: problem.kind, truth: truth, certificate: found.certificate.distance,
      size: reference.gram.high.frobeniusNorm)
  }
}
