/// Two numbers that a property records of its instances beyond the verdict: a series of points in the ledger, for a plot.
public struct Observation<Instance: Sendable>: Sendable {
  /// A number of an instance, with its name and unit.
  public typealias Axis = (name: String, value: @Sendable (Instance) throws -> Double)

  let name: String
  let x: Axis
  let y: Axis

  /// - Parameters:
  ///   - name: what the series shows.
  ///   - x: the name of a number, with its unit, and the number of an instance.
  ///   - y: likewise.
  public init(_ name: String, x: Axis, y: Axis) { (self.name, self.x, self.y) = (name, x, y) }

  func point(_ instance: Instance) throws -> [Double] { [try x.value(instance), try y.value(instance)] }
}
