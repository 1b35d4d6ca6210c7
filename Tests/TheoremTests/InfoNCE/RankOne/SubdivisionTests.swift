import TheoremTesting

@Suite struct `Subdivision of a box` {
  private let unit = [Interval(lower: 0, upper: 1), Interval(lower: 0, upper: 1)]

  @Test func `a text tells of the lower half first`() throws {
    let parts = try Subdivision(of: unit, "0 a\n1 b c").parts
    #expect(parts.map(\.inequality) == ["a", "b", "c"])
    #expect(parts[0].box == [Interval(lower: 0, upper: 0.5), unit[1]])
    #expect(parts[2].box == [Interval(lower: 0.5, upper: 1), Interval(lower: 0.5, upper: 1)])
  }

  @Test(arguments: ["", "0a", "0aaa", "2aa", "0a-", "a0aa"])
  func `a text that does not tell of the whole box, or of more, is refused`(_ text: String) {
    #expect(throws: Subdivision.Failure.self) { try Subdivision(of: unit, text) }
  }

  @Test func `the parts of a text cover the box`() throws {
    let (text, box) = ("01a0aab", unit)
    let area = try Subdivision(of: box, text).parts.reduce(0) { $0 + $1.box[0].width * $1.box[1].width }
    #expect(area == 1)
  }

  @Test func `a search halves what no inequality excludes, up to its limit`() throws {
    // x² + y² > ¼ but in a corner, where x + y < ¾.
    func inequality(_ box: [Interval]) -> Character? {
      if (box[0].squared + box[1].squared).lower > 0.25 { return "a" }
      return (box[0] + box[1]).upper < 0.75 ? "b" : nil
    }
    func search(limit: Int) -> String? {
      Subdivision.search(
        unit, limit: limit, halvingAcross: { $0[0].width < $0[1].width ? 1 : 0 }, until: inequality)
    }
    let text = try #require(search(limit: 1000))
    #expect(try Subdivision(of: unit, text).parts.allSatisfy { inequality($0.box) == $0.inequality })
    #expect(search(limit: text.count) == text && search(limit: text.count - 1) == nil)
  }
}

@Suite struct `Slices of three equal weights` {
  /// What a search with the same inequality finds.
  @Test func `the subdivision is found again`() throws {
    let text = try #require(
      Subdivision.search(
        EqualSlices.domain, limit: 2000,
        halvingAcross: { box in
          let widths = [box[0].width, box[0].upper * box[1].width, box[2].width]
          return widths.indices.max { widths[$0] < widths[$1] } ?? 0
        },
        until: { EqualSlices(box: $0).secondRow.upper < 0 ? "a" : nil }))
    let found = try Subdivision(of: EqualSlices.domain, text).parts.map(\.box)
    let isTheSame = try found == EqualSlices.subdivision.parts.map(\.box)
    #expect(isTheSame)
  }

  @Test func `without noise it contains that of any weights`() {
    for (u, tau) in [(0.4, 0.0), (1.3, 0.4), (2.5, 1.0), (6.0, 0.1)] {
      let enclosure = EqualSlices(box: [Interval(u), Interval(tau), 0]).secondRow
      let slice = FarSlice(weights: [1, 1, 1], scores: [u, tau * u, -(1 + tau) * u])
      let (bias, secondRow) = slice.critical
      // V is two thirds of u² (1 + τ + τ²).
      #expect(enclosure.contains(2 * (1 + tau + tau * tau) * bias.midpoint * secondRow.midpoint))
    }
  }
}

@Suite struct `Boxes of slices in the limit of means far apart` {
  @Test(arguments: [(0.1, 0.1, 0.5, 0.7), (0.3, 0.8, 0.1, 1.5), (0.9, 0.4, 0.9, 0.4), (0.5, 0.1, 0.2, 4.0)])
  func `a small one contains its slice`(_ x: Double, _ y: Double, _ tau: Double, _ u: Double) {
    var small = FarSliceBox(.bounded)
    small.box = [x, y, tau, u].map { Interval(midpoint: $0, radius: 0.0001) }
    let weights = [3 + x, 3 + (1 - x) * y, 3 + (1 - x) * (1 - y)].map { $0 / 10 }
    let scores = [u, tau * u, -(weights[0] * u + weights[1] * tau * u) / weights[2]]
    let (bias, secondRow) = FarSlice(weights: weights, scores: scores).critical
    let variance = zip(weights, scores).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
    #expect(small.secondRow.contains(bias.midpoint * secondRow.midpoint * variance / (u * u)))
    #expect(small.secondRow.upper < 0)
  }
}
