import Evidence
import Foundation

/// What has changed in one property since an earlier report. Each side holds one entry for each seed that was run.
struct PropertyDrift {
  private(set) var changes: [(kind: Drift.Kind, isLoss: Bool, text: String)] = []

  /// - Parameter old: at least one entry.
  init(_ old: [ReportDocument.Property], _ new: [ReportDocument.Property]) {
    guard !new.isEmpty else {
      note(.missing, isLoss: true, "is not in this run")
      return
    }
    let (verdict, found) = (Self.worst(old), Self.worst(new))
    if verdict != found {
      let isLoss = verdict == .holds || found == .refuted
      note(.verdict, isLoss: isLoss, "\(verdict.rawValue) in the baseline, now \(found.rawValue)")
    }
    if let other = new.first(where: { $0.claim != old[0].claim }) {
      // Whether the new claim is the weaker one is for a reader to say.
      note(.claim, isLoss: true, "claimed in the baseline: \(old[0].claim), now: \(other.claim)")
    }
    let (before, after) = (Self.instances(old), Self.instances(new))
    let isFewer = after.all < before.all || after.ofOneSeed < before.ofOneSeed
    if isFewer || after.all > before.all {
      let fewest = after.ofOneSeed < after.all ? ", of one seed \(after.ofOneSeed)" : ""
      note(.instances, isLoss: isFewer, "\(before.all) instances in the baseline, now \(after.all)\(fewest)")
    }
    compare(.margin, "margin", old.compactMap(\.margin).min(), new.compactMap(\.margin).min())
    compare(.sharpness, "error", old.compactMap(\.sharpness).max(), new.compactMap(\.sharpness).max())
    let (finer, coarsest) = (old[0].resolution, new.map(\.resolution).max() ?? 0)
    if finer != coarsest {
      note(
        .resolution, isLoss: coarsest > finer,
        "resolution \(shortDecimal(finer)) in the baseline, now \(shortDecimal(coarsest))")
    }
    let (stored, tried) = (old.reduce(0) { $0 + $1.replayed }, new.reduce(0) { $0 + $1.replayed })
    if tried < stored {
      note(.replayed, isLoss: true, "\(stored) stored counterexamples in the baseline, now \(tried)")
    }
    compareShares(
      .rejected, "of what is drawn misses a hypothesis", Self.share(old, \.rejected),
      Self.share(new, \.rejected))
    compareShares(
      .undecided, "of the instances are undecided", Self.share(old, \.inconclusive),
      Self.share(new, \.inconclusive))
    let idle = Set(new.flatMap { $0.idle ?? [] }).subtracting(old.flatMap { $0.idle ?? [] }).sorted()
    if !idle.isEmpty { note(.idle, "nothing depends any more on \(idle.joined(separator: ", "))") }
    if let grade = Self.grade(old), let now = Self.grade(new), grade != now {
      note(.grade, isLoss: Grade.weaker(grade, now) == now, "errors \(grade) in the baseline, now \(now)")
    }
    // Of several seeds each has to cover what the baseline covers.
    for group in old[0].coverage {
      let others = new.map { $0.coverage.first { $0.name == group.name } }
      compareCoverage(group, others.contains(nil) ? nil : others.compactMap(\.self).min { $0.isBelow($1) })
    }
  }

  private mutating func note(_ kind: Drift.Kind, isLoss: Bool = false, _ text: String) {
    changes.append((kind, isLoss, text))
  }

  private mutating func compare(_ kind: Drift.Kind, _ name: String, _ old: Double?, _ new: Double?) {
    switch (old, new) {
    case (nil, nil): break
    case (let old?, let new?) where !Drift.differ(old, new): break
    default:
      let (before, after) = (old.map(shortDecimal) ?? "none", new.map(shortDecimal) ?? "none")
      note(kind, "\(name) \(before) in the baseline, now \(after)")
    }
  }

  /// Shares differ where they do so by more than the factor, and by a hundredth.
  private mutating func compareShares(_ kind: Drift.Kind, _ words: String, _ old: Double, _ new: Double) {
    guard Drift.differ(old, new), abs(old - new) >= 0.01 else { return }
    note(kind, "\(new.percent()) \(words), \(old.percent()) in the baseline")
  }

  private static func share(
    _ entries: [ReportDocument.Property], _ count: KeyPath<ReportDocument.Property, Int>
  ) -> Double {
    let all = entries.reduce(0) { $0 + $1.instances + $1.rejected }
    return Double(entries.reduce(0) { $0 + $1[keyPath: count] }) / Double(max(1, all))
  }

  private mutating func compareCoverage(_ old: LedgerLine.Coverage, _ new: LedgerLine.Coverage?) {
    guard let new else { return note(.coverage, isLoss: true, "\"\(old.name)\" is no longer covered") }
    if new.required < old.required {
      note(
        .coverage, isLoss: true,
        "\"\(old.name)\" asks for \(new.required.percent()), \(old.required.percent()) in the baseline")
    }
    if old.isMet == true, new.isMet != true {
      note(.coverage, isLoss: true, "\"\(old.name)\" no longer has its share of \(new.required.percent())")
    } else if Drift.differ(old.share, new.share) {
      note(.coverage, "\"\(old.name)\": \(old.share.percent()) in the baseline, now \(new.share.percent())")
    }
  }

  private static func worst(_ entries: [ReportDocument.Property]) -> Verdict.Outcome {
    entries.map(\.verdict).max { $0.severity < $1.severity } ?? .holds
  }

  /// Of all seeds, and of the one that has the fewest. As planned: how many of them miss a hypothesis depends on the seed, and a
  /// search ends by the clock.
  private static func instances(_ entries: [ReportDocument.Property]) -> (all: Int, ofOneSeed: Int) {
    let counts = entries.map(\.planned)
    return (counts.reduce(0, +), counts.min() ?? 0)
  }

  /// The weakest; nil where nothing was looked at.
  private static func grade(_ entries: [ReportDocument.Property]) -> String? {
    let grades = entries.compactMap(\.grade)
    return grades.isEmpty ? nil : grades.reduce(Grade.proved.name, Grade.weaker)
  }
}

extension LedgerLine.Coverage {
  /// The share of the instances that were drawn, in [0, 1].
  var share: Double { drawn > 0 ? Double(count) / Double(drawn) : 0 }

  /// Whether it shows less of the same class than another.
  fileprivate func isBelow(_ other: LedgerLine.Coverage) -> Bool {
    if (isMet == true) != (other.isMet == true) { return isMet != true }
    return required != other.required ? required < other.required : share < other.share
  }
}
