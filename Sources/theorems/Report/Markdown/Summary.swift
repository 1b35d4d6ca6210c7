import Evidence
import Foundation
import Terminal

/// The report as Markdown, for the summary of a CI job: failures first. Below 1,000,000 bytes whatever the report holds, since GitHub
/// takes no more: what is too much is cut, and counted.
struct Summary {
  private let document: ReportDocument

  init(_ document: ReportDocument) { self.document = document }

  var markdown: String {
    var parts = ["# Theorems: \(escaped(document.headline))", escaped(document.facts.cut(to: 500))]
    let losses = (document.drift ?? []).filter(\.isLoss)
    parts += list("Lost since the baseline", losses.map(\.description), bytes: 150_000)
    parts += list("The run", document.problems, bytes: 150_000)
    parts += failures
    parts.append(table)
    let changes = (document.drift ?? []).filter { !$0.isLoss }
    parts += list("Changed since the baseline", changes.map(\.description), bytes: 100_000)
    return parts.joined(separator: "\n\n") + "\n"
  }

  private var failures: [String] {
    let failing = document.failuresFirst.flatMap { theorem in
      theorem.properties.filter { $0.verdict != .holds }.map { (theorem, $0) }
    }.sorted { $0.1.verdict.severity > $1.1.verdict.severity }
    guard !failing.isEmpty else { return [] }
    let shown = fitting(failing.lazy.map { section($0, $1) }, bytes: 250_000)
    let rest = failing.count - shown.count
    return ["## What does not hold"] + shown + (rest > 0 ? ["And \(rest) more."] : [])
  }

  private func section(_ theorem: ReportDocument.Theorem, _ property: ReportDocument.Property) -> String {
    let numbers = marginWords(property.margin, property.sharpness)
    var lines = [
      "### \(escaped("\(theorem.id), \(property.name)".cut(to: 300))): \(property.verdict.rawValue)",
      escaped((property.reason ?? "it does not hold").cut(to: 1000))
        + "; \(property.instances.counted("instance")), \(property.refuted) refuted, \(property.inconclusive) undecided"
        + (numbers.isEmpty
          ? "." : "; \(numbers), errors \(escaped((property.grade ?? "none").cut(to: 100)))."),
    ]
    if let instance = property.instance { lines.append(fenced(instance.cut(to: 600))) }
    if let saved = property.saved {
      lines.append(fenced(replayCommand(saved).cut(to: 600)))
    } else if let unsaved = replayWords(saved: nil, unsaved: property.unsaved) {
      lines.append(escaped(unsaved.cut(to: 600)))
    }
    return lines.joined(separator: "\n\n")
  }

  private var table: String {
    let theorems = document.failuresFirst
    let rows = theorems.lazy.map { theorem in
      let cells = [
        escaped(theorem.id.cut(to: 50)), escaped(theorem.title.cut(to: 200)), theorem.status.rawValue,
        theorem.verdict.words(of: theorem.status),
        "\(theorem.instances)", theorem.margin.map(shortDecimal) ?? "–",
        theorem.sharpness.map(shortDecimal) ?? "–", theorem.grade ?? "–",
        theorem.seconds.fixed(1),
      ]
      return "| " + cells.joined(separator: " | ") + " |"
    }
    let shown = fitting(rows, bytes: 200_000)
    let rest = theorems.count - shown.count
    return
      ([
        "## All theorems", "",
        "| id | theorem | status | verdict | instances | margin | to within | errors | seconds |",
        "|---|---|---|---|--:|--:|--:|---|--:|",
      ] + shown + (rest > 0 ? ["", "And \(rest) more."] : [])).joined(separator: "\n")
  }

  /// Nothing for no items.
  private func list(_ title: String, _ items: [String], bytes: Int) -> [String] {
    guard !items.isEmpty else { return [] }
    let shown = fitting(items.lazy.map { "* \(escaped($0.cut(to: 1000)))" }, bytes: bytes)
    let rest = items.count - shown.count
    return ["## \(title)\n\n" + (shown + (rest > 0 ? ["* and \(rest) more"] : [])).joined(separator: "\n")]
  }

  /// As many of the texts, from the first on, as take at most so many bytes with two line feeds behind each.
  private func fitting(_ texts: some Sequence<String>, bytes: Int) -> [String] {
    var (size, shown) = (0, [String]())
    for text in texts {
      size += text.utf8.count + 2
      if size > bytes { break }
      shown.append(text)
    }
    return shown
  }

  /// As a block of code, behind a fence that is longer than any in it.
  private func fenced(_ text: String) -> String {
    let text = text.printable
    let longest = text.unicodeScalars.split { $0 != "`" }.map(\.count).max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return "\(fence)\n\(text)\n\(fence)"
  }

  /// The text as it stands, on one line. By Unicode scalars: a combining mark makes one character with the mark in front of it, which
  /// is one for a reader of Markdown all the same.
  private func escaped(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    return line.onOneLine.unicodeScalars.reduce(into: "") { escaped, scalar in
      if #"\`*_{}[]<>#|~&$"#.unicodeScalars.contains(scalar) { escaped += "\\" }
      escaped.unicodeScalars.append(scalar)
    }
  }
}
