/// A value in words that are the same for equal ones: as in an interpolation, but sets and dictionaries are sorted by their words. Their
/// own order is another in each of them, by its place in memory.
func described(_ value: Any) -> String {
  guard holdsTable(value) else { return "\(value)" }
  let mirror = Mirror(reflecting: value)
  let parts = mirror.children.map { label, part in (label.map { "\($0): " } ?? "") + described(part) }
  let isTable = mirror.displayStyle == .set || mirror.displayStyle == .dictionary
  return "\(mirror.subjectType)(\((isTable ? parts.sorted() : parts).joined(separator: ", ")))"
}

/// Whether a set or a dictionary is a part of a value; not of an object, of which an interpolation tells the type.
func holdsTable(_ value: Any) -> Bool {
  // What there is much of need not be looked through.
  if value is any Numeric || value is String || value is [Double] { return false }
  let mirror = Mirror(reflecting: value)
  return switch mirror.displayStyle {
  case .set, .dictionary: true
  case .struct, .enum, .tuple, .optional, .collection: mirror.children.contains { holdsTable($0.value) }
  default: false
  }
}
