import Foundation

/// What a run has to contain: every property that it looks at. It is written before the first of them is, so that what is missing
/// later is seen, however it came to be.
package struct Plan: Codable, Sendable, Equatable {
  /// A property, and the theorem that it belongs to.
  package struct Property: Codable, Sendable, Hashable, Comparable {
    /// As in "T10".
    package var theorem: String
    package var property: String

    package init(theorem: String, property: String) { (self.theorem, self.property) = (theorem, property) }

    package static func < (a: Property, b: Property) -> Bool {
      (a.theorem, a.property) < (b.theorem, b.property)
    }
  }

  /// Sorted, each once.
  package var properties: [Property]
  package var seed: UInt64
  /// THEOREM_INSTANCES; nil where each property has its own number.
  package var instances: Int?
  package var shard: Shard
  package var build: String
  package var version: String
  package var provider: String
  /// The run of `theorems verify` that it belongs to, which has a ``RunEnd``; nil for one of `swift test`, of which nobody writes
  /// what failed beside the properties.
  package var run: String?

  package init(
    _ properties: Set<Property>, seed: UInt64, instances: Int? = nil, shard: Shard, build: String = "",
    provider: String = "", run: String? = nil
  ) {
    self.properties = properties.sorted()
    (self.seed, self.instances, self.shard) = (seed, instances, shard)
    (self.build, version, self.provider, self.run) = (build, programVersion, provider, run)
  }

  /// Tells one plan from another; lines name the plan that they fulfil. That of a run that is started again is the same.
  package var id: String {
    var plan = self
    plan.run = nil
    return String(fnv1a((try? plan.encoded()) ?? Data()), radix: 16)
  }

  /// What another plan has otherwise, though it looks at the same instances, as in "of another build (1f, now 2a)"; nil for nothing.
  package func difference(to other: Plan) -> String? {
    guard looksAtTheSame(as: other) else { return nil }
    let kinds: [(name: String, value: (Plan) -> String)] = [
      ("build", \.build), ("version", \.version), ("LAPACK", \.provider),
      ("number of instances", { $0.instances.map { "\($0)" } ?? "each property's own" }),
    ]
    let clauses = kinds.compactMap { name, value -> String? in
      let (mine, theirs) = (value(self), value(other))
      func told(_ value: String) -> String { value.isEmpty ? "none" : value }
      return mine == theirs ? nil : "of another \(name) (\(told(mine)), now \(told(theirs)))"
    }
    return clauses.isEmpty ? nil : clauses.joined(separator: " and ")
  }

  /// The properties that no line tells of which a run of the same kind wrote: of the same instances, by the same build.
  /// - Parameter plans: of all the lines.
  package func unfinished(_ lines: [LedgerLine], of plans: [Plan]) -> [Property] {
    finished(lines, of: plans).missing(of: properties)
  }

  /// The lines that a run of the same kind wrote, likewise.
  package func finished(_ lines: [LedgerLine], of plans: [Plan]) -> [LedgerLine] {
    let same = Set(plans.filter { $0.looksAtTheSame(as: self) && $0.difference(to: self) == nil }.map(\.id))
    return lines.filter { same.contains($0.plan) && !$0.isSearch }
  }

  /// Whether a run by this plan looks at all that one by an earlier plan looked at.
  package func repeats(_ earlier: Plan) -> Bool {
    looksAtTheSame(as: earlier) && Set(properties).isSuperset(of: earlier.properties)
  }

  private func looksAtTheSame(as other: Plan) -> Bool { seed == other.seed && shard == other.shard }
}

extension LedgerLine {
  /// The property that the line tells of, as a plan names it.
  package var identity: Plan.Property { Plan.Property(theorem: theorem, property: property) }
}

extension [LedgerLine] {
  /// Those of some properties that no line tells of.
  package func missing(of properties: [Plan.Property]) -> [Plan.Property] {
    let told = Set(map(\.identity))
    return properties.filter { !told.contains($0) }
  }
}
