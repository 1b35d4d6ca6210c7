/// What a property claims of its family.
package enum Claim: Codable, Sendable, Hashable {
  /// Nothing: its test ended before it stated a property.
  case unstated
  /// A statement holds for every instance.
  case universal
  /// Two routes to one number agree for every instance.
  case identity
  /// A number is at most, or at least, a bound for every instance.
  case bound
  /// The bound holds, and some instance reaches this part of it, in (0, 1].
  case tightBound(attaining: Double)
  /// The statement holds for every instance, and dropping the hypothesis, which is named, breaks it.
  case necessity(of: String)
  /// Every known instance certifiably violates the statement.
  case counterexample
  /// The statement fails for at most the allowed share of the family; the property has the power to detect the larger one.
  case frequency(allowed: Double, detecting: Double)
  /// A number grows like a power of a size, told apart from the neighbouring powers, over these sizes.
  case rate(power: Double, neighbours: ClosedRange<Double>, sizes: [Double])
  /// Nothing: a quantity, which is named with its unit, is measured, and the median of the family told with an interval.
  case measurement(of: String)

  /// The kind of claim, in words.
  package var name: String {
    switch self {
    case .unstated: "unstated"
    case .universal: "universal"
    case .identity: "identity"
    case .bound: "bound"
    case .tightBound: "tight bound"
    case .necessity: "necessity"
    case .counterexample: "counterexample"
    case .frequency: "frequency"
    case .rate: "rate"
    case .measurement: "measurement"
    }
  }

  /// The hypothesis of a necessity.
  package var hypothesis: String? { if case .necessity(let hypothesis) = self { hypothesis } else { nil } }

  /// - Throws: ``ParameterError`` where the numbers of the claim say nothing.
  package func validate() throws(ParameterError) {
    switch self {
    case .unstated, .universal, .identity, .bound, .necessity, .counterexample, .measurement: break
    case .tightBound(let attaining):
      guard 0 < attaining, attaining <= 1 else {
        throw ParameterError("attaining", found: attaining, expected: "a part of the bound, in (0, 1]")
      }
    case .frequency(let allowed, let detecting):
      guard 0 < allowed, allowed < 1 else {
        throw ParameterError("forAtMost", found: allowed, expected: "a share in (0, 1)")
      }
      guard allowed < detecting, detecting <= 1 else {
        throw ParameterError(
          "detecting", found: detecting, expected: "a share above \(allowed) and at most 1")
      }
    case .rate(let power, let neighbours, let sizes):
      _ = try SlopeClaim(rate: power, neighbours: neighbours)
      guard Set(sizes).count >= 2, sizes.allSatisfy({ $0 > 0 && $0.isFinite }) else {
        throw ParameterError("sizes", found: sizes, expected: "at least two different ones above 0")
      }
    }
  }

  /// Whether it claims nothing, and tells what was found.
  package var isMeasurement: Bool { if case .measurement = self { true } else { false } }

  /// Whether it says something of every instance of its family, and no more than that.
  package var isOfEveryInstance: Bool {
    switch self {
    case .universal, .identity, .bound, .tightBound: true
    case .unstated, .necessity, .counterexample, .frequency, .rate, .measurement: false
    }
  }

  /// Whether a single instance decides it: then that is searched for, stored and tried again first.
  package var isJudgedByInstance: Bool { isOfEveryInstance || self == .counterexample }
}

/// As in "tight bound, attaining 0.9".
extension Claim: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unstated, .universal, .identity, .bound, .counterexample: name
    case .tightBound(let attaining): "\(name), attaining \(attaining)"
    case .necessity(let hypothesis): "\(name) of \(hypothesis)"
    case .frequency(let allowed, let detecting): "\(name) of at most \(allowed), detecting \(detecting)"
    case .rate(let power, let neighbours, let sizes):
      "\(name) \(power), not \(neighbours.lowerBound), not \(neighbours.upperBound), over the sizes \(sizes)"
    case .measurement(let quantity): "\(name) of \(quantity)"
    }
  }
}

extension Claim {
  /// What the instances came to, beyond how many of them refute the statement or leave it open.
  package enum Evidence: Codable, Sendable, Equatable {
    /// Each was looked at by itself.
    case instances
    /// Likewise, and the largest part of its bound that one of them certainly reaches; nil where none is known to reach any.
    case attained(part: Double?)
    /// How many of them violate the statement once the hypothesis is dropped.
    case violations(count: Int)
    /// The number of each, as a slope, or rather what is known of it.
    case values(within: [ClosedRange<Double>])
    /// An optimiser looked for the worst one, in so many restarts.
    case search(restarts: Int)
  }

  /// The evidence that the claim needs, before the first instance.
  package var noEvidence: Evidence {
    switch self {
    case .unstated, .universal, .identity, .bound, .counterexample, .frequency: .instances
    case .tightBound: .attained(part: nil)
    case .necessity: .violations(count: 0)
    case .rate, .measurement: .values(within: [])
    }
  }
}

extension Claim.Evidence {
  /// Adds the evidence of other instances for the same claim.
  package mutating func add(_ other: Self) {
    switch (self, other) {
    case (.attained(let mine), .attained(let theirs)):
      self = .attained(part: [mine, theirs].compactMap(\.self).max())
    case (.violations(let mine), .violations(let theirs)): self = .violations(count: mine + theirs)
    case (.values(let mine), .values(let theirs)): self = .values(within: mine + theirs)
    case (.search(let mine), .search(let theirs)): self = .search(restarts: mine + theirs)
    case (.instances, _), (.attained, _), (.violations, _), (.values, _), (.search, _): break
    }
  }
}
