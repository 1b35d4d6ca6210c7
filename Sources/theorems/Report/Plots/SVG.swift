import Foundation
import Terminal

/// The elements of an SVG image that explains itself to those who cannot see it.
struct SVG {
  let width: Double
  let height: Double
  /// What the image shows, in a few words.
  let title: String
  /// What there is to be seen in it.
  let description: String
  private var elements: [String] = []

  init(width: Double, height: Double, title: String, description: String) {
    (self.width, self.height, self.title, self.description) = (width, height, title, description)
  }

  enum Anchor: String { case start, middle, end }

  /// One line of text, which is cut where it would leave the image.
  mutating func text(_ text: String, x: Double, y: Double, anchor: Anchor = .start, kind: String? = nil) {
    let style = kind.map { " class=\"\($0)\"" } ?? ""
    let place = anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\""
    elements.append(
      "<text x=\"\(number(x))\" y=\"\(number(y))\"\(place)\(style)>\(text.cut(to: 64).asMarkup)</text>"
    )
  }

  mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, kind: String) {
    lines([(x1, y1, x2, y2)], kind: kind)
  }

  mutating func lines(_ lines: [(x1: Double, y1: Double, x2: Double, y2: Double)], kind: String) {
    let path = lines.map { "M\(number($0.x1)) \(number($0.y1))L\(number($0.x2)) \(number($0.y2))" }.joined()
    elements.append("<path class=\"\(kind)\" d=\"\(path)\"/>")
  }

  mutating func circle(x: Double, y: Double, radius: Double, kind: String) {
    elements.append(
      "<circle class=\"\(kind)\" cx=\"\(number(x))\" cy=\"\(number(y))\" r=\"\(number(radius))\"/>")
  }

  mutating func marks(_ marker: Marker, at points: [(x: Double, y: Double)], kind: String) {
    guard !points.isEmpty else { return }
    elements.append("<path class=\"mark \(kind)\" d=\"\(marker.path(at: points))\"/>")
  }

  /// - Parameter id: tells the image from others on the page; a word.
  func markup(id: String) -> String {
    """
    <svg role="img" aria-labelledby="\(id)-title \(id)-desc" viewBox="0 0 \(number(width)) \(number(height))">
    <title id="\(id)-title">\(title.cut(to: 500).asMarkup)</title>
    <desc id="\(id)-desc">\(description.cut(to: 2000).asMarkup)</desc>
    \(elements.joined(separator: "\n"))
    </svg>
    """
  }

  private func number(_ value: Double) -> String { Tenths(value).text }
}

/// A number with one decimal, written with as few characters as a path takes.
struct Tenths {
  let count: Int

  init(_ value: Double) { count = Int((10 * value).rounded()) }
  init(count: Int) { self.count = count }

  /// As in "12", "-.5".
  var text: String {
    let (whole, rest) = (abs(count) / 10, abs(count) % 10)
    let digits = rest == 0 ? "\(whole)" : whole == 0 ? ".\(rest)" : "\(whole).\(rest)"
    return count < 0 ? "-\(digits)" : digits
  }
}

/// The shape of a point, so that series are told apart without colours. Shapes of different sizes: each is seen around or inside
/// the others where points coincide.
enum Marker: CaseIterable {
  case circle, square, triangle, diamond, cross, wedge

  /// Where the outline starts, from the point, and the outline.
  private var shape: (x: Double, y: Double, outline: String) {
    switch self {
    case .circle: (3, 0, "a3 3 0 1 0 0 .1z")
    case .square: (-3.6, -3.6, "h7.2v7.2h-7.2z")
    case .triangle: (0, -4.2, "l4 7h-8z")
    case .diamond: (0, -5, "l5 5-5 5-5-5z")
    case .wedge: (0, 4.2, "l4-7h-8z")
    case .cross: (-3, -2, "l1-1 2 2 2-2 1 1-2 2 2 2-1 1-2-2-2 2-1-1 2-2z")
    }
  }

  /// The marks at points: each is placed relative to the one before, which takes fewer digits.
  func path(at points: [(x: Double, y: Double)]) -> String {
    let (x, y, outline) = shape
    var last: (x: Int, y: Int)?
    return points.map { point in
      let place = (x: Tenths(point.x + x).count, y: Tenths(point.y + y).count)
      let from = last ?? (0, 0)
      let move = (Tenths(count: place.x - from.x).text, Tenths(count: place.y - from.y).text)
      defer { last = place }
      return "\(last == nil ? "M" : "m")\(move.0)\(move.1.hasPrefix("-") ? "" : " ")\(move.1)\(outline)"
    }.joined()
  }
}
