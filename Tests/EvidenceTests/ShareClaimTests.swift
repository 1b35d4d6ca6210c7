import RandomNumbers
import Testing

@testable import Evidence

@Suite struct `Claim on a share` {
  /// The outcome for each number of events, none of the instances undecided.
  private func outcomes(of claim: ShareClaim) -> [Verdict.Outcome] {
    (0...claim.instances).map { claim.verdict(events: $0, undecided: 0).outcome }
  }

  /// The probability of each outcome at a true share, from the law's chances one after the other.
  private func probabilities(of outcomes: [Verdict.Outcome], at share: Double) -> [Verdict.Outcome: Double] {
    let instances = outcomes.count - 1
    var chance = (0..<instances).reduce(1.0) { product, _ in product * (1 - share) }
    return outcomes.enumerated().reduce(into: [:]) { sums, outcome in
      sums[outcome.element, default: 0] += chance
      chance *= Double(instances - outcome.offset) / Double(outcome.offset + 1) * share / (1 - share)
    }
  }

  @Test(arguments: [(0.03, 300), (0.2, 120), (0.5, 60)])
  func `a true claim is refuted as rarely as promised, and a false one holds so`(
    allowed: Double, instances: Int
  ) {
    for miss in [0.1, 1e-3] {
      let claim = ShareClaim(allowed: allowed, instances: instances, miss: miss)
      let edge = probabilities(of: outcomes(of: claim), at: allowed)
      #expect(edge[.refuted, default: 0] <= miss / 2 && edge[.holds, default: 0] <= miss / 2, "\(edge)")
      #expect(edge[.refuted, default: 0] > miss / 20 && edge[.holds, default: 0] > 0, "\(edge)")
    }
  }

  @Test(arguments: [(0.03, 300), (0.2, 120), (0.5, 60)])
  func `the smallest share refuted and the largest confirmed are those of a search of all shares`(
    allowed: Double, instances: Int
  ) throws {
    let claim = ShareClaim(allowed: allowed, instances: instances, miss: 1e-3)
    let outcomes = outcomes(of: claim)
    let shares = (1..<2000).map { Double($0) / 2000 }
    let refuted = try #require(
      shares.first { probabilities(of: outcomes, at: $0)[.refuted, default: 0] >= FalseAlarm.power })
    #expect(try #require(claim.smallestRefutedShare) <= refuted)
    #expect(try #require(claim.smallestRefutedShare) > refuted - 1.0 / 2000)
    let confirmed = shares.last {
      probabilities(of: outcomes, at: $0)[.holds, default: 0] >= FalseAlarm.power
    }
    let largest = claim.largestConfirmedShare ?? 0
    #expect(largest >= confirmed ?? 0 && largest < (confirmed ?? 0) + 1.0 / 2000)
  }

  @Test func `too few instances tell nothing`() {
    #expect(ShareClaim(allowed: 0.5, instances: 10).smallestRefutedShare == nil)
    #expect(ShareClaim(allowed: 0.03, instances: 100).largestConfirmedShare == nil)
    // 0.5 to the power of 40 is less than 1e-12 / 2, but not to the power of 39.
    #expect(ShareClaim(allowed: 0.5, instances: 41).largestConfirmedShare != nil)
    #expect(ShareClaim(allowed: 0.5, instances: 40).largestConfirmedShare == nil)
  }

  @Test func `the undecided count for either`() {
    let claim = ShareClaim(allowed: 0.2, instances: 1000)
    #expect(claim.verdict(events: 100, undecided: 0).outcome == .holds)
    #expect(claim.verdict(events: 100, undecided: 150).outcome == .inconclusive)
    #expect(claim.verdict(events: 300, undecided: 700).outcome == .refuted)
    #expect(claim.verdict(events: 0, undecided: 1000).interval == 0...1)
  }
}
