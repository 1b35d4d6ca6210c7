import Foundation
import LinearAlgebra
import RandomNumbers

/// A randomly shifted rank-1 lattice rule (quasi-Monte Carlo) for expectations under the standard normal law of ℝⁿ,
/// for integrals of so many dimensions that a ``LatticeRule`` proves nothing.
///
/// Node i of shift s is Φ⁻¹ of the fractional part of i g / N + Δₛ, with the generating vector g of Cools, Kuo and
/// Nuyens (*Constructing embedded lattice rules for multivariate integration*, SIAM J. Sci. Comput. 28, 2006;
/// exod2_base2_m20). The shifts are independent, so the spread of the shifts' results estimates the error.
struct ShiftedLattice {
  /// The number of axes n.
  let dimension: Int
  /// Nodes of one shift, a power of two from 2⁶ to 2²⁰.
  let nodeCount: Int

  /// The number of shifts.
  static let shiftCount = 8
  /// The error of the mean of the shifts is at most this many of their standard deviations, with probability .9998:
  /// the quantile of Student's law with seven degrees of freedom, over √8.
  static let errorFactor = 7.063 / 8.0.squareRoot()

  /// - Parameter nodeBudget: the number of nodes of all shifts together, at most.
  init(dimension: Int, nodeBudget: Double) {
    self.dimension = dimension
    let exponent = Int(log2(max(nodeBudget, 1) / Double(Self.shiftCount)).rounded(.down))
    nodeCount = 1 << min(max(exponent, 6), 20)
  }

  /// The nodes of one shift, `dimension` × `nodeCount`; the same in every call.
  func nodes(shift: Int) -> Matrix {
    var generator = CounterBasedGenerator(key: 0x51f7, stream: UInt64(shift))
    let offsets = (0..<dimension).map { _ in generator.uniform() }
    let steps = (0..<dimension).map { Double(Self.generatingVector($0) % nodeCount) / Double(nodeCount) }
    let smallest = 0x1p-53
    return Matrix(rows: dimension, columns: nodeCount) { axis, node in
      let position = Double(node) * steps[axis] + offsets[axis]
      let fraction = position - position.rounded(.down)
      return normalQuantile(min(max(fraction, smallest), 1 - smallest))
    }
  }

  /// The entry of the generating vector for an axis; past the published ones that are kept here, a random odd number.
  private static func generatingVector(_ axis: Int) -> Int {
    if axis < published.count { return published[axis] }
    var generator = CounterBasedGenerator(key: 0x0dd, stream: UInt64(axis))
    return generator.integer(in: 0...((1 << 19) - 1)) * 2 + 1
  }

  private static let published = [
    1, 182667, 469891, 498753, 110745, 446247, 250185, 118627, 245333, 283199, 408519, 391023, 246327, 126539,
    399185, 461527, 300343, 69681, 516695, 436179,
  ]
}
