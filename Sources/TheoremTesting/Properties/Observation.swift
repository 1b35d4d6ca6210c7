/// A number that a property records of its instances beyond the verdict, by groups, for the findings of the ledger.
public struct Observation<Instance: Sendable>: Sendable {
  /// The name of the number, with its unit.
  let name: String
  private let group: @Sendable (Instance) throws -> String
  private let value: @Sendable (Instance) throws -> Double

  /// - Parameters:
  ///   - group: the name of the group that the instance belongs to.
  ///   - value: the number, for one instance.
  public init(
    _ name: String, group: @escaping @Sendable (Instance) throws -> String,
    value: @escaping @Sendable (Instance) throws -> Double
  ) {
    (self.name, self.group, self.value) = (name, group, value)
  }

  /// The lower decile, median and upper decile of each group.
  func findings(_ instances: [Instance]) throws -> [String: Double] {
    var groups: [String: [Double]] = [:]
    for instance in instances { groups[try group(instance), default: []].append(try value(instance)) }
    var findings: [String: Double] = [:]
    for (group, values) in groups {
      let sorted = values.sorted()
      for (label, quantile) in [("lower decile", 0.1), ("median", 0.5), ("upper decile", 0.9)] {
        findings["\(name), \(group), \(label)"] = sorted[Int(quantile * Double(sorted.count - 1))]
      }
    }
    return findings
  }
}
