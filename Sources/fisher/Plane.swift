import ContrastiveTheory
import Evidence
import LinearAlgebra

/// A plane in which a mixture and its rows are looked at: two linear functions of a point.
struct Plane {
  let title: String
  let caption: String
  /// 2 × d.
  let rows: Matrix

  /// The planes of the two leading discriminants, of what the optimal encoder keeps and of the two leading principal
  /// components.
  static func planes(of inspection: Inspection) throws -> [Plane] {
    let (mixture, angles) = (inspection.mixture, inspection.angles)
    let whitening = try Cholesky(of: mixture.withinClassCovariance)
    let means = whitening.solveLower(mixture.means).scalingColumns(
      by: mixture.weights.map { $0.squareRoot() })
    let discriminants = try SingularValues(of: means).left.columns(0..<min(2, inspection.fisher.dimension))
    let encoder = try SingularValues(of: inspection.minimizer.encoder * whitening.factor)
    let kept = min(2, inspection.rowSpace.dimension)
    let rows = encoder.right.columns(0..<kept).scalingColumns(by: Array(encoder.values.prefix(kept)))
    let components = try SymmetricEigen(of: mixture.totalCovariance).vectors
    let leading = Matrix(rows: mixture.dimension, columns: min(2, mixture.dimension)) {
      components[$0, mixture.dimension - 1 - $1]
    }
    func plane(_ title: String, _ angle: Double?, _ directions: Matrix, _ kind: String) -> Plane {
      let others = Self.others(beside: directions, leading, mixture.withinClassCovariance)
      return Plane(title, angle, directions, kind, others)
    }
    let first = plane("LDA", angles.lda, whitening.solveTransposedLower(discriminants), "discriminant")
    let others = [
      plane("InfoNCE", angles.infoNCE, whitening.solveTransposedLower(rows), "row"),
      plane("PCA", angles.pca, leading, "component"),
    ]
    return [first] + (try others.map { try $0.turned(towards: first, mixture) })
  }

  /// The same plane, turned or reflected so that the means lie as in another one (orthogonal Procrustes).
  private func turned(towards other: Plane, _ mixture: GaussianMixture) throws -> Plane {
    let means = (rows * mixture.means).scalingColumns(by: mixture.weights)
    let moment = try SingularValues(of: means.timesTranspose(other.rows * mixture.means))
    return Plane(title: title, caption: caption, rows: moment.right.timesTranspose(moment.left) * rows)
  }

  /// What takes the places of missing directions: beside a single one the first principal component that is another function of a
  /// point, as wide within the components as that one, since the units of a mixture are not those of discriminants.
  private static func others(beside directions: Matrix, _ leading: Matrix, _ within: Matrix) -> Matrix {
    guard directions.columns > 0 else { return leading }
    let direction = directions.columns(0..<1)
    let width = direction.inner(within * direction).squareRoot()
    for index in 0..<leading.columns where directions.columns == 1 {
      let component = leading.columns(index..<(index + 1))
      let other = component.inner(within * component).squareRoot()
      let correlation = (1 / width * direction).inner(within * (1 / other * component))
      if correlation * correlation < 1 - 1e-6 { return width / other * component }
    }
    return Matrix(rows: leading.rows, columns: 0)
  }

  private init(title: String, caption: String, rows: Matrix) {
    (self.title, self.caption, self.rows) = (title, caption, rows)
  }

  /// - Parameters:
  ///   - angle: to the Fisher subspace, in degrees.
  ///   - directions: at most two columns of d numbers.
  ///   - kind: what a direction is called.
  ///   - others: at most two columns that take the places of missing ones.
  private init(_ title: String, _ angle: Double?, _ directions: Matrix, _ kind: String, _ others: Matrix) {
    self.title = title
    let missing = 2 - directions.columns
    let filled = missing > 0 ? directions.besides(others) : directions
    rows = filled.besides(Matrix(rows: filled.rows, columns: 2 - filled.columns)).transposed
    let place = angle.map {
      $0 < 1e-6 ? "in the Fisher subspace" : "\(shortDecimal($0)) degrees off the Fisher subspace"
    }
    caption =
      (place ?? "no angle to the Fisher subspace")
      + [
        "", "; one \(kind) only" + (others.columns > 0 ? ", beside a principal component" : ""),
        "; nothing is kept, the principal components are shown",
      ][missing]
  }
}
