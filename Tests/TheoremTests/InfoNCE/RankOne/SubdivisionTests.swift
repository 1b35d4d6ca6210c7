import Foundation
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

  /// The definition, by sums over a fine grid: α is what makes the row critical, and 3 F/u² that of α with W-norm 3 V.
  @Test func `the enclosure contains what the definition gives`() throws {
    var generator = CounterBasedGenerator(key: 29)
    for _ in 0..<200 {
      let u = generator.uniform(in: 0.25...3), tau = generator.uniform(in: 0...1)
      let s = generator.uniform(in: 0.01...1)
      let box = [Interval(midpoint: u, radius: 0.01), Interval(midpoint: tau, radius: 0.01), Interval(s)]
      let enclosure = EqualSlices(box: box).secondRow
      let value = Self.secondRow([u, tau * u, -(1 + tau) * u], noise: s) / (u * u)
      #expect(enclosure.contains(value))
    }
  }

  /// αᵀMα for the α with 1ᵀα = 0 and Aᵀ(M + s² G/2) α = 0 whose part across A is (A₃ − A₂, A₁ − A₃, A₂ − A₁).
  private static func secondRow(_ a: [Double], noise s: Double) -> Double {
    var (posterior, spread) = (Matrix(rows: 3, columns: 3, repeating: 0), Matrix.diagonal([1, 1, 1]))
    for k in 0..<3 {
      for step in -800...800 {
        let z = Double(step) / 100
        let mass = exp(-z * z / 2) / (2 * Double.pi).squareRoot() / 100
        let powers = a.map { exp($0 * (a[k] + s * z)) }
        let p = powers.map { $0 / powers.reduce(0, +) }
        for l in 0..<3 {
          posterior[k, l] += mass * p[l]
          for m in 0..<3 { spread[l, m] += mass * (l == m ? p[l] - p[l] * p[l] : -p[l] * p[m]) }
        }
      }
    }
    let (along, across) = (
      Matrix(columnVectors: [a]), Matrix(columnVectors: [[a[2] - a[1], a[0] - a[2], a[1] - a[0]]])
    )
    func form(_ x: Matrix, _ m: Matrix, _ y: Matrix) -> Double { x.inner(m * y) / 3 }
    let p = posterior.symmetricPart
    // δ such that the slope along the row is zero.
    let bias =
      (form(along, p, along) + pow(s, 4) + s * s * form(along, spread, along)) * 3 / along.inner(along)
    let m = p - bias * Matrix.diagonal([1, 1, 1])
    let n = m + (s * s / 2) * spread
    let alpha = across - (form(along, n, across) / form(along, n, along)) * along
    return form(alpha, m, alpha)
  }
}
