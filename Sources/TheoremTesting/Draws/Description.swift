/// A value in words that are the same for equal ones: as in an interpolation, but sets and dictionaries are sorted by their words, as
/// their own order is another in each of them, by its place in memory, and of an object, of which an interpolation tells the type alone,
/// there are its parts.
/// - Parameter depth: objects may hold one another.
func described(_ value: Any, depth: Int = 0) -> String {
  guard depth < 20, needsMirror(value) else { return "\(value)" }
  let mirror = Mirror(reflecting: value)
  let parts = mirror.children.map { label, part in
    (label.map { "\($0): " } ?? "") + described(part, depth: depth + 1)
  }
  let isTable = mirror.displayStyle == .set || mirror.displayStyle == .dictionary
  return "\(mirror.subjectType)(\((isTable ? parts.sorted() : parts).joined(separator: ", ")))"
}

/// Whether a set, a dictionary or an object is a part of a value.
func needsMirror(_ value: Any) -> Bool {
  // What there is much of need not be looked through.
  if value is any Numeric || value is String || value is [Double] { return false }
  let mirror = Mirror(reflecting: value)
  return switch mirror.displayStyle {
  case .set, .dictionary, .class: true
  case .struct, .enum, .tuple, .optional, .collection: mirror.children.contains { needsMirror($0.value) }
  default: false
  }
}
