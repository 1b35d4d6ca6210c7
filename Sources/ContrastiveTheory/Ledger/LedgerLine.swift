import Foundation

/// What one property of one theorem came to: a line of JSON in the ledger.
///
/// The test process writes a line when a property ends, whatever the end; the command line reads them.
public struct LedgerLine: Codable, Sendable, Equatable {
  /// The number that a reader compares before it trusts the keys.
  public static let currentSchema = 1

  /// What kind of statement the property makes.
  public enum Form: String, Codable, Sendable {
    /// It holds for every instance of a family.
    case universal
    /// Dropping a hypothesis breaks it.
    case twin
    /// A stored instance certifies.
    case existence
    /// It holds for a share of a family, with an exact interval.
    case frequency
  }

  /// A class of instances and how many of them there were.
  public struct Coverage: Codable, Sendable, Equatable {
    public var name: String
    public var count: Int
    /// The share of all instances that is required, in [0, 1].
    public var required: Double

    public init(name: String, count: Int, required: Double) {
      (self.name, self.count, self.required) = (name, count, required)
    }
  }

  public var schema = currentSchema
  /// The theorem's id, as in "T10".
  public var theorem: String
  /// The theorem's name without the id.
  public var title: String
  public var status: TheoremStatus
  /// The property's name.
  public var property: String
  public var form: Form
  /// `holds` when the property says what it should, a twin's certified violation included.
  public var verdict: Verdict.Outcome
  /// In words, why the property does not hold; nil where it does.
  public var reason: String?
  public var instances: Int
  /// How many of the instances could not be decided.
  public var inconclusive: Int
  /// The largest measured / bound: at most 1 where the property holds; nil where it is no finite number.
  public var worstRatio: Double?
  /// The instance with the largest ratio, or the one that failed, in full.
  public var worstInstance: String?
  /// The share of each error term in the bound of the worst instance.
  public var errorShares: [String: Double]
  public var coverage: [Coverage]
  /// Numbers that the property reports beyond its verdict, as a frequency's interval.
  public var findings: [String: Double]
  public var seconds: Double
  /// The epoch that the instances were drawn from.
  public var epoch: UInt64
  /// The process that ran the property.
  public var process: Int32
  /// The LAPACK that computed it.
  public var provider: String

  public init(
    theorem: String, title: String, status: TheoremStatus, property: String, form: Form,
    verdict: Verdict.Outcome, reason: String? = nil, instances: Int, inconclusive: Int, worstRatio: Double?,
    worstInstance: String?, errorShares: [String: Double] = [:], coverage: [Coverage] = [],
    findings: [String: Double] = [:],
    seconds: Double, epoch: UInt64, process: Int32, provider: String
  ) {
    (self.theorem, self.title, self.status) = (theorem, title, status)
    (self.property, self.form, self.verdict, self.reason) = (property, form, verdict, reason)
    (self.instances, self.inconclusive) = (instances, inconclusive)
    (self.worstRatio, self.worstInstance) = (worstRatio.flatMap { $0.isFinite ? $0 : nil }, worstInstance)
    (self.errorShares, self.coverage, self.findings) = (errorShares, coverage, findings)
    (self.seconds, self.epoch, self.process, self.provider) = (seconds, epoch, process, provider)
  }
}

/// What is known of a theorem's statement.
public enum TheoremStatus: String, Codable, Sendable {
  /// There is a proof.
  case proved
  /// The natural statement is false: a certified counterexample is the claim.
  case refuted
  /// Neither is known.
  case open
}

extension LedgerLine {
  /// The line as one line of JSON, keys sorted, with its line feed.
  public func encoded() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self) + Data([UInt8(ascii: "\n")])
  }

  /// Reads one line of a ledger.
  /// - Throws: `DecodingError` for what is no line of this schema.
  public init(_ line: some DataProtocol) throws {
    self = try JSONDecoder().decode(LedgerLine.self, from: Data(line))
    guard schema == Self.currentSchema else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: [], debugDescription: "schema \(schema), expected \(Self.currentSchema)"))
    }
  }
}
