import Foundation

extension LatticeRule {
  /// Calls `body` with the coordinates of every node of both cubic lattices and its weight; the weights sum to one up to the rule's
  /// error.
  func forEachNode(_ body: (_ point: [Double], _ weight: Double) -> Void) {
    var point = [Double](repeating: 0, count: dimension)
    let cell = 0.5 * steps.reduce(1) { $0 * $1 / (2 * Double.pi).squareRoot() }
    func walk(_ axis: Int, _ squared: Double, _ offset: Double) {
      guard axis < dimension else { return body(point, cell * exp(-squared / 2)) }
      let reach = max(radius * radius - squared, 0).squareRoot()
      let low = Int((-reach / steps[axis] - offset).rounded(.up))
      let high = Int((reach / steps[axis] - offset).rounded(.down))
      guard low <= high else { return }
      for index in low...high {
        point[axis] = (Double(index) + offset) * steps[axis]
        walk(axis + 1, squared + point[axis] * point[axis], offset)
      }
    }
    guard dimension > 0 else { return body([], 1) }
    walk(0, 0, 0)
    walk(0, 0, 0.5)
  }
}
