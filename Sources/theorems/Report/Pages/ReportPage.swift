import Evidence
import Terminal

/// The report as one page: it needs no network, no scripts and no other file. Below 1,000,000 bytes whatever the report holds, so that
/// every host and browser shows it: each text is cut, each part has its share of the bytes, and what is left out is counted.
struct ReportPage {
  let html: String

  /// - Throws: what a template throws.
  init(_ report: RunReport, links: SourceLinks) throws {
    let templates = try Templates()
    html = templates.render(Content(report, links, templates), with: "page")
  }

  /// What the template of the page shows.
  private struct Content {
    let style = String(decoding: PackageResources.page_css, as: UTF8.self)
    let headline: String
    let facts: String
    let outcome: String
    let providers: String
    let falseAlarm: String
    let problems: Excerpt?
    let losses: Excerpt?
    let changes: Excerpt?
    let hasBaseline: Bool
    let headlines: Excerpt?
    let overview: Excerpt?
    let columns: [String]
    let matrix: Excerpt?
    let errors: Excerpt?
    let figures: Excerpt?
    let counterexamples: Excerpt?
    let theorems: Excerpt?

    init(_ report: RunReport, _ links: SourceLinks, _ templates: Templates) {
      func item(_ text: String) -> String { templates.render(["text": text], with: "item") }
      func figure(_ figure: Figure) -> String { templates.render(figure, with: "figure") }
      let document = report.document
      (headline, outcome) = (document.headline, document.verdict.rawValue)
      facts = document.facts.cut(to: 500)
      providers = document.providers.filter { !$0.isEmpty }.joined(separator: "; ").cut(to: 500)
      falseAlarm =
        document.falseAlarm > 0
        ? "Sampled checks are wrong with probability \(document.falseAlarm.typeset()) at most." : ""
      let drift = document.drift ?? []
      hasBaseline = document.drift != nil
      problems = Excerpt(document.problems, bytes: 40_000, item)
      losses = Excerpt(drift.filter(\.isLoss).map(\.description), bytes: 40_000, item)
      changes = Excerpt(drift.filter { !$0.isLoss }.map(\.description), bytes: 40_000, item)
      let plots = SeriesFigures.all(report.lines)
      headlines = Excerpt(plots.filter(\.isHeadline), bytes: 40_000, figure)
      errors = Excerpt([SharpnessStrip.figure(document)].compactMap(\.self), bytes: 60_000, figure)
      figures = Excerpt(plots.filter { !$0.isHeadline }, bytes: 250_000, figure)
      counterexamples = Excerpt(DrawingFigures.all(report.lines), bytes: 40_000, figure)
      theorems = Excerpt(document.theorems, bytes: 300_000, first: { $0.verdict != .holds }) {
        templates.render(TheoremView($0, links, templates), with: "theorem")
      }
      let articles = Set((theorems?.shown ?? []).map { document.theorems[$0].id })
      overview = Excerpt(document.failuresFirst, bytes: 70_000) {
        templates.render(OverviewRow($0, isLink: articles.contains($0.id)), with: "overview")
      }
      let hypotheses = HypothesisMatrix(document)
      columns = hypotheses.columns
      matrix = Excerpt(hypotheses.rows, bytes: 70_000) { row in
        var row = row
        row.isLink = articles.contains(row.id)
        return templates.render(row, with: "matrix")
      }
    }
  }
}
