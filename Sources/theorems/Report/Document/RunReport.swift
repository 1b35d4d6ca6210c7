import Evidence
import Foundation

/// What the ledgers of a run come to, for every form that shows it.
struct RunReport {
  /// The merged lines, by theorem and property.
  let lines: [LedgerLine]
  let verification: Verification
  /// What is wrong beyond the theorems and what broke down.
  let problems: [String]
  let document: ReportDocument

  /// - Parameters:
  ///   - baseline: an earlier report; nil for none.
  ///   - accepted: why what is lost since then was meant to be; nil for a loss that nobody has accepted.
  init(_ ledgers: LedgerFiles, baseline: ReportDocument? = nil, accepting accepted: String? = nil) {
    let verification = Verification(
      merging: ledgers.lines, plans: ledgers.plans, breakdowns: ledgers.breakdowns)
    let lines = verification.judged
    self.lines = lines
    self.verification = verification
    let told = Self.exitCode(verification, ledgers)
    let unexplained = told == 0 ? ledgers.unexplainedEnd : nil
    problems =
      ledgers.problems
      + [unexplained].compactMap(\.self).map {
        "`theorems verify` ended with exit code \($0), and nothing in its ledger says why: run it again"
      }
    var problems = problems
    problems += ledgers.breakdowns.map(\.problem)
    // What broke down is told; of the others it is not known why.
    let culprits = ledgers.breakdowns.compactMap(\.culprit)
    problems += verification.unfinished.filter { !culprits.contains($0) }.map {
      "\($0.theorem), \($0.property): planned, and not run to its end"
    }
    problems += verification.unseen + verification.theorems.flatMap(\.problems)
    if verification.falseAlarm > verification.allowedFalseAlarm {
      problems.append(
        "the sampled checks of this run may be wrong with probability \(verification.falseAlarm), "
          + "allowed \(verification.allowedFalseAlarm)")
    }
    var document = ReportDocument(
      verdict: .holds, exitCode: 0, seeds: Set(lines.map(\.seed)).sorted(),
      providers: Set(ledgers.lines.map(\.provider)).sorted(), seconds: lines.reduce(0) { $0 + $1.seconds },
      falseAlarm: verification.falseAlarm, problems: problems, theorems: [])
    document.theorems = verification.theorems.compactMap { theorem in
      let own = lines.filter { $0.theorem == theorem.id }
      guard let first = own.first else { return nil }
      return ReportDocument.Theorem(
        id: theorem.id, title: theorem.title, status: first.status, verdict: theorem.verdict,
        text: own.lazy.compactMap(\.text).first, instances: theorem.instances, margin: theorem.margin,
        sharpness: theorem.sharpness, grade: theorem.grade, seconds: theorem.seconds,
        properties: own.map(ReportDocument.Property.init))
    }
    let found = baseline.map { Drift(from: $0, to: document) }
    let drift = accepted.flatMap { found?.accepted($0) } ?? found
    document.drift = drift?.changes
    let isLess = ledgers.unreadable.isEmpty && drift?.losses.isEmpty == false
    document.exitCode = isLess ? 1 : unexplained ?? told
    document.verdict =
      switch document.exitCode {
      case 0: .holds
      case 3: .inconclusive
      default: document.theorems.contains { $0.verdict == .refuted } ? .refuted : .failing
      }
    self.document = document
  }

  /// But for what is lost since a baseline.
  private static func exitCode(_ verification: Verification, _ ledgers: LedgerFiles) -> Int32 {
    // Whatever the others tell, the run is not known.
    if !ledgers.unreadable.isEmpty { return 2 }
    if ledgers.isDamaged { return 1 }
    let isPartial =
      ledgers.isTorn || ledgers.lacksPlan || !ledgers.endless.isEmpty || verification.theorems.isEmpty
    return isPartial && verification.exitCode == 0 ? 3 : verification.exitCode
  }
}
