/// How well an error bound is founded: the weakest of what it is made of.
///
///     let isProved = (x * y).budget.grade == .proved
public enum Grade: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// A theorem about the numbers that the program held, by the library.
  case proved
  /// The library's, and customary, observed or of first order; not proved.
  case estimated
  /// Typed by an author, at this place.
  case asserted(file: String, line: Int)

  /// As in "asserted at T10_Name.swift:20".
  public var description: String {
    guard case .asserted(let file, let line) = self else { return name }
    return "\(name) at \(file.split(separator: "/").last ?? ""):\(line)"
  }

  /// Of two names of grades the weaker one.
  package static func weaker(_ a: String, _ b: String) -> String {
    ["asserted", "estimated"].first { $0 == a || $0 == b } ?? proved.name
  }

  /// The grade without its place.
  public var name: String {
    switch self {
    case .proved: "proved"
    case .estimated: "estimated"
    case .asserted: "asserted"
    }
  }
}
