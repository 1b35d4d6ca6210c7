import Evidence
import Foundation

/// The report as Markdown, for the summary of a CI job: failures first. At most about 500 kB, half of what GitHub takes.
struct Summary {
  private let document: ReportDocument
  /// The longest start of an instance that is shown, and the most properties in full.
  private static let instanceLength = 600, mostProperties = 200

  init(_ document: ReportDocument) { self.document = document }

  var markdown: String {
    var parts = ["# Theorems: \(document.headline)"]
    parts += [document.facts]
    let losses = (document.drift ?? []).filter(\.isLoss)
    if !losses.isEmpty { parts.append(list("Lost since the baseline", losses.map(\.description))) }
    if !document.problems.isEmpty { parts.append(list("The run", document.problems)) }
    parts += failures
    parts.append(table)
    let changes = (document.drift ?? []).filter { !$0.isLoss }
    if !changes.isEmpty { parts.append(list("Changed since the baseline", changes.map(\.description))) }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private var failures: [String] {
    let failing = document.failuresFirst.flatMap { theorem in
      theorem.properties.filter { $0.verdict != .holds }.map { (theorem, $0) }
    }.sorted { $0.1.verdict.isWorse(than: $1.1.verdict) }
    guard !failing.isEmpty else { return [] }
    let shown = failing.prefix(Self.mostProperties).map { section($0, $1) }
    let rest = failing.count - shown.count
    return ["## What does not hold"] + shown + (rest > 0 ? ["And \(rest) more."] : [])
  }

  private func section(_ theorem: ReportDocument.Theorem, _ property: ReportDocument.Property) -> String {
    let numbers = marginWords(property.margin, property.sharpness)
    var lines = [
      "### \(escaped("\(theorem.id), \(property.name)")): \(property.verdict.rawValue)",
      escaped(property.reason ?? "It does not hold.")
        + " \(property.instances) instances, \(property.refuted) refuted, \(property.inconclusive) undecided"
        + (numbers.isEmpty ? "." : "; \(numbers), errors \(property.grade)."),
    ]
    if let instance = property.instance {
      let start = instance.prefix(Self.instanceLength)
      lines.append(fenced(start.endIndex == instance.endIndex ? String(start) : "\(start)…"))
    }
    if let saved = property.saved { lines.append(fenced("swift run theorems replay \(saved)")) }
    return lines.joined(separator: "\n\n")
  }

  private var table: String {
    let rows = document.failuresFirst.map { theorem in
      let cells = [
        theorem.id, escaped(theorem.title), theorem.status.rawValue,
        theorem.verdict.words(of: theorem.status),
        "\(theorem.instances)", theorem.margin.map(shortDecimal) ?? "–",
        theorem.sharpness.map(shortDecimal) ?? "–", theorem.grade,
        theorem.seconds.fixed(1),
      ]
      return "| " + cells.joined(separator: " | ") + " |"
    }
    return
      ([
        "## All theorems", "",
        "| id | theorem | status | verdict | instances | margin | to within | errors | seconds |",
        "|---|---|---|---|--:|--:|--:|---|--:|",
      ] + rows).joined(separator: "\n")
  }

  private func list(_ title: String, _ items: [String]) -> String {
    "## \(title)\n\n" + items.map { "* \(escaped($0))" }.joined(separator: "\n")
  }

  /// As a block of code, behind a fence that is longer than any in it.
  private func fenced(_ text: String) -> String {
    let longest = text.matches(of: /`+/).map { $0.0.count }.max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return "\(fence)\n\(text)\n\(fence)"
  }

  /// The text as it stands, on one line.
  private func escaped(_ text: String) -> String {
    text.map { character in
      if character.isNewline { return " " }
      return #"\`*_{}[]<>#|~&"#.contains(character) ? "\\\(character)" : String(character)
    }.joined()
  }
}
