import Foundation

/// A plot on the page, with its heading and legend.
struct Figure {
  struct Entry {
    let kind: String
    let path: String
    let name: String
  }

  let title: String
  let caption: String
  let legend: [Entry]
  let svg: String

  /// - Parameter id: tells the figure from others on the page; a word.
  init(_ svg: SVG, id: String, caption: String, legend: [Entry] = []) {
    (title, self.caption, self.legend) = (svg.title, caption, legend)
    self.svg = svg.markup(id: id)
  }
}

extension Figure.Entry {
  init(_ series: ScatterPlot.Series) {
    self.init(kind: series.kind, path: "M6 6" + series.marker.path, name: series.name)
  }
}

/// The median of numbers; nil without any.
func median(_ values: [Double]) -> Double? {
  let sorted = values.sorted()
  guard !sorted.isEmpty else { return nil }
  return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
}
