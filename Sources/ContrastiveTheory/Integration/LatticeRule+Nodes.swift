import Foundation

extension LatticeRule {
  /// Nodes, with weights that sum to one up to the rule's error.
  struct Nodes {
    /// n coordinates a node.
    var coordinates: [Double] = []
    var weights: [Double] = []
  }

  /// The nodes of both cubic lattices.
  var nodes: Nodes {
    var nodes = Nodes()
    var point = [Double](repeating: 0, count: dimension)
    let cell = 0.5 * steps.reduce(1) { $0 * $1 / (2 * Double.pi).squareRoot() }
    func walk(_ axis: Int, _ squared: Double, _ offset: Double) {
      guard axis < dimension else {
        nodes.coordinates += point
        nodes.weights.append(cell * exp(-squared / 2))
        return
      }
      let reach = max(radius * radius - squared, 0).squareRoot()
      let low = Int((-reach / steps[axis] - offset).rounded(.up))
      let high = Int((reach / steps[axis] - offset).rounded(.down))
      guard low <= high else { return }
      for index in low...high {
        point[axis] = (Double(index) + offset) * steps[axis]
        walk(axis + 1, squared + point[axis] * point[axis], offset)
      }
    }
    guard dimension > 0 else { return Nodes(coordinates: [], weights: [1]) }
    walk(0, 0, 0)
    walk(0, 0, 0.5)
    return nodes
  }
}
