import Evidence
import Foundation
import Terminal

extension Verification {
  /// A line for each theorem, and below it what a reader must know of those that do not hold.
  var table: String {
    ([Headline(theorems.map { ($0.verdict, $0.status) }, whatFails: whatFails).text, rows] + notes)
      .joined(separator: "\n\n")
  }

  /// Of the properties that do not hold, the first few with the reasons.
  private var whatFails: [String] {
    let told =
      notHolding.sorted { $0.verdict.severity > $1.verdict.severity }.map {
        ($0.theorem, $0.reason ?? $0.verdict.rawValue)
      }
      + failures.map { ($0.theorem ?? "outside any theorem", $0.text) }
    let shown = told.prefix(3).map { theorem, reason in
      let line = reason.onOneLine
      return "\(theorem.onOneLine) (\(line.count > 100 ? "\(line.prefix(100))…" : line))"
    }
    return shown + (told.count > shown.count ? ["\(told.count - shown.count) more below"] : [])
  }

  private var notes: [String] {
    var notes =
      judged.compactMap(\.share) + judged.compactMap(\.measured) + notHolding.map(\.note)
      + failures.map(\.note) + breakdowns.map(\.note)
    if !unseen.isEmpty { notes.append((["not run:"] + unseen.map { "  \($0)" }).joined(separator: "\n")) }
    if !unfinished.isEmpty {
      let names = unfinished.map { "  \($0.name)" }
      notes.append((["not run to the end:"] + names).joined(separator: "\n"))
    }
    notes += theorems.flatMap(\.problems)
    if !unmatched.isEmpty { notes.append("no theorem matches \(unmatched.joined(separator: ", "))") }
    notes += lostCounterexamples.map { "\($0)" }
    if let shard = pending.first?.shard {
      notes.append(
        "shard \(shard.index) of \(shard.count): \(pending.count) pending; `theorems report` of all \(shard.count) "
          + "ledgers gives the verdict")
    }
    notes += assertions
    for theorem in theorems where theorem.status == .open && theorem.verdict == .holds {
      notes.append(
        "\(theorem.id) is open: it held in \(theorem.instances.counted("draw")); "
          + "`swift run theorems search \(theorem.id)` looks for where it fails")
    }
    if climbsUndecided > 0 {
      notes.append(
        "\(climbsUndecided.counted("instance")) on climbs from the worst ones could not be decided, which counts against nothing"
      )
    }
    if sampledProperties > 0 {
      let parts = theorems.filter { $0.falseAlarm > 0 }.map { "\($0.id) \($0.falseAlarm.significant(2))" }
      let spent = falseAlarm > allowedFalseAlarm ? ": too much\n  \(parts.joined(separator: ", "))" : ""
      notes.append(
        "\(sampledProperties.counted("property rests", "properties rest")) on samples: the probability that any of them fails by chance is at most "
          + "\(falseAlarm.significant(2)), allowed \(allowedFalseAlarm.significant(2))\(spent)")
    }
    if isInterrupted { notes.append("interrupted: the table tells what had finished by then") }
    return notes
  }

  /// The theorems under a header: words to the left of their columns, numbers to the right.
  private var rows: String {
    let columns = Column.all.map { column in
      let cells = [column.header] + theorems.map { column.cell($0).onOneLine }
      let width = cells.map(\.columns).max() ?? 0
      return cells.map { $0.filled(to: width, fromLeft: column.isNumeric) }
    }
    return (0...theorems.count).map { row in columns.map { $0[row] }.joined(separator: "  ") }
      .joined(separator: "\n")
  }
}

extension Plan.Property {
  /// As in "T10, every minimiser".
  fileprivate var name: String { "\(theorem), \(property)".onOneLine }
}

/// A column of the table.
private struct Column: Sendable {
  let header: String
  var isNumeric = false
  let cell: @Sendable (Verification.Theorem) -> String

  static let all = [
    Column(header: "id") { $0.id },
    Column(header: "title") { $0.title },
    Column(header: "status") { $0.status?.rawValue ?? "-" },
    Column(header: "verdict") { $0.verdict.words(of: $0.status) },
    Column(header: "properties", isNumeric: true) { "\($0.properties)" },
    Column(header: "instances", isNumeric: true) { "\($0.instances)" },
    Column(header: "least margin", isNumeric: true) { $0.margin.map(shortDecimal) ?? "-" },
    Column(header: "largest error", isNumeric: true) { $0.sharpness.map(shortDecimal) ?? "-" },
    Column(header: "error bounds") { $0.grade ?? "-" },
    Column(header: "rarest class", isNumeric: true) { $0.coverage?.text ?? "-" },
    Column(header: "seconds", isNumeric: true) { $0.seconds.fixed(1) },
  ]
}

extension Verification.Coverage {
  /// The share and the required one, as in "34%/30%".
  fileprivate var text: String { "\(share.percent())/\(required.percent())" }
}

extension LedgerLine {
  /// How often a statement fails in a family.
  fileprivate var share: String? {
    guard case .frequency(let allowed, _) = claim, let interval else { return nil }
    let found = "\(interval.lowerBound.percent(2)) to \(interval.upperBound.percent(2))"
    var claims = ["at most \((100 * allowed).significant(2))% claimed"]
    let share = ShareClaim(allowed: allowed, instances: instances)
    if let confirmed = share.largestConfirmedShare, let refuted = share.smallestRefutedShare {
      claims.append(
        "so many would confirm a share of up to \((100 * confirmed).significant(2))%, and refute one from "
          + "\((100 * refuted).significant(2))% on, with probability \(FalseAlarm.power)")
    }
    return "\(identity.name): it fails for \(found) of the family, by \(instances.counted("instance")) "
      + "(\(claims.joined(separator: "; ")))"
  }

  /// The median of what was measured.
  fileprivate var measured: String? {
    guard case .measurement(let quantity) = claim, let interval else { return nil }
    return "\(identity.name): the median \(quantity) is \(shortDecimal(interval.lowerBound)) to "
      + "\(shortDecimal(interval.upperBound)), by \(instances.counted("instance"))"
  }

  /// What a property that does not hold came to, with the start of its worst instance.
  fileprivate var note: String {
    (["\(identity.name): \(verdict.rawValue)"] + shortcomings(instanceOf: 300).map { "  \($0)" })
      .joined(separator: "\n")
  }
}

extension TestEvents.Issue {
  fileprivate var note: String {
    let name = [theorem, property].compactMap(\.self).joined(separator: ", ")
    let head = (name.isEmpty ? "outside any theorem" : name) + ": failed" + (place.map { " at \($0)" } ?? "")
    return ([head] + text.split(separator: "\n").map { "  \($0)" }).joined(separator: "\n")
  }
}
