import Foundation
import LinearAlgebra

@testable import ContrastiveTheory

/// The minimiser of population InfoNCE to some twenty digits by another route than the library's: a product of trapezoidal rules
/// in the coordinates of the data, and Newton's method on the rows of the encoder with the whole Jacobian.
struct ReferenceOptimum {
  /// H*, in the coordinates in which the library holds H.
  let gram: DoubleDoubleMatrix
  /// The smallest eigenvalue of Λ there, over its size: 0 to rounding at a minimiser.
  let slope: Double

  /// - Parameter start: rows near the minimiser, in whitened coordinates.
  init(_ mixture: GaussianMixture, bias: Double, near start: Matrix, within distance: Double) throws {
    let problem = ReferenceProblem(mixture, bias: bias)
    let space = problem.space
    let near = (DoubleDoubleMatrix(start) * space).high
    let rows = try SingularValues(of: near)
    let kept = rows.values.prefix { $0 * $0 > max(4 * distance, 1e-30) }.count
    var encoder = DoubleDoubleMatrix(
      rows.right.columns(0..<kept).scalingColumns(by: Array(rows.values.prefix(kept))).transposed)
    var lambda = problem.gradient(encoder)
    for _ in 0...space.columns {
      (encoder, lambda) = problem.critical(from: encoder)
      guard space.columns > 0 else { break }
      let eigen = try SymmetricEigen(of: lambda.high)
      guard eigen.values[0] < -1e-20 * problem.size, encoder.rows < space.columns else { break }
      // The loss falls along another row.
      let row = (-eigen.values[0]).squareRoot() * eigen.vectors.columns(0..<1)
      encoder = encoder.transposed.besides(DoubleDoubleMatrix(row)).transposed
    }
    let lifted = encoder * space.transposed
    gram = lifted.transposed * lifted
    slope = space.columns > 0 ? try SymmetricEigen(of: lambda.high).values[0] / problem.size : 0
  }
}

/// A centred mixture in whitened coordinates of a space that holds the minimiser.
private struct ReferenceProblem {
  /// Z, d × q, orthonormal.
  let space: DoubleDoubleMatrix
  /// |N|², the size of what Λ is a difference of.
  let size: Double
  /// q × K.
  private let means: DoubleDoubleMatrix
  /// q × q each; nil where all are the identity.
  private let covariances: [DoubleDoubleMatrix]?
  private let weights: [DoubleDouble]
  private let pull: DoubleDoubleMatrix

  init(_ mixture: GaussianMixture, bias: Double) {
    let (d, count) = (mixture.dimension, mixture.componentCount)
    let sum = mixture.weights.reduce(DoubleDouble(0)) { $0 + DoubleDouble($1) }
    let weights = mixture.weights.map { DoubleDouble($0) / sum }
    var centred = DoubleDoubleMatrix(mixture.means)
    for i in 0..<d {
      let mean = (0..<count).reduce(DoubleDouble(0)) { $0 + weights[$1] * centred[i, $1] }
      for k in 0..<count { centred[i, k] = centred[i, k] - mean }
    }
    let isShared = mixture.sharedCovariance != nil
    var within = DoubleDoubleMatrix(Matrix(rows: d, columns: d))
    for k in 0..<(isShared ? 1 : count) {
      let covariance = mixture.covariance(of: k)
      for i in 0..<d {
        for j in 0...i {
          let entry = (isShared ? DoubleDouble(1) : weights[k]) * DoubleDouble(covariance[i, j])
          within[i, j] = within[i, j] + entry
          if i != j { within[j, i] = within[j, i] + entry }
        }
      }
    }
    let root = within.lowerFactor
    let whitened = root.solving(centred)
    space = isShared ? whitened.orthonormalised : DoubleDoubleMatrix(.identity(d))
    means = space.transposed * whitened
    covariances =
      isShared
      ? nil
      : (0..<count).map { k in
        let half = root.solving(DoubleDoubleMatrix(mixture.covariance(of: k)))
        return root.solving(half.transposed).symmetricPart
      }
    self.weights = weights
    // C = N π Nᵀ with π = δ diag(w) + (1 − δ) w wᵀ.
    var pulled = DoubleDoubleMatrix(Matrix(rows: means.rows, columns: means.rows))
    for k in 0..<count {
      for l in 0..<count {
        let biased = k == l ? DoubleDouble(bias) * weights[k] : DoubleDouble(0)
        let share = biased + (DoubleDouble(1) - DoubleDouble(bias)) * weights[k] * weights[l]
        let product = means.columns(k..<(k + 1)) * means.columns(l..<(l + 1)).transposed
        pulled.add(share, times: product)
      }
    }
    pull = pulled
    size = max(means.high.inner(means.high), .leastNormalMagnitude)
  }

  /// Λ at Bᵀ B.
  func gradient(_ encoder: DoubleDoubleMatrix) -> DoubleDoubleMatrix {
    let gram = encoder.transposed * encoder
    let soft = covariances.map { quadratic(gram, $0) } ?? linear(gram)
    return (soft - pull).symmetricPart
  }

  /// The critical point of the loss over as many rows, near an encoder.
  func critical(from start: DoubleDoubleMatrix) -> (DoubleDoubleMatrix, DoubleDoubleMatrix) {
    var encoder = start
    let (rows, q) = (encoder.rows, encoder.columns)
    var lambda = gradient(encoder)
    guard rows > 0, q > 0 else { return (encoder, lambda) }
    for _ in 0..<6 {
      let slope = encoder * lambda
      let norm = slope.high.frobeniusNorm
      guard norm > 1e-29 * size * encoder.high.frobeniusNorm else { break }
      // The Jacobian of B Λ, entry by entry; turning the rows among themselves changes nothing, which is mended by adding those
      // directions.
      let step = DoubleDouble(1e-10 * encoder.high.frobeniusNorm)
      var jacobian = DoubleDoubleMatrix(Matrix(rows: rows * q, columns: rows * q))
      for column in 0..<(rows * q) {
        var moved = encoder
        moved[column % rows, column / rows] = moved[column % rows, column / rows] + step
        let change = moved * gradient(moved) - slope
        for row in 0..<(rows * q) { jacobian[row, column] = change[row % rows, row / rows] / step }
      }
      for i in 0..<rows {
        for j in 0..<i {
          var turn = DoubleDoubleMatrix(Matrix(rows: rows * q, columns: 1))
          for c in 0..<q {
            turn[i + c * rows, 0] = encoder[j, c]
            turn[j + c * rows, 0] = -encoder[i, c]
          }
          jacobian = jacobian + turn * turn.transposed
        }
      }
      for _ in 0..<3 {
        let slope = encoder * lambda
        var right = DoubleDoubleMatrix(Matrix(rows: rows * q, columns: 1))
        for row in 0..<(rows * q) { right[row, 0] = -slope[row % rows, row / rows] }
        let change = jacobian.solving(right)
        var moved = encoder
        for row in 0..<(rows * q) {
          moved[row % rows, row / rows] = moved[row % rows, row / rows] + change[row, 0]
        }
        let trial = gradient(moved)
        guard (moved * trial).high.frobeniusNorm < slope.high.frobeniusNorm else { break }
        (encoder, lambda) = (moved, trial)
      }
    }
    return (encoder, lambda)
  }

  /// Σ_k w_k E_k Σ_l p_l sym(x (ν_l + H x)ᵀ) for the identity, its scores linear: products of exponentials along the axes.
  private func linear(_ gram: DoubleDoubleMatrix) -> DoubleDoubleMatrix {
    let (q, count) = (means.rows, weights.count)
    let slopes = gram * means
    // The mean slope is taken off: what all scores share is nothing to the softmax.
    var widest = 0.0
    for l in 0..<count {
      for m in 0..<l {
        widest = max(widest, (slopes.columns(l..<(l + 1)) - slopes.columns(m..<(m + 1))).high.frobeniusNorm)
      }
    }
    let reach = 11.0
    let tube = 0.8 * Double.pi / max(widest, 1e-3)
    // exp(−2π y / h + y² / 2) = 1e-24 at the better of the tube's width and the saddle.
    let saddle = 2 * Double.pi / (2 * 55.3).squareRoot()
    let step = tube < (2 * 55.3).squareRoot() ? 2 * Double.pi * tube / (55.3 + tube * tube / 2) : saddle
    let half = Int((reach / step).rounded(.up))
    let nodes = (-half...half).map { Double($0) * step }
    let normal = nodes.map { (DoubleDouble(-$0) * DoubleDouble($0) * DoubleDouble(0.5)).exponential }
    let mass = normal.reduce(DoubleDouble(0), +)
    var sums = [DoubleDouble](repeating: DoubleDouble(0), count: count * count)
    var products = sums
    let tables = (0..<q).map { axis in
      (0..<count).map { l in
        nodes.map { (DoubleDouble($0) * (slopes[axis, l] - slopes[axis, 0])).exponential }
      }
    }
    func walk(_ axis: Int, _ weight: DoubleDouble, _ factors: [DoubleDouble], _ square: Double) {
      guard axis < q else {
        for k in 0..<count {
          var terms = (0..<count).map { factors[$0] * starts[k * count + $0] }
          let total = DoubleDouble(1) / terms.reduce(DoubleDouble(0), +)
          for l in 0..<count { terms[l] = terms[l] * total }
          for l in 0..<count {
            sums[k * count + l] = sums[k * count + l] + weight * terms[l]
            for m in 0..<count {
              products[l * count + m] =
                products[l * count + m] + weight * weights[k] * terms[l] * terms[m]
            }
          }
        }
        return
      }
      for (index, node) in nodes.enumerated() where square + node * node < reach * reach {
        walk(
          axis + 1, weight * normal[index] / mass, (0..<count).map { factors[$0] * tables[axis][$0][index] },
          square + node * node)
      }
    }
    // w_l exp of the score's mean under k.
    let starts = (0..<count).flatMap { k in
      let images = (0..<count).map { l in
        (0..<q).reduce(DoubleDouble(0)) { $0 + slopes[$1, l] * means[$1, k] }
      }
      let largest = images.max { $0.high < $1.high } ?? DoubleDouble(0)
      return (0..<count).map { weights[$0] * (images[$0] - largest).exponential }
    }
    walk(0, DoubleDouble(1), Array(repeating: DoubleDouble(1), count: count), 0)
    // Σ w_k E p_l ν_k ν_lᵀ + H N R Nᵀ (by parts) + H S.
    var lambda = gram
    for k in 0..<count {
      for l in 0..<count {
        let outer = means.columns(k..<(k + 1)) * means.columns(l..<(l + 1)).transposed
        lambda.add(weights[k] * sums[k * count + l], times: outer)
        let marginal =
          k == l
          ? (0..<count).reduce(DoubleDouble(0)) { $0 + weights[$1] * sums[$1 * count + l] } + weights[k]
          : DoubleDouble(0)
        lambda.add(marginal - products[k * count + l], times: gram * outer)
      }
    }
    return lambda
  }

  /// The same for unequal covariances, by its definition.
  private func quadratic(_ gram: DoubleDoubleMatrix, _ covariances: [DoubleDoubleMatrix])
    -> DoubleDoubleMatrix
  {
    let (q, count) = (means.rows, weights.count)
    let images = gram * means
    let forms = covariances.map { gram * $0 * gram }
    let (reach, step) = (9.0, 0.125)
    let half = Int(reach / step)
    let nodes = (-half...half).map { Double($0) * step }
    let normal = nodes.map { (DoubleDouble(-$0) * DoubleDouble($0) * DoubleDouble(0.5)).exponential }
    let mass = normal.reduce(DoubleDouble(0), +)
    var lambda = DoubleDoubleMatrix(Matrix(rows: q, columns: q))
    for k in 0..<count {
      let root = covariances[k].lowerFactor
      func walk(_ axis: Int, _ weight: DoubleDouble, _ z: DoubleDoubleMatrix, _ square: Double) {
        guard axis < q else {
          let x = means.columns(k..<(k + 1)) + root * z
          let scores = (0..<count).map { l in
            let form = (x.transposed * (forms[l] * x))[0, 0] * DoubleDouble(0.5)
            return (x.transposed * images.columns(l..<(l + 1)))[0, 0] + form
          }
          let largest = scores.max { $0.high < $1.high } ?? DoubleDouble(0)
          let terms = (0..<count).map { weights[$0] * (scores[$0] - largest).exponential }
          let total = terms.reduce(DoubleDouble(0), +)
          for l in 0..<count {
            let onto = means.columns(l..<(l + 1)) + covariances[l] * (gram * x)
            lambda.add(weights[k] * weight * (terms[l] / total), times: x * onto.transposed)
          }
          return
        }
        for (index, node) in nodes.enumerated() where square + node * node < reach * reach {
          var moved = z
          moved[axis, 0] = DoubleDouble(node)
          walk(axis + 1, weight * normal[index] / mass, moved, square + node * node)
        }
      }
      walk(0, DoubleDouble(1), DoubleDoubleMatrix(Matrix(rows: q, columns: 1)), 0)
    }
    return lambda
  }
}
