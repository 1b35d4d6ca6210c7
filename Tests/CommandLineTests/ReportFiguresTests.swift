import Evidence
import Foundation
import Testing

@testable import theorems

@Suite("theorems report: figures") struct ReportFiguresTests {
  /// As many points as asked for, on a spiral.
  private static func points(_ count: Int) -> [[Double]] {
    (0..<count).map { number in
      let turn = 0.1 * Double(number)
      return [turn * cos(turn), turn * sin(turn)]
    }
  }

  private static func line(
    _ property: String, _ names: [String], axes: [String] = ["bias δ", "angle in degrees"],
    outcome: Verdict.Outcome? = nil, isHeadline: Bool? = nil, count: Int = 2
  ) -> LedgerLine {
    LedgerLine.example("T1", property).with { line in
      line.series = names.map {
        .init(name: $0, axes: axes, outcome: outcome, isHeadline: isHeadline, points: points(count))
      }
    }
  }

  private static func page(_ lines: [LedgerLine]) throws -> String {
    try WrittenReport(lines, in: try TemporaryFolder()).text("report.html")
  }

  @Test func `what declares itself the headline stands before the overview, once`() throws {
    let plain = Self.line("p", ["PCA", "LDA"])
    let headline = Self.line(
      "q", ["PCA", "LDA"], axes: ["condition", "angle in degrees"], isHeadline: true)
    let page = try Self.page([plain, headline])
    let glance = try #require(page.range(of: "<h2 id=\"glance\">"))
    let overview = try #require(page.range(of: "<h2 id=\"overview\">"))
    let title = try #require(page.range(of: "<h3>T1: angle in degrees against condition</h3>"))
    #expect(glance.upperBound < title.lowerBound && title.upperBound < overview.lowerBound)
    #expect(page[title.upperBound...].range(of: "<h3>T1: angle in degrees against condition</h3>") == nil)
    #expect(page[overview.upperBound...].contains("<h3>T1: angle in degrees against bias δ</h3>"))
    let without = try Self.page([plain])
    #expect(
      !without.contains("At a glance") && without.contains("<h3>T1: angle in degrees against bias δ</h3>"))
  }

  @Test func `series of a theorem with the same axes are one figure, those of others are not`() throws {
    let other = Self.line("r", ["a"]).with { $0.theorem = "T2" }
    let figures = SeriesFigures.all([Self.line("p", ["a"]), Self.line("q", ["a"]), other])
    #expect(figures.map(\.title) == ["T1: a", "T2: a"])
    #expect(figures[0].legend.map(\.name).map { $0.prefix { $0 != ":" } } == ["p", "q"])
    #expect(figures[0].caption == "The instances of “p”, “q”.")
    let outcomes = SeriesFigures.all([
      Self.line("p", ["a"], outcome: .holds, count: 3), Self.line("q", ["a"], outcome: .holds),
      Self.line("r", ["a"], outcome: .refuted),
    ])
    #expect(outcomes.map { $0.legend.map(\.name) } == [["holds", "refuted"]])
  }

  @Test func `titles differ where names do not`() {
    let figures = SeriesFigures.all([
      Self.line("p", ["a"]), Self.line("q", ["a"], axes: ["dimension d", "angle in degrees"]),
    ])
    #expect(
      figures.map(\.title) == [
        "T1: angle in degrees against bias δ", "T1: angle in degrees against dimension d",
      ])
  }

  @Test func `of many points those are shown that look like all, and it says how many`() throws {
    let figure = try #require(SeriesFigures.all([Self.line("p", ["a"], count: 5000)]).first)
    let shown = figure.svg.matches(of: /a3 3 0 1 0 0 .1z/).count
    #expect(shown <= 400 && shown > 200)
    #expect(
      figure.caption.hasSuffix(
        "\(shown) of 5000 points are shown: one of those that are close together, and the outermost."))
    let few = try #require(SeriesFigures.all([Self.line("p", ["a"], count: 400)]).first)
    #expect(few.svg.matches(of: /a3 3 0 1 0 0 .1z/).count == 400 && !few.caption.contains("of 400"))
  }

  @Test func `thinning keeps the outermost points and those that stand alone`() {
    typealias Point = (x: Double, y: Double)
    let crowd = (0..<10_000).map { number -> Point in
      (x: 0.1 * Double(number % 100), y: 0.1 * Double(number / 100))
    }
    let lonely: [Point] = [(-50, 3), (40, 40), (7, -9)]
    let thinned = Thinning.thinned(crowd + lonely, to: 50)
    #expect(thinned.count <= 50)
    for point in lonely { #expect(thinned.contains { $0 == point }) }
    let coarse = Thinning.thinned(crowd, to: 10)
    #expect(coarse.map(\.x).max() == crowd.map(\.x).max() && coarse.map(\.y).max() == crowd.map(\.y).max())
    #expect(Thinning.thinned([(0, 0), (0, 0)], to: 2).count == 2)
    #expect(Thinning.shares([5, 1000, 100], of: 90) == [5, 43, 42])
    #expect(Thinning.shares([5, 10], of: 90) == [5, 10])
  }

  @Test func `at most twelve series are drawn, and the others counted`() throws {
    let figure = try #require(SeriesFigures.all([Self.line("p", (1...40).map { "s\($0)" })]).first)
    #expect(figure.legend.count == 12)
    #expect(figure.caption.contains("28 more series are left out."))
  }

  @Test func `ticks are the numbers themselves where there are few, and else round`() {
    #expect(Axis("n", spanning: [250, 1000, 4000, 250], isLogarithmic: true).ticks == [250, 1000, 4000])
    #expect(Axis("d", spanning: [4, 5, 6]).ticks == [4, 5, 6])
    // Two that would stand upon each other.
    #expect(Axis("d", spanning: [4, 4.01, 6]).ticks == [4, 4.5, 5, 5.5, 6])
    let many = (0...50).map(Double.init)
    #expect(Axis("d", spanning: many).ticks == [0, 10, 20, 30, 40, 50])
    let small = Axis("H", spanning: many.map { pow(10, -16 + 0.1 * $0) }, isLogarithmic: true)
    #expect(small.ticks.map(small.label) == ["10⁻¹⁶", "10⁻¹⁵", "10⁻¹⁴", "10⁻¹³", "10⁻¹²", "10⁻¹¹"])
    let wide = Axis("H", spanning: many.map { pow(10, -4 + 0.1 * $0) }, isLogarithmic: true)
    #expect(wide.ticks.map(wide.label) == ["10⁻⁴", "10⁻³", "10⁻²", "10⁻¹", "1", "10"])
    let short = Axis("H", spanning: many.map { pow(10, 0.04 * $0 - 2) }, isLogarithmic: true)
    #expect(short.ticks.map(short.label) == ["0.01", "0.03", "0.1", "0.3", "1"])
    let tiny = Axis("H", spanning: many.map { 1e-15 * ($0 - 20) })
    #expect(tiny.ticks.map(tiny.label) == ["−2·10⁻¹⁴", "−10⁻¹⁴", "0", "10⁻¹⁴", "2·10⁻¹⁴", "3·10⁻¹⁴"])
  }
}
