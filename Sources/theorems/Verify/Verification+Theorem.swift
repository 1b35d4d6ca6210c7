import Evidence

extension Verification {
  /// A class of a property's instances: its share of them, and the share that is required, in [0, 1].
  struct Coverage: Codable {
    let name: String
    let share: Double
    let required: Double
  }

  struct Theorem {
    let id: String
    let title: String
    /// Nil when no property ended.
    let status: TheoremStatus?
    let verdict: Outcome
    /// The number of properties that ended.
    let properties: Int
    let instances: Int
    /// The smallest margin of its properties; nil where equalities alone were compared, or nothing.
    let margin: Double?
    /// The largest error of its properties; nil where none is known.
    let sharpness: Double?
    /// The weakest grade of their errors; nil where there are none.
    let grade: String?
    /// The class with the smallest share / required.
    let coverage: Coverage?
    /// The computing time of its properties, which run side by side.
    let seconds: Double
    /// Why it does not hold, whatever its properties do.
    let problems: [String]
    /// The probability, at most, that one of its sampled checks is wrong.
    let falseAlarm: Double
  }
}

extension Verification.Theorem {
  init(id: String, title: String?, lines: [LedgerLine], isFailing: Bool, isUnfinished: Bool) {
    self.id = id
    self.title = lines.first?.title ?? title ?? ""
    status = lines.first?.status
    properties = lines.count
    instances = lines.reduce(0) { $0 + $1.instances }
    margin = lines.compactMap(\.margin).min()
    sharpness = lines.compactMap(\.sharpness).max()
    let looked = lines.filter { $0.instances + $0.replayed > 0 }
    grade = looked.isEmpty ? nil : looked.map(\.grade).reduce(Grade.proved.name, Grade.weaker)
    coverage = lines.flatMap(\.coverage).filter { $0.required > 0 && $0.drawn > 0 }
      .map { Verification.Coverage(name: $0.name, share: $0.share, required: $0.required) }
      .min { $0.share / $0.required < $1.share / $1.required }
    seconds = lines.reduce(0) { $0 + $1.seconds }
    falseAlarm = lines.reduce(0) { $0 + $1.falseAlarm }
    let open = lines.filter { $0.verdict == .inconclusive }
    let statuses = Set(lines.map(\.status.rawValue)).sorted()
    let titles = Set(lines.map(\.title)).sorted()
    problems =
      (lines.lacksCounterexample
        ? ["\(id): disproved, and no counterexample to it was judged to be one"] : [])
      + (statuses.count > 1
        ? ["\(id): found the statuses \(statuses.joined(separator: " and ")), expected one of all properties"]
        : [])
      // As ledgers of two packages have them, or of one before and after the theorem got another name.
      + (titles.count > 1
        ? [
          "\(id): found the titles \(titles.map { "\"\($0)\"" }.joined(separator: " and ")), expected one theorem of this id"
        ]
        : [])
      // What has no line yet may claim it.
      + (isFailing || isUnfinished ? [] : lines.unclaimed.map { "\(id): \($0)" })
    verdict =
      if lines.contains(where: { $0.verdict == .refuted }) {
        .refuted
      } else if isFailing {
        .failing
      } else if !problems.isEmpty || open.contains(where: { !$0.judgement.isPending }) {
        .inconclusive
      } else if isUnfinished {
        .unfinished
      } else if !open.isEmpty {
        .pending
      } else {
        lines.isEmpty ? .inconclusive : .holds
      }
  }
}

extension [LedgerLine] {
  /// Whether a theorem is disproved, and none of its properties claims a counterexample that is one, or waits for other shards.
  fileprivate var lacksCounterexample: Bool {
    // A search passes over what it cannot search.
    contains { $0.status == .disproved } && contains { !$0.isSearch }
      && !contains { !$0.isSearch && $0.claim == .counterexample && !$0.judgement.isNotHolding }
  }

  /// What of a statement is measured and by no property claimed, though its status is another one than measured.
  fileprivate var unclaimed: [String] {
    let checked = filter { !$0.isSearch && $0.status != .measured }
    let claims = checked.filter { !$0.claim.isMeasurement }
    guard !claims.isEmpty || checked.isEmpty else {
      return ["its properties measure and claim nothing, expected the status measured"]
    }
    func clauses(_ lines: [LedgerLine]) -> Set<Int> {
      Set(lines.flatMap { Statement.clauses(ofProperty: $0.property) })
    }
    return clauses(checked).subtracting(clauses(claims)).sorted().map {
      "the clause (\($0)) is measured, and no property claims it"
    }
  }
}

extension Verification.Outcome {
  /// What it says of a statement of a status: where all of its properties hold, that is not always that the statement does.
  func words(of status: TheoremStatus?) -> String {
    guard self == .holds, let status else { return rawValue }
    return switch status {
    case .proved: "holds"
    case .disproved: "is false"
    case .open: "withstands"
    case .measured: "measured"
    }
  }
}

/// As in "46 theorems and 2 measurements".
func theoremCount(_ statuses: [TheoremStatus?]) -> String {
  let measured = statuses.count { $0 == .measured }
  let theorems = statuses.count - measured
  return theorems.counted("theorem") + (measured > 0 ? " and \(measured.counted("measurement"))" : "")
}
