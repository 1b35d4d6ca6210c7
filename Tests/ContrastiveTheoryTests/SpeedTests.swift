import ContrastiveTheory
import Foundation
import LinearAlgebra
import Testing

/// The times that the README quotes: `swift test -c release --filter Speed`. The limits stand far above what an idle
/// machine takes, so that a busy one passes and a cost that grows too fast does not.
@Suite(.serialized) struct Speed {
  /// A mixture of condition number 100, seconds for its loss, minimiser and certificate, and the certificate's distance.
  private func certifiedMinimiser(d: Int, components: Int) throws -> (seconds: Double, distance: Double) {
    let mixture = try TestMixtures.shared(UInt64(d), d: d, components: components, condition: 100).centred
    let clock = ContinuousClock()
    var best = (seconds: Double.infinity, distance: Double.infinity)
    for _ in 0..<3 {
      let start = clock.now
      let minimizer = try InfoNCE(mixture.pairs(bias: 0.8)).minimizer(rank: components)
      best = min(
        best, ((clock.now - start) / .seconds(1), minimizer.certificate.distance),
        by: { $0.seconds < $1.seconds })
    }
    return best
  }

  @Test(arguments: [(8, 3, 0.05), (64, 3, 0.05), (64, 4, 0.5), (256, 3, 0.5), (512, 4, 1)])
  func `certified minimiser`(d: Int, components: Int, limit: Double) throws {
    let (seconds, distance) = try certifiedMinimiser(d: d, components: components)
    print(
      "certified minimiser, d = \(d), K = \(components):",
      String(format: "%.1f ms, distance %.1e", 1000 * seconds, distance))
    #expect(distance <= 1e-9)
    #expect(seconds < limit)
  }
}

private func min<T>(_ a: T, _ b: T, by isLess: (T, T) -> Bool) -> T { isLess(b, a) ? b : a }
