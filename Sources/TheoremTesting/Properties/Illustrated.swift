/// An instance that can be shown in the plane: a report draws it where it violates a statement.
///
///     struct PlanePoint { var x, y: Double }
///
///     extension PlanePoint: Illustrated {
///       var drawing: Drawing? { Drawing(places: [.init(x: x, y: y, weight: 1)], lines: [], caption: "A point.") }
///     }
public protocol Illustrated {
  /// Nil where there is nothing to draw.
  var drawing: Drawing? { get throws }
}
