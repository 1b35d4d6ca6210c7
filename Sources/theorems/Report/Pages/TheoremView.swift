import Evidence
import Foundation
import Terminal

/// A theorem as the page shows it.
struct TheoremView {
  struct Link {
    let text: String
    /// Nil where the file is not known.
    let url: String?
  }

  let row: OverviewRow
  let title: String
  let statement: String?
  let links: [Link]
  let properties: Excerpt?

  init(_ theorem: ReportDocument.Theorem, _ sources: SourceLinks, _ templates: Templates) {
    (row, title, statement) = (OverviewRow(theorem), theorem.title, theorem.text?.statement)
    properties = Excerpt(theorem.properties, bytes: 60_000, first: { $0.verdict != .holds }) {
      templates.render(PropertyView($0), with: "property")
    }
    let pages = [
      theorem.text.map { ("test", $0.test) },
      theorem.text?.proof.map {
        (theorem.status == .proved || theorem.status == .disproved ? "proof" : "notes", $0)
      },
    ]
    let names = (theorem.text?.coq ?? []).map { ("Coq: \($0.name)", $0.file) }
    links = (pages.compactMap(\.self) + names).map { Link(text: $0.0, url: sources.link($0.1)) }
  }
}

/// A theorem in the table of all.
struct OverviewRow {
  let id: String
  let title: String
  let status: String
  let verdict: String
  /// What the verdict says of the statement.
  let words: String
  let instances: Int
  let margin: String
  /// As in "3·10⁻¹², estimated".
  let sharpness: String
  let time: String
  /// Whether the page says more of it.
  let isLink: Bool

  init(_ theorem: ReportDocument.Theorem, isLink: Bool = false) {
    (id, title, status) = (theorem.id, theorem.title.cut(to: 300), theorem.status.rawValue)
    (verdict, words) = (theorem.verdict.rawValue, theorem.verdict.words(of: theorem.status))
    (instances, margin) = (theorem.instances, theorem.margin?.typeset() ?? "–")
    sharpness = errorWords(theorem.sharpness, theorem.grade)
    (time, self.isLink) = (seconds(theorem.seconds), isLink)
  }
}

/// A property as the page shows it.
struct PropertyView {
  let name: String
  let claim: String
  let verdict: String
  let instances: String
  let margin: String
  let sharpness: String
  /// As in "certificate 80%, rounding 20%".
  let errors: String
  private(set) var coverage: [String]
  let seed: UInt64
  let time: String
  /// Why it does not hold; nil where it does.
  let reason: String?
  /// What a necessity drops.
  let hypothesis: String?
  let instance: String?
  let replay: String?

  init(_ property: ReportDocument.Property) {
    (name, claim, verdict) = (property.name, property.claim.name, property.verdict.rawValue)
    let replayed = property.replayed > 0 ? " + \(property.replayed) stored" : ""
    instances = "\(property.instances)\(replayed)"
    margin = property.margin?.typeset() ?? "–"
    sharpness = errorWords(property.sharpness, property.grade)
    time = seconds(property.seconds)
    errors = property.errorShares.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { "\($0.key) \($0.value.percent())" }.joined(separator: ", ")
    coverage = property.coverage.map {
      "\($0.name): \($0.share.percent()), \($0.required.percent()) required"
        + ($0.isMet == true ? "" : $0.isMet == false ? ", too few" : ", not decided")
    }
    for choice in property.idle ?? [] { coverage.append("nothing depends on the choice \"\(choice)\"") }
    if property.rejected > 0 {
      let share = Double(property.rejected) / Double(property.instances + property.rejected)
      coverage.append("\(share.percent()) of what is drawn misses a hypothesis")
    }
    (seed, hypothesis) = (property.seed, property.claim.hypothesis)
    reason = property.verdict == .holds ? nil : property.reason ?? "It does not hold."
    instance = property.instance
    replay = property.saved.map(replayCommand) ?? property.unsaved.map { "not stored: \($0)" }
  }
}

/// As in "3·10⁻¹², estimated".
private func errorWords(_ sharpness: Double?, _ grade: String?) -> String {
  sharpness.map { [$0.typeset(), grade].compactMap(\.self).joined(separator: ", ") } ?? "–"
}

/// As in "1.5 s".
private func seconds(_ value: Double) -> String { value.fixed(1) + " s" }
