import Evidence

/// A plot on the page, with its heading and legend.
struct Figure {
  struct Entry {
    let kind: String
    /// The mark in a square of 12 by 12.
    let path: String
    let name: String

    init(kind: String, marker: Marker, name: String) {
      (self.kind, self.name, path) = (kind, name, marker.path(at: [(6, 6)]))
    }
  }

  let title: String
  let caption: String
  let legend: [Entry]
  let svg: String
  /// Whether it is shown before all else.
  let isHeadline: Bool

  /// - Parameter id: tells the figure from others on the page; a word.
  init(_ svg: SVG, id: String, caption: String, legend: [Entry] = [], isHeadline: Bool = false) {
    (title, self.caption, self.legend, self.isHeadline) = (svg.title, caption, legend, isHeadline)
    self.svg = svg.markup(id: id)
  }
}

// How outcomes are told apart in all plots.
extension Verdict.Outcome {
  var word: String { self == .inconclusive ? "undecided" : rawValue }

  var marker: Marker {
    switch self {
    case .holds: .circle
    case .refuted: .cross
    case .inconclusive: .diamond
    }
  }
}

/// The median of numbers; nil without any.
func median(_ values: [Double]) -> Double? {
  let sorted = values.sorted()
  guard !sorted.isEmpty else { return nil }
  return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
}
