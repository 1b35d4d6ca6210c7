import ContrastiveTheory
import Evidence
import LinearAlgebra

/// The optimum as a function of the bias: how long the rows of the encoder are, direction by direction.
struct BiasSweep {
  /// The lengths of the rows in units of the standard deviation within classes, descending, at one bias.
  let points: [(bias: Double, lengths: [Double])]
  /// Whether the time ran out before all were computed.
  let isCut: Bool
  /// Whether there are fewer rows than the Fisher subspace has dimensions, so that the best of several descents is shown.
  let isOfStarts: Bool

  /// Halved again and again, so that a sweep that is cut still shows the whole range.
  private static let order = [1, 0, 0.5, 0.75, 0.25, 0.875, 0.625, 0.375, 0.125]
  private static let seconds = 30

  /// Computes what is done within half a minute.
  init(_ inspection: Inspection) throws {
    let start = ContinuousClock.now
    let count = min(inspection.rows, inspection.fisher.dimension)
    isOfStarts = count < inspection.fisher.dimension
    // Where the covariances differ more rows may be used than are drawn.
    let rank =
      inspection.mixture.sharedCovariance == nil ? min(inspection.rows, inspection.mixture.dimension) : count
    var points = [(bias: inspection.bias, lengths: try Self.lengths(inspection.minimizer, count))]
    var isCut = false
    for bias in Self.order where bias != inspection.bias && count > 0 {
      guard (ContinuousClock.now - start).components.seconds < Self.seconds else {
        isCut = true
        break
      }
      let loss = try InfoNCE(inspection.mixture.pairs(bias: bias))
      let minimizer =
        try isOfStarts && bias > 0
        ? BestOfStarts(loss, rank: rank).minimizer : loss.minimizer(rank: rank)
      points.append((bias, try Self.lengths(minimizer, count)))
    }
    self.points = points.sorted { $0.bias < $1.bias }
    self.isCut = isCut
  }

  private static func lengths(_ minimizer: Minimizer, _ count: Int) throws -> [Double] {
    let values = try SymmetricEigen(of: minimizer.whitenedGram).values.reversed().prefix(count)
    return values.map { max($0, 0).squareRoot() }
  }

  /// A curve for each row.
  var svg: String {
    let highest = max(points.flatMap(\.lengths).max() ?? 0, .leastNormalMagnitude)
    let marks = [0, highest / 2, highest]
    let longest = marks.map { shortDecimal($0).count }.max() ?? 0
    // The widest digits of a font of 12 pixels have eight.
    let (width, height, left, bottom, top) = (480.0, 260.0, Double(14 + 8 * longest), 34.0, 12.0)
    func x(_ bias: Double) -> String { (left + bias * (width - left - 12)).fixed(1) }
    func y(_ length: Double) -> String {
      (height - bottom - length / highest * (height - bottom - top)).fixed(1)
    }
    var parts = [0, 0.25, 0.5, 0.75, 1].map { bias in
      "<text x='\(x(bias))' y='\(height - bottom + 16)' text-anchor='middle'>\(shortDecimal(bias))</text>"
        + "<line x1='\(x(bias))' x2='\(x(bias))' y1='\(top)' y2='\(height - bottom)' class='grid'/>"
    }
    parts += marks.map { length in
      "<text x='\(left - 6)' y='\(y(length))' dy='.32em' text-anchor='end'>\(shortDecimal(length))</text>"
        + "<line x1='\(left)' x2='\(width - 12)' y1='\(y(length))' y2='\(y(length))' class='grid'/>"
    }
    for row in (points.first?.lengths ?? []).indices {
      let line = points.map { "\(x($0.bias)),\(y($0.lengths[row]))" }.joined(separator: " ")
      parts.append("<polyline points='\(line)' class='curve' style='stroke:\(Palette.colour(row))'/>")
      parts += points.map { point in
        "<circle cx='\(x(point.bias))' cy='\(y(point.lengths[row]))' r='3' style='fill:\(Palette.colour(row))'>"
          + "<title>bias \(point.bias.typed): \(shortDecimal(point.lengths[row]))</title></circle>"
      }
    }
    parts.append("<text x='\((left + width) / 2)' y='\(height - 2)' text-anchor='middle'>bias</text>")
    return """
      <svg viewBox='0 0 \(Int(width)) \(Int(height))' role='img' aria-label='length of the rows by bias'>
      \(parts.joined(separator: "\n"))
      </svg>
      """
  }
}
