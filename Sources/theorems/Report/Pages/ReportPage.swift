import Evidence

/// The report as one page: it needs no network, no scripts and no other file.
struct ReportPage {
  private let style = String(decoding: PackageResources.page_css, as: UTF8.self)
  private let headline: String
  private let facts: String
  private let outcome: String
  private let providers: [String]
  private let falseAlarm: String
  private let problems: [String]
  private let losses: [String]
  private let changes: [String]
  private let hasBaseline: Bool
  private let overview: [TheoremView]
  private let theorems: [TheoremView]
  private let matrix: HypothesisMatrix
  private let hasMatrix: Bool
  private let errors: [Figure]
  private let figures: [Figure]
  private let counterexamples: [Figure]
  private let hasPlots: Bool

  init(_ report: RunReport, links: SourceLinks) {
    let document = report.document
    (headline, facts, outcome) = (document.headline, document.facts, document.verdict.rawValue)
    (providers, problems) = (document.providers.filter { !$0.isEmpty }, document.problems)
    falseAlarm =
      document.falseAlarm > 0
      ? "Sampled checks are wrong with probability \(shortDecimal(document.falseAlarm)) at most." : ""
    let drift = document.drift ?? []
    hasBaseline = document.drift != nil
    losses = drift.filter(\.isLoss).map(\.description)
    changes = drift.filter { !$0.isLoss }.map(\.description)
    overview = document.failuresFirst.map { TheoremView($0, links) }
    theorems = document.theorems.map { TheoremView($0, links) }
    matrix = HypothesisMatrix(document)
    hasMatrix = !matrix.rows.isEmpty
    errors = [SharpnessStrip.figure(document)].compactMap(\.self)
    figures = SeriesFigures.all(report.lines)
    counterexamples = DrawingFigures.all(report.lines)
    hasPlots = !figures.isEmpty
  }

  /// - Throws: what the template throws.
  func html() throws -> String {
    try Templates.render(self, with: "page")
  }
}
