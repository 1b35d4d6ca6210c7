import LinearAlgebra

/// Minimises InfoNCE with unequal covariances over Gram matrices, where the integrals have so many dimensions that a sample takes their
/// place (sample average approximation; Shapiro 2003): gradient steps in a metric that is nearly the Hessian, projected on the cone of
/// positive semidefinite matrices, which leaves out the directions that the minimiser does not use.
struct SampleAverageDescent {
  let loss: GeneralInfoNCE
  private let moment: Matrix
  /// R with R Rᵀ = Σ, of each component.
  private let roots: [Matrix]

  init(_ loss: GeneralInfoNCE) throws {
    self.loss = loss
    moment = loss.secondMoment
    roots = try loss.covariances.map { try Cholesky(of: $0).factor }
  }

  func start() throws -> Matrix { loss.smallGram(try Cholesky(of: moment).solve(.identity(loss.dimension))) }

  /// Where the mean over a sample is least, to within a relative step, and the loss there; nil where that was not reached.
  func minimum(
    of sample: SoftmaxSample, from start: Matrix, goal: Double
  ) throws -> (gram: Matrix, value: Double)? {
    let coupled = (loss.means * loss.coupling).timesTranspose(loss.means)
    var (gram, length) = (start, 1.0)
    var last: (gram: Matrix, lambda: Matrix)?
    for _ in 0..<Self.stepLimit {
      let moments = sample.total(of: loss.tiltedSums(at: gram, roots: roots), images: []).mean
      guard moments.logarithm.isFinite else { return nil }
      let (gradient, spread) = loss.tilted(moments, loss.covariances.map { $0 * gram })
      let lambda = gradient - coupled
      let metric = try Metric(moment, spread)
      if let last {
        // Barzilai and Borwein's shorter step.
        let (moved, rise) = (gram - last.gram, metric.pulled(lambda - last.lambda))
        length = min(max(moved.inner(lambda - last.lambda) / rise.inner(rise), 0.3), 1.2)
      }
      let next = try metric.projected(metric.pushed(gram) - length * metric.pulled(lambda))
      let step = metric.pushed(next - gram).frobeniusNorm
      if step <= goal * metric.pushed(gram).frobeniusNorm {
        return (gram, moments.logarithm - gram.inner(coupled))
      }
      last = (gram, lambda)
      gram = next
    }
    return nil
  }

  private static let stepLimit = 100

  /// The metric D ↦ tr(D G D G), G the geometric mean of the second moment and the mean tilted covariance: the Hessian would be D ↦
  /// sym(S D V) if the tilted law did not depend on x.
  private struct Metric {
    /// G^½ and G^(-½).
    private let (root, inverse): (Matrix, Matrix)

    init(_ moment: Matrix, _ spread: Matrix) throws(LinearAlgebraError) {
      let eigen = try SymmetricEigen(of: moment)
      let (half, halfInverse) = (eigen.map { $0.squareRoot() }, eigen.map { 1 / $0.squareRoot() })
      let middle = try SymmetricEigen(of: (halfInverse * spread * halfInverse).symmetricPart)
      let mean = try SymmetricEigen(of: (half * middle.map { $0.squareRoot() } * half).symmetricPart)
      (root, inverse) = (mean.map { $0.squareRoot() }, mean.map { 1 / $0.squareRoot() })
    }

    func pushed(_ gram: Matrix) -> Matrix { root * gram * root }
    func pulled(_ gradient: Matrix) -> Matrix { inverse * gradient * inverse }
    /// The Gram matrix of the nearest point of the cone.
    func projected(_ point: Matrix) throws(LinearAlgebraError) -> Matrix {
      let nearest = try SymmetricEigen(of: point.symmetricPart).map { max($0, 0) }
      return (inverse * nearest * inverse).symmetricPart
    }
  }
}

extension WhitenedLoss {
  /// Where a descent starts: at small H the loss is −tr(H C) + ½ tr(H S H) and something smaller.
  /// - Parameter inverse: S⁻¹.
  func smallGram(_ inverse: Matrix) -> Matrix {
    let excess = coupling - Matrix(columnVectors: [weights]) * Matrix(rowVectors: [weights])
    return 0.3 * (inverse * ((means * excess).timesTranspose(means)) * inverse).symmetricPart
  }
}

extension GeneralInfoNCE {
  func scouted(rank: Int) throws -> ScoutedMinimum<Self>? {
    // In a plane a descent by rules takes no longer, and so few draws have no bound.
    guard dimension > 2, certificateDraws(axes: dimension) > 2000 else { return nil }
    let few = SoftmaxSample(.descent, count: min(2e8 / workOfDraw(axes: dimension), 1024), batches: 128)
    // In 53 bits, which is too few for a covariance that is nearly singular.
    guard let descent = try? SampleAverageDescent(self),
      let rough = try? descent.minimum(of: few, from: descent.start(), goal: 1e-2)?.gram
    else { return nil }
    let size = rough.frobeniusNorm
    let scout = try rough.rows(above: 1e-4 * size)
    guard (1...rank).contains(scout.rows) else { return nil }
    for target in [integrationTarget, 1e-12, 1e-10, 1e-8, 1e-6, 1e-5, 1e-4] where scout.rows <= Self.axisLimit
    {
      let loss = targeting(target)
      if loss.workOfRules(at: scout) <= Self.ruleLimit { return .near(scout, loss) }
    }
    let many = SoftmaxSample(.descent, count: work / 30 / workOfDraw(axes: dimension), batches: 128)
    guard let (gram, value) = try descent.minimum(of: many, from: rough, goal: 3e-4) else { return nil }
    let encoder = try gram.rows(above: 1e-9 * size)
    let gradient = try gramGradient(
      at: encoder, purpose: .certificate, draws: certificateDraws(axes: encoder.rows))
    return .found(encoder, value: value, gradient)
  }

  /// As many as take a second or two on two cores.
  func certificateDraws(axes: Int) -> Double { work / workOfDraw(axes: axes) }

  /// Multiplications of a sample.
  private var work: Double { 1e5 * nodeBudget }
  /// The most directions for which a rule may be of use.
  private static let axisLimit = 8
  /// Those of a certificate's rules beyond which a descent by rules takes longer than a sample.
  private static let ruleLimit = 6e8

  /// Multiplications for a draw of so many coordinates, roughly.
  private func workOfDraw(axes: Int) -> Double {
    let (d, count, axes) = (Double((dimension + 7) / 8 * 8), Double(weights.count), Double(axes))
    return count * ((count + 1) * axes * d + 2 * count * (0.75 * d * d + 4 * d + 60)) + 40 * axes
  }

  /// Multiplications for the rules of the certificate at an encoder, infinite where they prove nothing.
  private func workOfRules(at encoder: Matrix) -> Double {
    guard let laws = try? laws(at: DoubleDoubleMatrix(encoder)),
      zip(weights, laws).reduce(0, { $0 + $1.0 * $1.1.integrationError }) <= SoftmaxMoments.usefulBound
    else { return .infinity }
    let (count, axes) = (Double(weights.count), Double(encoder.rows))
    return laws.reduce(0) { $0 + $1.rule.expectedNodes } * count * (axes + 1) * (axes + 2)
  }
}

extension Matrix {
  /// Rows with this Gram matrix, of its eigenvalues above a floor.
  func rows(above floor: Double) throws(LinearAlgebraError) -> Matrix {
    let eigen = try SymmetricEigen(of: self)
    let kept = (eigen.values.firstIndex { $0 > floor } ?? rows)..<rows
    return eigen.vectors.columns(kept).scalingColumns(by: eigen.values[kept].map { $0.squareRoot() })
      .transposed
  }
}
