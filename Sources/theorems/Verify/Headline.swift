import Evidence

/// What a run came to, in one sentence: failures first.
struct Headline {
  /// As in "1 is refuted: T24 (the median slope lies in …); 36 hold, 8 are false".
  let text: String

  /// - Parameters:
  ///   - verdicts: of the theorems, with their statuses.
  ///   - whatFails: which do not hold, and why.
  init(_ verdicts: [(verdict: Verification.Outcome, status: TheoremStatus?)], whatFails: [String] = []) {
    let failing = Self.counts(
      verdicts,
      [
        ("refuted", "are refuted"), ("failing", "are failing"), ("inconclusive", "are inconclusive"),
        ("unfinished", "are unfinished"), ("pending", "are pending"),
      ])
    let holding = Self.counts(
      verdicts,
      [("holds", "hold"), ("is false", "are false"), ("withstands", "withstand"), ("measured", "measured")])
    var told: Set<String> = []
    let what = whatFails.filter { told.insert($0).inserted }
    let reasons = what.isEmpty ? "" : ": " + what.joined(separator: ", ")
    let parts = [failing.isEmpty ? "" : failing + reasons, holding].filter { !$0.isEmpty }
    text = parts.isEmpty ? "no theorem has a result" : parts.joined(separator: reasons.isEmpty ? ", " : "; ")
  }

  private static func counts(
    _ verdicts: [(verdict: Verification.Outcome, status: TheoremStatus?)], _ words: [(String, String)]
  ) -> String {
    words.compactMap { word, plural -> String? in
      let count = verdicts.count { $0.verdict.words(of: $0.status) == word }
      guard count > 0 else { return nil }
      if count > 1 { return "\(count) \(plural)" }
      return "1 \(plural.hasPrefix("are ") && word != "is false" ? "is " : "")\(word)"
    }.joined(separator: ", ")
  }
}
