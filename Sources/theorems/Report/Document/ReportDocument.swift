import Evidence

/// `report.json`: what a run came to, for programs and as a later run's baseline.
///
/// Keys keep their names and meaning as long as `schema` is the same; a key whose value does not exist is absent. Times are
/// in seconds, shares in [0, 1], margins and errors in units of the scale of what was compared.
///
/// | key | value |
/// |---|---|
/// | `schema`, `version` | of this document, of the program |
/// | `verdict`, `exitCode` | `holds`, `refuted`, `failing` or `inconclusive`; what `theorems report` ended with |
/// | `seeds`, `providers` | what the instances were drawn from, what computed them |
/// | `seconds`, `falseAlarm` | computing time; the probability, at most, that a sampled check is wrong |
/// | `problems` | what is wrong beyond the theorems: ledgers that are missing, unreadable, empty or damaged, a false-alarm budget that is spent |
/// | `theorems[]` | `id`, `title`, `status`, `verdict`, `text`, `instances`, `margin`, `sharpness`, `grade`, `seconds`, `properties[]`, by id |
/// | `theorems[].text` | as in a ledger's line: `statement`, `test`, `proof`, `coq[]`, `hypotheses[]` |
/// | `theorems[].properties[]` | as in a ledger's line: `name`, `claim`, `isSearch`, `interval`, `verdict`, `reason`, `planned`, `instances`, `refuted`, `inconclusive`, `replayed`, `rejected`, `idle`, `margin`, `sharpness`, `grade`, `resolution`, `coverage[]`, `seed`, `seconds`, `falseAlarm`, `saved`, `unsaved`; and `errorShares`, `instance` of the worst instance |
/// | `drift[]` | with a baseline: `kind`, `theorem`, `property`, `isLoss`, `text`, and `accepted`, the reason, of what was meant |
struct ReportDocument: Codable, Equatable, Sendable {
  static let currentSchema = 3

  struct Property: Codable, Equatable, Sendable {
    var name: String
    var claim: Claim
    /// Whether an optimiser looked for the worst instance.
    var isSearch: Bool
    var interval: ClosedRange<Double>?
    var verdict: Verdict.Outcome
    var reason: String?
    var planned: Int
    var instances: Int
    var refuted: Int
    var inconclusive: Int
    var replayed: Int
    var rejected: Int
    var idle: [String]?
    var margin: Double?
    var sharpness: Double?
    /// Nil where no instance was looked at.
    var grade: String?
    var resolution: Double
    var errorShares: [String: Double]
    /// The worst instance as JSON, in a string, where the property does not hold.
    var instance: String?
    var coverage: [LedgerLine.Coverage]
    var seed: UInt64
    var seconds: Double
    var falseAlarm: Double
    var saved: String?
    var unsaved: String?
  }

  struct Theorem: Codable, Equatable, Sendable {
    var id: String
    var title: String
    var status: TheoremStatus
    var verdict: Verification.Outcome
    var text: TheoremText?
    var instances: Int
    var margin: Double?
    var sharpness: Double?
    var grade: String?
    var seconds: Double
    var properties: [Property]
  }

  var schema = currentSchema
  var version = programVersion
  var verdict: Verification.Outcome
  var exitCode: Int32
  var seeds: [UInt64]
  var providers: [String]
  var seconds: Double
  var falseAlarm: Double
  var problems: [String]
  var theorems: [Theorem]
  var drift: [Drift.Change]?
}

extension ReportDocument.Property {
  init(_ line: LedgerLine) {
    let shown = line.simplest ?? line.worst
    self.init(
      name: line.property, claim: line.claim, isSearch: line.isSearch,
      interval: line.interval, verdict: line.verdict,
      reason: line.reason, planned: line.planned, instances: line.instances, refuted: line.refuted,
      inconclusive: line.inconclusive, replayed: line.replayed, rejected: line.rejected, idle: line.idle,
      margin: line.margin,
      sharpness: line.sharpness, grade: line.instances + line.replayed > 0 ? line.grade : nil,
      resolution: line.resolution,
      errorShares: line.worst?.errorShares ?? [:],
      instance: line.verdict == .holds ? nil : shown?.instance, coverage: line.coverage, seed: line.seed,
      seconds: line.seconds, falseAlarm: line.falseAlarm, saved: line.saved, unsaved: line.unsaved)
  }
}
