import MixtureFamilies
import TheoremTesting

/// Let both modalities be centred Gaussian mixtures, each with a shared covariance, with any joint law of the components.
/// (1) The minimiser M of the population CLIP loss over all bilinear forms xᵀ M y has its range in the Fisher subspace of x,
/// and Mᵀ has its range in that of y. (2) Where M = Aᵀ D and D has independent rows, the row space of A lies in that of x.
@Suite(.theorem(.proved))
struct `T50 CLIP stays in the Fisher subspaces` {
  @Test func `(1) both ranges of the minimiser`() throws { try forAll(.crossModal, contained) }

  @Test func `(1) centring cannot be dropped`() throws {
    try cannotDrop("centring", of: .smallCrossModal, replacing: { try $0.shifted }, holds: contained)
  }

  @Test func `(2) the rows of encoders`() throws {
    let encoders = Family<Encoders>.encoders(of: .crossModal)
      .covering("at least one row", 0.5) { $0.x.rows > 0 }
    try forAll(encoders, count: 200, rowsContained)
  }

  @Test func `(2) independent rows of D cannot be dropped`() throws {
    try cannotDrop(
      "independent rows of D", of: .encoders(of: .smallCrossModal), replacing: { $0.withSpareRow },
      holds: rowsContained)
  }

  private func contained(_ pairs: CrossModalPairs) throws -> Verdict {
    let minimizer = try pairs.minimizer
    return try minimizer.rangeContainment(in: pairs.x.fisherSubspace)
      .and(minimizer.rowSpaceContainment(in: pairs.y.fisherSubspace))
  }

  /// "The row space of A lies in the Fisher subspace of x."
  private func rowsContained(_ encoders: Encoders) throws -> Verdict {
    let rows = try Subspace(spannedBy: MatrixEstimate(encoders.x.transposed))
    return try encoders.fisher.containment(of: rows.turned(by: encoders.error))
  }
}

/// Encoders A (r × d_x) and D (r × d_y) with Aᵀ D the certified minimiser.
private struct Encoders: Changeable {
  var x: Matrix
  var y: Matrix
  /// What the row space of A may be turned by, as a sine, against that of encoders of the true minimiser.
  let error: ErrorBudget
  /// The Fisher subspace of x.
  let fisher: Subspace

  /// With a row of A that the loss does not see, (1, 2, …, d).
  var withSpareRow: Encoders {
    let spare = Matrix(columnVectors: [(1...x.columns).map(Double.init)])
    return with(\.x, x.transposed.besides(spare).transposed)
      .with(\.y, y.transposed.besides(Matrix(rows: y.columns, columns: 1)).transposed)
  }
}

extension Family<Encoders> {
  /// One row for each singular direction of the minimiser whose error is below half of the resolution, mixed; F has the other half.
  fileprivate static func encoders(of family: Family<CrossModalPairs>) -> Family {
    family.map("encoders of \(family.name)") { pairs, draw in
      let minimizer = try pairs.minimizer
      let singular = try SingularValues(of: minimizer.whitenedForm)
      let turn = try 2 * minimizer.distance.total * pairs.x.condition.squareRoot()
      let kept = singular.values.prefix { turn <= Verdict.resolution / 2 * $0 }
      let mix = draw.orthonormal("mix", rows: kept.count, columns: kept.count)
      let left = singular.left.columns(0..<kept.count).scalingColumns(by: Array(kept)).timesTranspose(mix)
      let right = singular.right.columns(0..<kept.count).timesTranspose(mix)
      let x = try pairs.x.root.solveTransposedLower(left).transposed
      let y = try pairs.y.root.solveTransposedLower(right).transposed
      let error = try kept.isEmpty ? ErrorBudget.exact : turned(x, y, from: minimizer, of: pairs)
      return Encoders(x: x, y: y, error: error, fisher: try pairs.x.fisherSubspace)
    }
    .assuming("independent rows of D") { encoders in
      let values = try SingularValues(of: encoders.y).values
      return encoders.y.rows == values.count { $0 > Verdict.resolution * values[0] }
    }
  }

  /// In whitened coordinates the columns of Aᵀ are within |Aᵀ − M D⁺| + |M − M∗||D⁺| of some of the range of M∗; undoing the
  /// whitening stretches an angle by the root of the condition at most.
  private static func turned(
    _ x: Matrix, _ y: Matrix, from minimizer: BilinearMinimizer, of pairs: CrossModalPairs
  ) throws -> ErrorBudget {
    let root = try pairs.x.withinClassEstimate.root
    let a = MatrixEstimate(x) * root
    let d = try MatrixEstimate(y) * pairs.y.withinClassEstimate.root
    let inverse = try (d * d.transposed).solve(d).transposed
    let rest = a.transposed - MatrixEstimate(minimizer.whitenedForm) * inverse
    let moved = minimizer.distance.scaled(by: inverse.size) + .proved([.rounding: rest.size])
    let (lengths, scales) = (try a.singularValues, try root.singularValues)
    let stretch = scales[0] / scales[scales.count - 1] / lengths[lengths.count - 1]
    return moved.scaled(by: stretch.interval.upper)
  }
}
