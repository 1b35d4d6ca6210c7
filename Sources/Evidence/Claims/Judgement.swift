/// What follows from the evidence for a claim.
package enum Judgement: Sendable, Equatable {
  /// The claim holds: a certified violation of what a necessity drops, and a certified counterexample, included.
  case holds
  /// The claim is certainly false.
  case refuted(String)
  /// The evidence decides nothing, in words why.
  case inconclusive(String)
  /// This part of a run says nothing against the claim, but it takes the other parts to confirm it.
  case pending(String)

  /// What it comes to for now: a pending judgement is not decided yet.
  package var verdict: Verdict.Outcome {
    switch self {
    case .holds: .holds
    case .refuted: .refuted
    case .inconclusive, .pending: .inconclusive
    }
  }

  /// Why it is not `holds`.
  package var reason: String? {
    switch self {
    case .holds: nil
    case .refuted(let reason), .inconclusive(let reason), .pending(let reason): reason
    }
  }

  /// Its name in a ledger and for readers.
  package var word: String { isPending ? "pending" : verdict.rawValue }

  package var isPending: Bool { if case .pending = self { true } else { false } }

  /// Whether it speaks against the claim: neither confirmed nor waiting for other parts.
  package var isNotHolding: Bool { self != .holds && !isPending }
}

/// As in `{"verdict":"refuted","reason":"3 of 250 instances refute it"}`.
extension Judgement: Codable {
  private enum Key: CodingKey { case verdict, reason }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    let word = try values.decode(String.self, forKey: .verdict)
    func reason() throws -> String { try values.decode(String.self, forKey: .reason) }
    switch word {
    case "holds": self = .holds
    case "refuted": self = .refuted(try reason())
    case "inconclusive": self = .inconclusive(try reason())
    case "pending": self = .pending(try reason())
    default:
      throw DecodingError.dataCorruptedError(
        forKey: .verdict, in: values, debugDescription: "no verdict \"\(word)\"")
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(word, forKey: .verdict)
    try values.encodeIfPresent(reason, forKey: .reason)
  }
}
