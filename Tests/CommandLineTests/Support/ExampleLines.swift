import Evidence
import Foundation

extension LedgerLine {
  /// A property that holds for all of its instances, of a proved theorem.
  static func example(_ theorem: String, _ property: String, claim: Claim = .universal) -> LedgerLine {
    var line = LedgerLine(
      theorem: theorem, title: "Title of \(theorem)", status: .proved, property: property, claim: claim,
      planned: 100)
    line.judgement = .holds
    line.instances = 100
    (line.margin, line.sharpness) = (0.25, 1e-9)
    line.worst = .init(.quarter, index: 3, instance: String(repeating: "instance ", count: 100))
    line.coverage = [
      Coverage(name: "plenty", count: 90, drawn: 100, required: 0.4, isMet: true),
      Coverage(name: "scarce", count: 40, drawn: 100, required: 0.3, isMet: true),
    ]
    line.seconds = 0.5
    return line
  }

  /// The line as a part of a run finds it, with its share of the instances.
  func part(_ index: Int, of count: Int) -> LedgerLine {
    var line = self
    line.shard = Shard(index: index, count: count)
    line.instances = instances * index / count - instances * (index - 1) / count
    line.judge()
    return line
  }

  /// What a search of a property found.
  /// - Parameters:
  ///   - measured: of the worst instance; what is allowed is 1.
  ///   - instance: the worst instance.
  static func search(_ theorem: String, _ property: String, measured: Double, instance: String) -> LedgerLine
  {
    var line = example(theorem, property)
    line.evidence = .search(restarts: 4)
    let verdict = Verdict.positive(1 - measured, budget: .exact)
    line.coverage = []
    line.refuted = verdict.outcome == .refuted ? 1 : 0
    line.worst = .init(verdict, index: nil, instance: instance)
    line.seconds = 1
    line.judge()
    return line
  }
}

extension Verdict {
  /// One that holds, with the margin 1/4.
  static let quarter = Verdict.positive(0.25, budget: .exact)
}

extension Plan {
  /// The plans of the runs of `theorems verify` that came to some lines: one for each shard and seed.
  static func plans(of lines: [LedgerLine]) -> [Plan] {
    lines.reduce(into: [Plan]()) { plans, line in
      let property = Property(theorem: line.theorem, property: line.property)
      if let index = plans.firstIndex(where: { $0.shard == line.shard && $0.seed == line.seed }) {
        plans[index].properties = Set(plans[index].properties + [property]).sorted()
      } else {
        plans.append(
          Plan([property], seed: line.seed, shard: line.shard, run: "run \(UUID().uuidString)"))
      }
    }
  }
}

extension [Plan] {
  /// The ends of their runs, in which nothing failed.
  var ends: Data {
    get throws {
      try reduce(into: Data()) { $0 += try RunEnd(of: $1.run ?? "", exitCode: 0).encoded() }
    }
  }
}

/// Writes a ledger, with its plans and ends, and gives its path.
extension TemporaryFolder {
  func ledger(_ name: String, _ lines: [LedgerLine]) throws -> String {
    let plans = Plan.plans(of: lines)
    var contents = Data()
    for plan in plans { contents += try plan.encoded() }
    for line in lines {
      let plan = plans.first { $0.shard == line.shard && $0.seed == line.seed }
      contents += try line.with { $0.plan = plan?.id ?? "" }.encoded()
    }
    return try file(name, contents + plans.ends)
  }
}
