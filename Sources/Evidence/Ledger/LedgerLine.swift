/// What one property of one theorem came to: a line of JSON in the ledger.
///
/// The test process writes a line when a property ends, whatever the end; the command line reads them. A line holds the
/// evidence (counts, the worst instance, slopes) and what follows from it; lines of shards are merged by adding their
/// evidence and judging it again.
package struct LedgerLine: Codable, Sendable, Equatable {
  /// The number that a reader compares before it trusts the keys.
  package static let currentSchema = 7
  /// The most pictures of one line.
  package static let mostDrawings = 6

  /// A class of instances and how many of those that were drawn to decide it belong to it.
  package struct Coverage: Codable, Sendable, Equatable {
    package var name: String
    package var count: Int
    /// How many instances were drawn until the share was decided.
    package var drawn: Int
    /// The share of the family that is required, in (0, 1].
    package var required: Double
    /// Nil when it was not decided.
    package var isMet: Bool?

    package init(name: String, count: Int, drawn: Int, required: Double, isMet: Bool?) {
      (self.name, self.count, self.drawn, self.required, self.isMet) = (name, count, drawn, required, isMet)
    }

    /// Whether so many of the family's instances, listed or drawn, may have the required share.
    var isCredible: Bool {
      let test = try? ShareTest(required: required, members: count, of: drawn)
      return Double(count) >= required * Double(drawn) || test?.decision == true
    }
  }

  /// An instance in full, and what it came to by itself.
  package struct Worst: Codable, Sendable, Equatable {
    package var outcome: Verdict.Outcome
    /// As in ``Verdict/margin``; nil where there is none, or no finite one.
    package var margin: Double?
    /// As in ``Verdict/sharpness``; nil where it is not known.
    package var sharpness: Double?
    /// How well the errors are founded, as in "asserted at T10_Name.swift:20".
    package var grade: String
    /// The share of each source in the error.
    package var errorShares: [String: Double]
    /// In words, where the numbers alone do not tell.
    package var reason: String?
    /// Its number in the family; nil when it was not drawn.
    package var index: Int?
    /// The instance as JSON.
    package var instance: String

    package init(_ verdict: Verdict, index: Int?, instance: String) {
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
  package struct Series: Codable, Sendable, Equatable {
    package var name: String
    /// What x and y are, with their units.
    package var axes: [String]
    /// What the instances of these points came to, where a series tells the outcomes apart.
    package var outcome: Verdict.Outcome?
    /// Whether a report shows the series before all else; nil is no.
    package var isHeadline: Bool?
    package var points: [[Double]]

    package init(
      name: String, axes: [String], outcome: Verdict.Outcome? = nil, isHeadline: Bool? = nil,
      points: [[Double]]
    ) {
      (self.name, self.axes, self.outcome) = (name, axes, outcome)
      (self.isHeadline, self.points) = (isHeadline, points)
    }
  }

  package var schema = currentSchema
  /// The theorem's id, as in "T10".
  package var theorem: String
  /// The theorem's name without the id.
  package var title: String
  package var status: TheoremStatus
  /// What the theorem's files say of it; nil where they were not found.
  package var text: TheoremText?
  /// The property's name.
  package var property: String
  package var claim: Claim
  /// Of the claim's kind.
  package var evidence: Claim.Evidence
  /// What follows from the evidence.
  package var judgement = Judgement.inconclusive("not judged")
  /// How many instances the property asks for, in all shards together.
  package var planned: Int
  /// How many of them were looked at here.
  package var instances = 0
  /// How many of the instances refute the statement.
  package var refuted = 0
  /// How many of the instances could not be decided.
  package var inconclusive = 0
  /// How many stored counterexamples were tried before; they are not among the instances.
  package var replayed = 0
  /// Tells the stored counterexamples of one run from those of another; nil without any, and for a part of a run that tries none.
  package var stored: String?
  /// The smallest margin, in units of the scale of what was compared: below 0 where the claim is violated; nil where equalities
  /// alone were compared, which hold to within ``sharpness``, or nothing was.
  package var margin: Double?
  /// The largest error of an instance, in the same units; nil where none was known.
  package var sharpness: Double?
  /// The weakest grade of an instance's errors.
  package var grade = Grade.proved.name
  /// The instance that decides ``margin``, or the one that failed.
  package var worst: Worst?
  /// What shrinking made of the worst instance, where that violates what should hold or was searched for.
  package var simplest: Worst?
  /// The largest error that still says something, as the property declares it, or coarser where a verdict holds by one that is.
  package var resolution: Double
  package var coverage: [Coverage] = []
  /// How many of the drawn instances missed a hypothesis.
  package var rejected = 0
  /// Whether the instances are all of a finite family, each once, and not a sample.
  package var isListed = false
  /// A hash of the instance that all are; nil where they differ, or none was looked at.
  package var sameInstance: String?
  /// A hash of the verdict that all instances have; nil where they differ, and where they need not, as those of two whole numbers.
  package var sameVerdict: String?
  /// Of a necessity, a hash of the one violation of all; nil where they differ, and where another instance takes the place of each.
  package var sameViolation: String?
  /// How many instances beyond those were looked at on a climb from the worst of them.
  package var ascent = 0
  /// How many of those could not be decided, which is told and counts against nothing.
  package var ascentUndecided = 0
  /// The choices on which nothing depends, as far as the first instances tell; nil where none of them was looked at.
  package var idle: [String]?
  /// What is wrong with the family, in words.
  package var objection: String?
  /// Of a frequency, where the share of violations lies; of a rate, the median slope; of a measurement, the median.
  package var interval: ClosedRange<Double>?
  package var series: [Series] = []
  /// Pictures of instances that violate the statement, where they have any: six at most.
  package var drawings: [Drawing] = []
  /// The probability that a sampled check of this property is wrong: 0 where nothing was sampled.
  package var falseAlarm = 0.0
  package var seconds = 0.0
  /// The seed that the instances were drawn from.
  package var seed: UInt64
  /// The part of the instances that were looked at here.
  package var shard = Shard.whole
  /// The file of a counterexample that was saved.
  package var saved: String?
  /// Why one could not be saved.
  package var unsaved: String?
  /// What kept the property from its end, in words: an error that its family or its statement threw past the engine.
  package var thrown: String?
  /// The ``Plan/id`` of the run that the line is of; empty outside a run with a ledger.
  package var plan = ""
  /// The process that ran the property.
  package var process: Int32
  /// Tells one build of the suite from another.
  package var build: String
  /// The version of this program.
  package var version: String
  /// The LAPACK that computed it.
  package var provider: String

  package init(
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

extension [LedgerLine.Series] {
  /// Adds the points of a series to those of the same name and outcome.
  package mutating func add(_ added: LedgerLine.Series) {
    if let index = firstIndex(where: { $0.name == added.name && $0.outcome == added.outcome }) {
      self[index].points += added.points
    } else {
      append(added)
    }
  }
}

extension LedgerLine {
  package var verdict: Verdict.Outcome { judgement.verdict }
  package var reason: String? { judgement.reason }

  /// Whether an optimiser looked for the worst instance of the family, in the time it had.
  package var isSearch: Bool { if case .search = evidence { true } else { false } }

  /// Of a necessity, how often the property is violated once the hypothesis is dropped.
  var violations: Int { if case .violations(let count) = evidence { count } else { 0 } }
}

/// The version of this package.
package let programVersion = "0.2.0"
