/// A picture of an instance in the plane: places, larger with their weights, and lines through the origin.
///
///     let drawing = Drawing(
///       places: [.init(x: 1, y: 2, weight: 0.5)], lines: [.init(isFound: true, x: 0.6, y: 0.8)],
///       caption: "One of two components, and the line that was found.")
public struct Drawing: Codable, Sendable, Equatable {
  /// A place and its share of the whole.
  public struct Place: Codable, Sendable, Equatable {
    public var x: Double
    public var y: Double
    /// In [0, 1].
    public var weight: Double

    public init(x: Double, y: Double, weight: Double) { (self.x, self.y, self.weight) = (x, y, weight) }
  }

  /// A line through the origin.
  public struct Line: Codable, Sendable, Equatable {
    /// Whether it is what was found, and not what it is compared with.
    public var isFound: Bool
    public var x: Double
    public var y: Double

    public init(isFound: Bool, x: Double, y: Double) { (self.isFound, self.x, self.y) = (isFound, x, y) }
  }

  public var places: [Place]
  public var lines: [Line]
  /// What there is to be seen, in full sentences.
  public var caption: String

  public init(places: [Place], lines: [Line], caption: String) {
    (self.places, self.lines, self.caption) = (places, lines, caption)
  }
}
