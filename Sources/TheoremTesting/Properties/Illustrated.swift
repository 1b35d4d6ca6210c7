/// An instance that can be shown in the plane: a report draws it where it violates a statement.
public protocol Illustrated {
  /// Nil where there is nothing to draw.
  var drawing: Drawing? { get throws }
}
