import LinearAlgebra

/// A computed minimiser of a population loss, with its certificate.
public struct Minimizer: Sendable {
  /// A, r × d.
  public let encoder: Matrix
  /// The loss there.
  public let value: Double
  /// H = L ᵀ G L, d × d: the Gram matrix in whitened coordinates, W = L Lᵀ.
  public var whitenedGram: Matrix { whitenedEncoder.gram }
  /// The gradient Λ of the loss at H with respect to the Gram matrix, d × d, whitened coordinates.
  public var whitenedGramGradient: Matrix { gramGradient.matrix }
  /// How far H is from the true minimiser over all positive semidefinite matrices.
  public let certificate: Certificate
  /// The norm of the gradient at the encoder, whitened coordinates.
  public let gradientNorm: Double
  /// The gradient's norm after each step of the final descent.
  public let gradientNorms: [Double]
  /// How often the loss was evaluated, coarse evaluations included.
  public let evaluations: Int

  /// G = Aᵀ A, d × d.
  public var gram: Matrix { encoder.gram }

  /// The row space of A as far as it is certified: spanned by the eigenvectors of H whose eigenvalue exceeds the
  /// certificate's distance, mapped back to the original coordinates.
  public let rowSpace: Subspace

  /// W = L Lᵀ.
  let whitening: Cholesky
  /// A L, r × d. What is d × d is computed where it is asked for, because that takes longer than all of the minimisation once
  /// d is some hundreds.
  private let whitenedEncoder: Matrix
  private let gramGradient: CongruentMatrix
  /// The Lipschitz constant of Λ as a function of H, where it is known.
  let lipschitz: Double?
  /// Minus the gradient at H = 0, d × d, whitened coordinates: how strongly the loss pulls towards each direction.
  let pull: CongruentMatrix

  init<Loss: WhitenedLoss>(
    _ loss: Loss, modulus: Double, lipschitz: Double?, pull: CongruentMatrix,
    whitening: Cholesky,
    solver: TrustRegionNewton, start: Matrix, rank: Int
  ) throws {
    self.whitening = whitening
    self.pull = pull
    self.lipschitz = lipschitz
    let space = try loss.restricted(toSpaceOf: start)
    func whole(_ encoder: Matrix) -> Matrix { space.map { encoder.timesTranspose($0.basis) } ?? encoder }
    let small = space?.loss ?? loss
    let scout = try Self.scout(
      small, solver: solver, start: space.map { start * $0.basis } ?? start, rank: rank)
    let (refined, integralError) = try small.refined(at: scout.encoder)
    var solver = solver
    // A decrease of the value below the integral's error cannot be told from the error.
    solver.precision = max(solver.precision, min(integralError, 1e-5))
    // Nor is a gradient much smaller than that error worth another step. Its part of the certificate is that of Λ, half the
    // gradient over the rows, so that it is larger where rows are short.
    solver.gradientGoal = max(solver.gradientGoal, min(integralError, 1e-10) / 4)
    var fine = try solver.minimize(refined, model: scout.model, from: scout.encoder, rank: rank)
    // The certificate is that of the whole loss.
    var encoder = whole(fine.encoder)
    var gradient = try loss.gramGradient(at: encoder)
    var certificate = try Certificate(gradient, modulus: modulus, lipschitz: lipschitz)
    // Directions that the optimum hardly uses are found anew, in units of their own size.
    if solver.escapesSaddles,
      certificate.solverDistance > max(1e-9 * gradient.gram.frobeniusNorm, 4 * integralError)
    {
      solver.scalesRows = true
      fine = try solver.minimize(refined, from: fine.encoder.withoutWeakRows(), rank: rank)
      encoder = whole(fine.encoder)
      gradient = try loss.gramGradient(at: encoder)
      certificate = try Certificate(gradient, modulus: modulus, lipschitz: lipschitz)
    }
    self.certificate = certificate
    value = fine.value
    whitenedEncoder = encoder
    gramGradient = CongruentMatrix(factor: gradient.basis, core: gradient.core)
    gradientNorm = gradient.encoderGradient(at: encoder).frobeniusNorm
    gradientNorms = fine.gradientNorms
    evaluations = scout.evaluations + fine.evaluations
    let rows = try SingularValues(of: encoder)
    let distance = certificate.distance
    let rank = rows.values.prefix { $0 * $0 > distance }.count
    // Together, because reading the factor takes most of the time.
    let solved = whitening.solveTransposedLower(encoder.transposed.besides(rows.right.columns(0..<rank)))
    self.encoder = solved.columns(0..<encoder.rows).transposed
    rowSpace = Subspace(orthonormalBasis: try QR(of: solved.columns(encoder.rows..<solved.columns)).q)
  }

  /// Most steps are far from the optimum, where an integral of 3 or 6 digits serves as well and costs a fraction; near it,
  /// such integrals still give the Hessian.
  /// - Returns: the minimiser of the model, which has 6 digits.
  private static func scout<Loss: WhitenedLoss>(
    _ loss: Loss, solver: TrustRegionNewton, start: Matrix, rank: Int
  ) throws -> (model: Loss, encoder: Matrix, evaluations: Int) {
    let model = loss.targeting(1e-6)
    var solver = solver
    var rough: Loss?
    var (encoder, evaluations) = (start, 0)
    // In two dimensions the integral is not what takes the time.
    if start.rows > 2 {
      let loss = loss.targeting(1e-3)
      var scout = solver
      scout.escapesSaddles = false
      scout.precision = 1e-5
      scout.gradientGoal = 1e-3
      let found = try scout.minimize(loss, from: start)
      (rough, encoder, evaluations) = (loss, found.encoder, found.evaluations)
    }
    solver.precision = 1e-8
    solver.gradientGoal = 1e-6
    let found = try solver.minimize(model, model: rough, from: encoder, rank: rank)
    return (model, found.encoder, evaluations + found.evaluations)
  }
}

extension Matrix {
  /// The encoder without the singular directions that carry less than 1e-4 of the Gram matrix.
  fileprivate func withoutWeakRows() throws(LinearAlgebraError) -> Matrix {
    let rows = try SingularValues(of: self)
    let largest = rows.values.first ?? 0
    let kept = max(rows.values.prefix { $0 > 1e-2 * largest }.count, 1)
    return rows.right.columns(0..<kept).scalingColumns(by: Array(rows.values.prefix(kept))).transposed
  }
}
