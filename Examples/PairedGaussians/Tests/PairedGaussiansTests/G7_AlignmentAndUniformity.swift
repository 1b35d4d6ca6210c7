import TheoremTesting

/// For unit vectors u₁ … u_n and v₁ … v_n, n ≥ 2, let s₊ be the mean of ⟨uᵢ, vᵢ⟩ and s₋ that of ⟨uᵢ, vⱼ⟩ over i ≠ j. (1) Then
/// s₋ ≥ −(s₊ + n (1 − s₊)/2)/(n − 1). (2) Each s₊ in [−1, 1] has vectors that attain it. (3) So 1 + s₋ + 1/(n − 1) ≥ s₊ can hold with
/// equality for s₊ = 1 alone.
@Suite(.theorem(.proved))
struct `G7 Alignment and uniformity` {
  @Test func `(1) negatives are no less similar`() throws {
    try forAll(.unitPairs) { .atMost($0.leastNegative, $0.negative, scale: 1) }
  }

  @Test func `(2) vectors that attain it`() throws {
    try forAll(.extremePairs) { .equal($0.negative, $0.leastNegative, scale: 1) }
  }

  @Test func `(3) the weaker inequality is strict`() throws {
    try forAll(.extremePairs) { .less($0.positive, than: $0.weakBound) }
  }

  @Test func `(1) unit length cannot be dropped`() throws {
    try cannotDrop("unit length", of: .unitPairs, replacing: { $0.stretched }) {
      .atMost($0.leastNegative, $0.negative, scale: 1)
    }
  }
}

private struct VectorPairs: Sendable {
  /// The uᵢ and the vᵢ.
  let u: [[Estimate]]
  let v: [[Estimate]]
  var length = 1.0

  private var count: Estimate { Estimate(exactly: Double(u.count)) }

  /// s₊.
  var positive: Estimate { zip(u, v).map(inner).sum / count }

  /// s₋.
  var negative: Estimate {
    let all = u.map { a in v.map { inner(a, $0) }.sum }.sum
    return (all / count - positive) / (count - 1)
  }

  /// −(s₊ + n (1 − s₊)/2)/(n − 1).
  var leastNegative: Estimate { -(positive + count * (1 - positive) / 2) / (count - 1) }

  /// 1 + s₋ + 1/(n − 1).
  var weakBound: Estimate { 1 + negative + 1 / (count - 1) }

  /// All uᵢ twice as long.
  var stretched: VectorPairs {
    VectorPairs(u: u.map { $0.map { 2 * $0 } }, v: v, length: 2)
  }

  private func inner(_ a: [Estimate], _ b: [Estimate]) -> Estimate { zip(a, b).map { $0 * $1 }.sum }
}

extension Family<VectorPairs> {
  fileprivate static let unitPairs = Family("pairs of unit vectors") { draw in
    let (n, d) = (draw.integer("pairs", in: 2...8), draw.integer("dimension", in: 1...4))
    func unit(_ vector: [Double]) -> [Estimate] {
      // A zero vector has no direction: the first axis.
      let vector = vector.contains { $0 != 0 } ? vector : vector.indices.map { $0 == 0 ? 1 : 0 }
      let numbers = vector.map(Estimate.init(exactly:))
      let length = numbers.map(\.squared).sum.squareRoot()
      return numbers.map { $0 / length }
    }
    // Where it is small all are nearly opposite.
    let spread = draw.logarithmic("spread", in: 0.01...10)
    let center = draw.normals("center", d)
    let u = (0..<n).map { _ in zip(center, draw.normals("u", d)).map { $0 + spread * $1 } }
    let v = (0..<n).map { _ in zip(center, draw.normals("v", d)).map { -$0 + spread * $1 } }
    return VectorPairs(u: u.map(unit), v: v.map(unit))
  }
  .assuming("unit length") { $0.length == 1 }

  /// uᵢ = wᵢ + e and vᵢ = wᵢ − e with wᵢ on a circle around 0, of sum 0, and e a normal of its plane.
  fileprivate static let extremePairs = Family("pairs that attain the bound") { draw in
    let n = draw.integer("pairs", in: 2...8)
    // From −1 to .98: at 1 all are equal.
    let height = Estimate.cos(Estimate(exactly: draw.real("latitude", in: 0...1.5, atEnds: 0.1)))
    let radius = (1 - height.squared).squareRoot()
    let circle = (0..<n).map { i -> [Estimate] in
      let angle = 2 * Estimate.pi * Estimate(exactly: Double(i)) / Estimate(exactly: Double(n))
      return [radius * .cos(angle), radius * .sin(angle)]
    }
    return VectorPairs(u: circle.map { $0 + [height] }, v: circle.map { $0 + [-height] })
  }
  .covering("negatively correlated", 0.2) { $0.positive.value < 0 }
}
