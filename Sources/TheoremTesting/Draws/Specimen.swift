import Foundation

/// An instance, and how it came to be.
struct Specimen<Instance> {
  let instance: Instance
  /// The choices that make it again; nil for one that its author gave.
  let choices: [Choice]?
  /// What a reader sees in place of some choices.
  private let shown: [String: Matrix?]
  /// The classes of the families that it and its parts were drawn from.
  let memberships: [Draw.Membership]
  /// Its number in the family; nil when it was not drawn.
  private(set) var index: Int?

  /// An instance that its author gave.
  init(given instance: Instance) {
    (self.instance, choices, shown, memberships) = (instance, nil, [:], [])
  }

  /// The instance that choices make; nil where it misses a hypothesis.
  /// - Throws: what making it throws, and ``DrawError``.
  init?(of family: Family<Instance>, _ draw: Draw, index: Int? = nil) throws {
    var draw = draw
    guard let instance = try family.instance(of: &draw) else { return nil }
    (self.instance, self.index) = (instance, index)
    (choices, shown, memberships) = (draw.choices, draw.shown, draw.memberships)
  }

  /// As one line, which a person can read: of JSON where that is the same for equal instances.
  var text: String {
    if let choices {
      let nodes: [String: Choices.Node?] = Choices(choices).nodes
      return json(nodes.merging(shown.mapValues { $0?.node }) { $1 }.compactMapValues(\.self))
    }
    // JSON keeps the order of a table.
    if !needsMirror(instance), let value = instance as? any Encodable { return json(value) }
    // The place of a private type differs from run to run.
    return described(instance).replacing(#/\w+\.\(unknown context at \$\w+\)\./#, with: "")
  }
}

extension Matrix {
  /// One list for each row.
  fileprivate var node: Choices.Node { .list((0..<rows).map { .list(row($0).map { .number($0) }) }) }
}

/// A value as one line of JSON, which a person can read.
func json(_ value: some Encodable) -> String {
  guard let data = try? JSONEncoder.ofEvidence().encode(value) else { return "\(value)" }
  return String(decoding: data, as: UTF8.self)
}
