import Evidence
import LinearAlgebra

extension Subspace {
  /// The largest principal angle in radians, with what rounding did to both subspaces and to it; nil when one of the two is the
  /// zero subspace. Cost O(d q²).
  /// - Throws: `LinearAlgebraError` when LAPACK's dgesdd fails.
  public func largestAngle(to other: Subspace) throws(LinearAlgebraError) -> Estimate? {
    let (small, large) = dimension <= other.dimension ? (self, other) : (other, self)
    guard small.dimension > 0 else { return nil }
    let sine = try large.sine(of: small)
    guard sine.value * sine.value >= 0.5 else { return Estimate.atan(sine / (1 - sine.squared).squareRoot()) }
    let cosine = try large.cosine(with: small) { $0.last }
    return Estimate.pi / 2 - Estimate.atan(cosine / (1 - cosine.squared).squareRoot())
  }

  /// The sine of the largest angle between a vector of another subspace and this one: 0 if it lies inside.
  func sine(of other: Subspace) throws(LinearAlgebraError) -> Estimate {
    try singularValue(of: missed(of: other), with: other) { $0.first }
  }

  /// One of the cosines of the principal angles, which descend: 0 of none.
  func cosine(
    with other: Subspace, _ choice: ([Double]) -> Double?
  ) throws(LinearAlgebraError) -> Estimate {
    try singularValue(of: shared(with: other), with: other, choice)
  }

  /// What the basis of another subspace has outside this one, to the nearest doubles.
  private func missed(of other: Subspace) -> Matrix {
    precondition(ambientDimension == other.ambientDimension, "subspaces of different spaces")
    return (other.exactBasis - exactBasis * (exactBasis.transposed * other.exactBasis)).high
  }

  /// The products of the basis vectors, to the nearest doubles.
  private func shared(with other: Subspace) -> Matrix {
    precondition(ambientDimension == other.ambientDimension, "subspaces of different spaces")
    return (exactBasis.transposed * other.exactBasis).high
  }

  /// A sine or cosine between two subspaces moves by at most the sines by which both are off (Proofs/Certificate.md, S13).
  private func singularValue(
    of products: Matrix, with other: Subspace, _ choice: ([Double]) -> Double?
  ) throws(LinearAlgebraError) -> Estimate {
    let values = try SingularValues(of: products)
    let ofBases = 2 * (exactBasis.orthogonalityDefect + other.exactBasis.orthogonalityDefect)
    let ofProducts = 0x1p-96 * Double(ambientDimension * (dimension + 1)) + .ulpOfOne * products.frobeniusNorm
    let rounding = values.error(of: products) + ofBases + ofProducts
    return Estimate(
      choice(values.values) ?? 0, budget: budget + other.budget + .proved([.rounding: rounding]))
  }
}
