/// Two numbers that a property records of its instances beyond the verdict: a series of points in the ledger, for a plot.
///
///     let slopes = Observation<Double>("squares", x: ("x", { $0 }), y: ("x²", { $0 * $0 }))
public struct Observation<Instance>: Sendable {
  /// A number of an instance, with its name and unit.
  public typealias Axis = (name: String, value: @Sendable (Instance) throws -> Double)

  let name: String
  let x: Axis
  let y: Axis
  /// What an instance comes to; nil for what the property says of it, where it tells that.
  let outcome: (@Sendable (Instance) throws -> Verdict.Outcome)?
  /// Whether a report shows the series before all else.
  let isHeadline: Bool

  /// - Parameters:
  ///   - name: what the series shows.
  ///   - x: the name of a number, with its unit, and the number of an instance.
  ///   - y: likewise.
  ///   - outcome: makes a series for each outcome of a statement that is not the property's own.
  ///   - isHeadline: makes the figure of these axes the one that a report of the run shows before all else.
  public init(
    _ name: String, x: Axis, y: Axis, outcome: (@Sendable (Instance) throws -> Verdict.Outcome)? = nil,
    isHeadline: Bool = false
  ) {
    (self.name, self.x, self.y, self.outcome, self.isHeadline) = (name, x, y, outcome, isHeadline)
  }

  func point(_ instance: Instance) throws -> [Double] { [try x.value(instance), try y.value(instance)] }
}
