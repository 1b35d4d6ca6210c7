import Foundation

/// What one property of one theorem came to: a line of JSON in the ledger.
///
/// The test process writes a line when a property ends, whatever the end; the command line reads them. A line holds the
/// evidence (counts, the worst instance, slopes) and what follows from it; lines of shards are merged by adding their
/// evidence and judging it again.
public struct LedgerLine: Codable, Sendable, Equatable {
  /// The number that a reader compares before it trusts the keys.
  public static let currentSchema = 6
  /// The most pictures of one line.
  package static let mostDrawings = 6

  /// A class of instances and how many of those that were drawn to decide it belong to it.
  public struct Coverage: Codable, Sendable, Equatable {
    public var name: String
    public var count: Int
    /// How many instances were drawn until the share was decided.
    public var drawn: Int
    /// The share of the family that is required, in (0, 1].
    public var required: Double
    /// Nil when it was not decided.
    public var isMet: Bool?

    public init(name: String, count: Int, drawn: Int, required: Double, isMet: Bool?) {
      (self.name, self.count, self.drawn, self.required, self.isMet) = (name, count, drawn, required, isMet)
    }
  }

  /// An instance in full, and what it came to by itself.
  public struct Worst: Codable, Sendable, Equatable {
    public var outcome: Verdict.Outcome
    /// As in ``Verdict/margin``; nil where there is none, or no finite one.
    public var margin: Double?
    /// As in ``Verdict/sharpness``; nil where it is not known.
    public var sharpness: Double?
    /// How well the errors are founded, as in "asserted at T10_Name.swift:20".
    public var grade: String
    /// The share of each source in the error.
    public var errorShares: [String: Double]
    /// In words, where the numbers alone do not tell.
    public var reason: String?
    /// Its number in the family; nil when it was not drawn.
    public var index: Int?
    /// The instance as JSON.
    public var instance: String

    public init(_ verdict: Verdict, index: Int?, instance: String) {
      outcome = verdict.outcome
      margin = verdict.margin.flatMap { $0.isFinite ? $0 : nil }
      sharpness = verdict.sharpness.isFinite ? verdict.sharpness : nil
      grade = verdict.grade.description
      errorShares = verdict.difference.budget.shares.reduce(into: [:]) { $0[$1.key.rawValue] = $1.value }
      reason = verdict.reason
      (self.index, self.instance) = (index, instance)
    }
  }

  /// Points (x, y) that a property records of its instances, for a plot.
  public struct Series: Codable, Sendable, Equatable {
    public var name: String
    /// What x and y are, with their units.
    public var axes: [String]
    /// What the instances of these points came to, where a series tells the outcomes apart.
    public var outcome: Verdict.Outcome?
    public var points: [[Double]]

    public init(name: String, axes: [String], outcome: Verdict.Outcome? = nil, points: [[Double]]) {
      (self.name, self.axes, self.outcome, self.points) = (name, axes, outcome, points)
    }
  }

  public var schema = currentSchema
  /// The theorem's id, as in "T10".
  public var theorem: String
  /// The theorem's name without the id.
  public var title: String
  public var status: TheoremStatus
  /// What the theorem's files say of it; nil where they were not found.
  public var text: TheoremText?
  /// The property's name.
  public var property: String
  public var claim: Claim
  /// Of the claim's kind.
  public var evidence: Claim.Evidence
  /// What follows from the evidence.
  public var judgement = Judgement.inconclusive("not judged")
  /// How many instances the property asks for, in all shards together.
  public var planned: Int
  /// How many of them were looked at here.
  public var instances = 0
  /// How many of the instances refute the statement.
  public var refuted = 0
  /// How many of the instances could not be decided.
  public var inconclusive = 0
  /// How many stored counterexamples were tried before; they are not among the instances.
  public var replayed = 0
  /// The smallest margin, in units of the scale of what was compared: below 0 where the claim is violated; nil where equalities
  /// alone were compared, which hold to within ``sharpness``, or nothing was.
  public var margin: Double?
  /// The largest error of an instance, in the same units; nil where none was known.
  public var sharpness: Double?
  /// The weakest grade of an instance's errors.
  public var grade = Grade.proved.name
  /// The instance that decides ``margin``, or the one that failed.
  public var worst: Worst?
  /// What shrinking made of the worst instance, where that violates what should hold or was searched for.
  public var simplest: Worst?
  /// The largest bound that still says something, as the property declares it.
  public var resolution: Double
  public var coverage: [Coverage] = []
  /// How many of the drawn instances missed a hypothesis.
  public var rejected = 0
  /// How many instances beyond those were looked at on a climb from the worst of them.
  public var ascent = 0
  /// How many of those could not be decided, which is told and counts against nothing.
  public var ascentUndecided = 0
  /// The choices on which nothing depends, as far as the first instances tell; nil where none of them was looked at.
  public var idle: [String]?
  /// What is wrong with the family, in words.
  public var objection: String?
  /// Of a frequency, where the share of violations lies; of a rate, the median slope; of a measurement, the median.
  public var interval: ClosedRange<Double>?
  public var series: [Series] = []
  /// Pictures of instances that violate the statement, where they have any: six at most.
  public var drawings: [Drawing] = []
  /// The probability that a sampled check of this property is wrong: 0 where nothing was sampled.
  public var falseAlarm = 0.0
  public var seconds = 0.0
  /// The seed that the instances were drawn from.
  public var seed: UInt64
  /// The part of the instances that were looked at here.
  public var shard = Shard.whole
  /// The file of a counterexample that was saved.
  public var saved: String?
  /// What kept the property from its end, in words: an error that its family or its statement threw past the engine.
  public var thrown: String?
  /// The ``Plan/id`` of the run that the line is of; empty outside a run with a ledger.
  public var plan = ""
  /// The process that ran the property.
  public var process: Int32
  /// Tells one build of the suite from another.
  public var build: String
  /// The version of this program.
  public var version: String
  /// The LAPACK that computed it.
  public var provider: String

  public init(
    theorem: String, title: String, status: TheoremStatus, property: String, claim: Claim, planned: Int,
    resolution: Double = Verdict.resolution, seed: UInt64 = 0, process: Int32 = 0, build: String = "",
    provider: String = ""
  ) {
    (self.theorem, self.title, self.status) = (theorem, title, status)
    (self.property, self.claim, evidence) = (property, claim, claim.noEvidence)
    (self.planned, self.resolution) = (planned, resolution)
    (self.seed, self.process, self.build) = (seed, process, build)
    (version, self.provider) = (programVersion, provider)
  }
}

extension LedgerLine {
  public var verdict: Verdict.Outcome { judgement.verdict }
  public var reason: String? { judgement.reason }

  /// Whether an optimiser looked for the worst instance of the family, in the time it had.
  public var isSearch: Bool {
    if case .search = evidence { true } else { false }
  }
}

/// The version of this package.
public let programVersion = "0.2.0"

/// What is known of a theorem's statement.
public enum TheoremStatus: String, Codable, Sendable {
  /// There is a proof.
  case proved
  /// It is false: there is a counterexample, and a proof that it is one.
  case disproved
  /// Neither is known.
  case open
  /// Nothing is claimed: it says what is measured.
  case measured
}

extension LedgerLine {
  /// The line as one line of JSON, keys sorted, with its line feed.
  public func encoded() throws -> Data { try Self.encoded(self) }

  /// Whatever a ledger holds as one line of JSON, keys sorted, with its line feed.
  static func encoded(_ content: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // A claim's number may be none: that is told, and is no reason to tell nothing.
    encoder.nonConformingFloatEncodingStrategy = .words
    return try encoder.encode(content) + Data([UInt8(ascii: "\n")])
  }

  /// Reads one line of a ledger.
  /// - Throws: `DecodingError` for what is no line of this schema.
  public init(_ line: some DataProtocol) throws {
    let bytes = Data(line)
    // Told first: a line of another schema lacks keys of this one.
    if let found = try? JSONDecoder().decode(SchemaNumber.self, from: bytes).schema,
      found != Self.currentSchema
    {
      throw DecodingError.dataCorrupted(
        .init(codingPath: [], debugDescription: "schema \(found), expected \(Self.currentSchema)"))
    }
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .words
    self = try decoder.decode(LedgerLine.self, from: bytes)
  }
}

extension JSONEncoder.NonConformingFloatEncodingStrategy {
  /// Infinities and NaN in words.
  package static let words = convertToString(
    positiveInfinity: "infinity", negativeInfinity: "-infinity", nan: "nan")
}

extension JSONDecoder.NonConformingFloatDecodingStrategy {
  /// As they are written.
  package static let words = convertFromString(
    positiveInfinity: "infinity", negativeInfinity: "-infinity", nan: "nan")
}

private struct SchemaNumber: Decodable { let schema: Int? }
