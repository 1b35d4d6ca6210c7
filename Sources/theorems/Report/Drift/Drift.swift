import Evidence

/// What has changed since an earlier report.
///
/// What the earlier run showed and this one does not is a loss, and never a pass: a verdict, a theorem or a property that is
/// gone or has another name or statement, a class of instances that is gone or asks for less, and fewer instances.
struct Drift: Sendable {
  enum Kind: String, Codable, Sendable {
    case missing, renamed, restated, status, claim, verdict, margin, sharpness, grade, resolution, coverage,
      instances, replayed, rejected, undecided, idle, time, new
  }

  struct Change: Codable, Equatable, Sendable {
    var kind: Kind
    var theorem: String
    /// Nil where it concerns the theorem as a whole.
    var property: String?
    var isLoss: Bool
    /// In words, without the names.
    var text: String
    /// Why it was meant, where it would else be a loss.
    var accepted: String?
  }

  /// The factor from which on a margin, an error, a share or a time has changed.
  static let factor = 2.0
  /// The time in seconds below which a change of it says nothing.
  static let shortestTime = 1.0

  /// Losses first, each part by theorem.
  let changes: [Change]

  var losses: [Change] { changes.filter(\.isLoss) }

  /// The same changes, where what is lost was meant to be, and why: it stands in the new baseline.
  func accepted(_ reason: String) -> Drift {
    Drift(
      changes: changes.map { change in
        guard change.isLoss else { return change }
        var change = change
        (change.isLoss, change.accepted) = (false, reason)
        return change
      })
  }

  private init(changes: [Change]) { self.changes = changes }

  init(from old: ReportDocument, to new: ReportDocument) {
    var changes: [Change] = []
    for before in old.theorems {
      if let after = new.theorems.first(where: { $0.id == before.id }) {
        changes += Self.changes(from: before, to: after)
      } else if let heir = new.theorems.first(where: { $0.title == before.title }) {
        changes.append(
          Change(kind: .renamed, theorem: before.id, isLoss: true, text: "now has the id \(heir.id)"))
      } else {
        changes.append(Change(kind: .missing, theorem: before.id, isLoss: true, text: "is not in this run"))
      }
    }
    let known = Set(old.theorems.map(\.id))
    changes += new.theorems.filter { !known.contains($0.id) }.map {
      Change(kind: .new, theorem: $0.id, isLoss: false, text: "is new: \($0.verdict.rawValue)")
    }
    self.init(changes: changes.filter(\.isLoss) + changes.filter { !$0.isLoss })
  }

  private static func changes(
    from old: ReportDocument.Theorem, to new: ReportDocument.Theorem
  ) -> [Change] {
    var changes: [Change] = []
    func note(_ kind: Kind, isLoss: Bool = false, _ text: String) {
      changes.append(Change(kind: kind, theorem: old.id, isLoss: isLoss, text: text))
    }
    if old.title != new.title {
      note(.renamed, isLoss: true, "was named \"\(old.title)\", now \"\(new.title)\"")
    }
    if let before = old.text?.statement, before != new.text?.statement {
      note(.restated, isLoss: true, "has another statement: \(new.text?.statement ?? "none")")
    }
    if let before = old.text, let after = new.text {
      if before.proof != nil, after.proof == nil { note(.restated, isLoss: true, "has no proof any more") }
      let unchecked = Set(before.coq.map(\.name)).subtracting(after.coq.map(\.name)).sorted()
      if !unchecked.isEmpty {
        note(.restated, isLoss: true, "is no longer machine-checked by \(unchecked.joined(separator: ", "))")
      }
      if before.hypotheses != after.hypotheses { note(.restated, "has other hypotheses") }
    }
    if old.status != new.status {
      note(
        // What is measured claims nothing.
        .status, isLoss: old.status != .open || new.status == .measured,
        "was \(old.status.rawValue), now \(new.status.rawValue)")
    }
    if abs(old.seconds - new.seconds) >= shortestTime, differ(old.seconds, new.seconds) {
      note(.time, "took \(shortDecimal(old.seconds)) s, now \(shortDecimal(new.seconds)) s")
    }
    let (before, after) = (
      Dictionary(grouping: old.properties, by: \.identity),
      Dictionary(grouping: new.properties, by: \.identity)
    )
    for (identity, old) in before.sorted(by: { $0.key < $1.key }) {
      changes += PropertyDrift(old, after[identity] ?? []).changes.map { kind, isLoss, text in
        Change(kind: kind, theorem: new.id, property: old[0].name, isLoss: isLoss, text: text)
      }
    }
    for (identity, new) in after.sorted(by: { $0.key < $1.key }) where before[identity] == nil {
      changes.append(
        Change(
          kind: .new, theorem: old.id, property: new[0].name, isLoss: false,
          text: "is new: \(new[0].verdict.rawValue)"))
    }
    return changes
  }

  /// Whether two numbers differ by more than the factor, or in their signs.
  static func differ(_ a: Double, _ b: Double) -> Bool {
    guard (a < 0) == (b < 0) else { return true }
    let (a, b) = (abs(a), abs(b))
    return max(a, b) > factor * min(a, b)
  }
}

extension ReportDocument.Property {
  /// A search of a property stands beside it under the same name.
  fileprivate var identity: String { "\(name)\n\(isSearch)" }
}

extension Drift.Change: CustomStringConvertible {
  /// As in "T10, every minimiser: holds in the baseline, now refuted".
  var description: String {
    "\([theorem, property].compactMap(\.self).joined(separator: ", ")): \(text)"
      + (accepted.map { "; accepted: \($0)" } ?? "")
  }
}
