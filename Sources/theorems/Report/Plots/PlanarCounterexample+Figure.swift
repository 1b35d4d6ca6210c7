import ContrastiveTheory
import Evidence
import Foundation
import LinearAlgebra

extension PlanarCounterexample {
  /// The means, and the lines through the origin that InfoNCE learns and that F is.
  ///
  /// Nil where the optimum or F cannot be computed. Costs the minimisation of one population loss.
  func figure(id: String) -> Figure? {
    guard let fisher = try? mixture.fisherSubspace,
      let minimizer = try? InfoNCE(mixture.pairs(bias: bias)).minimizer(rank: rank)
    else { return nil }
    let learned = minimizer.rowSpace
    let means = (0..<mixture.componentCount).map { k in mixture.means.column(k) }
    let description =
      "\(means.count) means: "
      + zip(means, mixture.weights).map { mean, weight in
        "(\(shortDecimal(mean[0])), \(shortDecimal(mean[1]))) of weight \(shortDecimal(weight))"
      }.joined(separator: ", ")
      + ". The Fisher subspace is \(words(fisher)), InfoNCE learns \(words(learned))."
    let side = 330.0
    var svg = SVG(
      width: 480, height: side, title: "\(theorem): \(property)", description: description)
    let reach = 1.15 * (means.flatMap(\.self).map(abs).max() ?? 1)
    guard reach > 0, reach < 1e150 else { return nil }
    let scale = side / 2 / reach
    func place(_ point: [Double]) -> (x: Double, y: Double) {
      (240 + point[0] * scale, side / 2 - point[1] * scale)
    }
    svg.line(240 - side / 2, side / 2, 240 + side / 2, side / 2, kind: "grid")
    svg.line(240, 0, 240, side, kind: "grid")
    for (subspace, kind) in [(learned, "learned"), (fisher, "guide")] where subspace.dimension == 1 {
      let direction = subspace.basis.column(0)
      let length = reach / max(abs(direction[0]), abs(direction[1]))
      let (start, end) = (place(direction.map { -length * $0 }), place(direction.map { length * $0 }))
      svg.line(start.x, start.y, end.x, end.y, kind: kind)
    }
    for (mean, weight) in zip(means, mixture.weights) {
      let (x, y) = place(mean)
      svg.circle(x: x, y: y, radius: 3 + 16 * weight.squareRoot(), kind: "mean")
    }
    return Figure(
      svg, id: id,
      caption:
        "Bias \(shortDecimal(bias)). Circles: the means, larger with the weight. F is \(words(fisher)); "
        + "InfoNCE with \(rank == 1 ? "one row" : "two rows") learns \(words(learned)). The axes reach to \(shortDecimal(reach)) on each side."
    )
  }

  private func words(_ subspace: Subspace) -> String {
    switch subspace.dimension {
    case 0: "nothing"
    case 1: subspaceName(subspace)
    default: "the whole plane"
    }
  }

  /// As in "the line along (0.6, −0.8)".
  private func subspaceName(_ line: Subspace) -> String {
    let direction = line.basis.column(0)
    let sign = direction[0] < 0 ? -1.0 : 1
    return "the line along (\(shortDecimal(sign * direction[0])), \(shortDecimal(sign * direction[1])))"
  }
}
