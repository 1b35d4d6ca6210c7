/// An instance of which there are simpler ones: fewer components, round numbers.
public protocol Shrinkable {
  /// Instances that are simpler in one respect each, the boldest first. They need not meet a family's hypotheses, and
  /// need not be simpler as they are written: shrinking looks at both.
  var simpler: [Self] { get }
}
