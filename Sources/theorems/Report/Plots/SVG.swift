import Foundation

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

  mutating func text(_ text: String, x: Double, y: Double, anchor: Anchor = .start, kind: String = "label") {
    elements.append(
      "<text x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor.rawValue)\" class=\"\(kind)\">"
        + "\(Markup.escaped(text))</text>")
  }

  mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, kind: String) {
    elements.append(
      "<path class=\"\(kind)\" d=\"M\(number(x1)) \(number(y1))L\(number(x2)) \(number(y2))\"/>")
  }

  mutating func circle(x: Double, y: Double, radius: Double, kind: String) {
    elements.append(
      "<circle class=\"\(kind)\" cx=\"\(number(x))\" cy=\"\(number(y))\" r=\"\(number(radius))\"/>")
  }

  mutating func marks(_ marker: Marker, at points: [(x: Double, y: Double)], kind: String) {
    guard !points.isEmpty else { return }
    let path = points.map { "M\(number($0.x)) \(number($0.y))\(marker.path)" }.joined()
    elements.append("<path class=\"mark \(kind)\" d=\"\(path)\"/>")
  }

  /// - Parameter id: tells the image from others on the page; a word.
  func markup(id: String) -> String {
    """
    <svg role="img" aria-labelledby="\(id)-title \(id)-desc" viewBox="0 0 \(number(width)) \(number(height))">
    <title id="\(id)-title">\(Markup.escaped(title))</title>
    <desc id="\(id)-desc">\(Markup.escaped(description))</desc>
    \(elements.joined(separator: "\n"))
    </svg>
    """
  }

  private func number(_ value: Double) -> String { value.fixed(1) }
}

/// The shape of a point, so that series are told apart without colours.
enum Marker: CaseIterable {
  case circle, square, triangle, diamond, cross

  /// Around the current point.
  var path: String {
    switch self {
    case .circle: "m-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0z"
    case .square: "m-2.7-2.7h5.4v5.4h-5.4z"
    case .triangle: "m0-3.6l3.4 6h-6.8z"
    case .diamond: "m0-3.8l3.8 3.8l-3.8 3.8l-3.8-3.8z"
    case .cross: "m-3-2l1-1l2 2l2-2l1 1l-2 2l2 2l-1 1l-2-2l-2 2l-1-1l2-2z"
    }
  }
}
