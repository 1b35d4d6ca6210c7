import Evidence

/// The pictures that properties recorded of instances that violate a statement.
enum DrawingFigures {
  /// A figure for each that has extent, in the order of the lines.
  static func all(_ lines: [LedgerLine]) -> [Figure] {
    let pictures = lines.flatMap { line in
      let drawings = line.drawings.compactMap { drawing in reach(drawing).map { (drawing, reach: $0) } }
      return drawings.enumerated().map { number, found in
        let place = drawings.count > 1 ? ", \(number + 1) of \(drawings.count)" : ""
        return (found.0, found.reach, title: "\(line.theorem): \(line.property)\(place)")
      }
    }
    return pictures.enumerated().map { index, picture in
      figure(picture.0, reach: picture.1, title: picture.title, id: "counterexample-\(index)")
    }
  }

  /// How far the axes go; nil for a drawing without extent.
  private static func reach(_ drawing: Drawing) -> Double? {
    let coordinates = drawing.places.flatMap { [abs($0.x), abs($0.y)] }
    let reach = 1.15 * (coordinates.max() ?? 1)
    return coordinates.allSatisfy(\.isFinite) && (1e-150..<1e150).contains(reach) ? reach : nil
  }

  private static func figure(_ drawing: Drawing, reach: Double, title: String, id: String) -> Figure {
    let places = drawing.places.map { place in
      "(\(place.x.typeset()), \(place.y.typeset())) of weight \(place.weight.typeset())"
    }
    let side = 330.0
    var svg = SVG(
      width: 480, height: side, title: title,
      description: "\(places.count) means: \(places.joined(separator: ", ")). \(drawing.caption)")
    let scale = side / 2 / reach
    func place(_ x: Double, _ y: Double) -> (x: Double, y: Double) { (240 + x * scale, side / 2 - y * scale) }
    svg.line(240 - side / 2, side / 2, 240 + side / 2, side / 2, kind: "grid")
    svg.line(240, 0, 240, side, kind: "grid")
    for tick in Axis.linearTicks(-reach...reach) where abs(tick) > 1e-9 * reach && abs(tick) < 0.95 * reach {
      let ((x, _), (_, y)) = (place(tick, 0), place(0, tick))
      svg.lines([(x, side / 2 - 3, x, side / 2 + 3), (237, y, 243, y)], kind: "grid")
      svg.text(tick.typeset(), x: x, y: side / 2 + 14, anchor: .middle)
      svg.text(tick.typeset(), x: 234, y: y + 3, anchor: .end)
    }
    for line in drawing.lines {
      let size = max(abs(line.x), abs(line.y))
      guard line.x.isFinite, line.y.isFinite, (1e-150..<1e150).contains(size) else { continue }
      let length = reach / size
      let (start, end) = (place(-length * line.x, -length * line.y), place(length * line.x, length * line.y))
      svg.line(start.x, start.y, end.x, end.y, kind: line.isFound ? "learned" : "guide")
    }
    for mean in drawing.places {
      let (x, y) = place(mean.x, mean.y)
      svg.circle(x: x, y: y, radius: 3 + 16 * mean.weight.squareRoot(), kind: "mean")
    }
    return Figure(svg, id: id, caption: "\(drawing.caption) Circles: the means, larger with the weight.")
  }
}
