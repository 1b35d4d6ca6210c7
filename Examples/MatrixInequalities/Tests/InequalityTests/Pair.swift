import Foundation
import TheoremTesting

/// Two square matrices of one order.
struct Pair {
  let a: Matrix
  let b: Matrix

  /// |tr(Aᵀ B)|.
  var trace: Estimate { inner(a, b).magnitude }

  /// |A| |B|; half of it where PLANTED is set, which must fail.
  var norms: Estimate {
    let product = (inner(a, a) * inner(b, b)).squareRoot()
    return ProcessInfo.processInfo.environment["PLANTED"] == nil ? product : product / 2
  }

  private func inner(_ x: Matrix, _ y: Matrix) -> Estimate {
    zip(x.storage, y.storage).map { Estimate(exactly: $0) * Estimate(exactly: $1) }.sum
  }
}

extension Family<Pair> {
  /// Normal matrices of up to 6 rows; in half of the pairs B is A and something else, small or large.
  static let pairs = Family("pairs of square matrices") { draw in
    let n = draw.integer("order", in: 1...6)
    func matrix(_ name: String) -> Matrix {
      Matrix(columnVectors: (0..<n).map { _ in draw.normals(name, n) })
    }
    let (a, other) = (matrix("A"), matrix("B"))
    let isNear = draw.element("B is", of: ["anything", "near A"]) == "near A"
    return Pair(a: a, b: isNear ? a + draw.logarithmic("distance", in: 0.001...1) * other : other)
  }
  .covering("more than one row", 0.5) { $0.a.rows > 1 }
}
