import Evidence

/// The pictures that properties recorded of instances that violate a statement.
enum DrawingFigures {
  /// A figure for each, in the order of the lines.
  static func all(_ lines: [LedgerLine]) -> [Figure] {
    let drawings = lines.flatMap { line in line.drawings.map { (line, $0) } }
    return drawings.enumerated().compactMap { index, element in
      figure(element.1, title: "\(element.0.theorem): \(element.0.property)", id: "counterexample-\(index)")
    }
  }

  /// Nil for a drawing without extent.
  private static func figure(_ drawing: Drawing, title: String, id: String) -> Figure? {
    let reach = 1.15 * (drawing.places.flatMap { [abs($0.x), abs($0.y)] }.max() ?? 1)
    guard reach > 0, reach < 1e150 else { return nil }
    let places = drawing.places.map { place in
      "(\(shortDecimal(place.x)), \(shortDecimal(place.y))) of weight \(shortDecimal(place.weight))"
    }
    let side = 330.0
    var svg = SVG(
      width: 480, height: side, title: title,
      description: "\(places.count) means: \(places.joined(separator: ", ")). \(drawing.caption)")
    let scale = side / 2 / reach
    func place(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
      (240 + x * scale, side / 2 - y * scale)
    }
    svg.line(240 - side / 2, side / 2, 240 + side / 2, side / 2, kind: "grid")
    svg.line(240, 0, 240, side, kind: "grid")
    for line in drawing.lines {
      let length = reach / max(abs(line.x), abs(line.y))
      let (start, end) = (place(-length * line.x, -length * line.y), place(length * line.x, length * line.y))
      svg.line(start.x, start.y, end.x, end.y, kind: line.isFound ? "learned" : "guide")
    }
    for mean in drawing.places {
      let (x, y) = place(mean.x, mean.y)
      svg.circle(x: x, y: y, radius: 3 + 16 * mean.weight.squareRoot(), kind: "mean")
    }
    return Figure(
      svg, id: id,
      caption: "\(drawing.caption) Circles: the means, larger with the weight. "
        + "The axes reach to \(shortDecimal(reach)) on each side.")
  }
}
