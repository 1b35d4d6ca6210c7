import Evidence

/// What a run came to, in one sentence: failures first.
struct Headline {
  /// As in "1 is refuted: T24 (the median slope lies in …); 36 hold, 8 are false".
  let text: String

  /// - Parameters:
  ///   - verdicts: of the theorems, with their statuses.
  ///   - whatFails: which do not hold, and why.
  init(_ verdicts: [(verdict: Verification.Outcome, status: TheoremStatus?)], whatFails: [String]) {
    func counts(_ words: [(word: String, one: String, several: String)]) -> String {
      words.compactMap { word, one, several in
        let count = verdicts.count { $0.verdict.words(of: $0.status) == word }
        return count == 0 ? nil : count.counted(one, several)
      }.joined(separator: ", ")
    }
    let failing = counts(
      ["refuted", "failing", "inconclusive", "unfinished", "pending"].map { ($0, "is \($0)", "are \($0)") })
    let holding = counts([
      ("holds", "holds", "hold"), ("is false", "is false", "are false"),
      ("withstands", "withstands", "withstand"), ("measured", "measured", "measured"),
    ])
    var told: Set<String> = []
    let what = whatFails.filter { told.insert($0).inserted }
    let reasons = what.isEmpty ? "" : ": " + what.joined(separator: ", ")
    let parts = [failing.isEmpty ? "" : failing + reasons, holding].filter { !$0.isEmpty }
    text = parts.isEmpty ? "no theorem has a result" : parts.joined(separator: reasons.isEmpty ? ", " : "; ")
  }
}
