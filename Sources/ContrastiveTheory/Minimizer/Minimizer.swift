import LinearAlgebra
import RandomNumbers

/// A computed minimiser of a population loss, with its certificate.
public struct Minimizer: Sendable {
  /// A, r × d.
  public let encoder: Matrix
  /// The loss there.
  public let value: Double
  /// H = L ᵀ G L, d × d: the Gram matrix in whitened coordinates, W = L Lᵀ.
  public var whitenedGram: Matrix { DoubleDoubleMatrix(whitenedEncoder).gram.high }
  /// The gradient Λ of the loss at H with respect to the Gram matrix, d × d, whitened coordinates.
  public var whitenedGramGradient: Matrix { gramGradient.matrix }
  /// How far H is from the true minimiser over all positive semidefinite matrices.
  public let certificate: Certificate
  /// The norm of the gradient at the encoder, whitened coordinates.
  public let gradientNorm: Double
  /// The gradient's norm after each step of the final descent, in the solver's coordinates.
  public let gradientNorms: [Double]
  /// How often the loss was evaluated, coarse evaluations included.
  public let evaluations: Int

  /// G = Aᵀ A, d × d.
  public var gram: Matrix { DoubleDoubleMatrix(encoder).gram.high }

  /// The row space of A as far as it is certified: spanned by the eigenvectors of H whose eigenvalue exceeds the
  /// certificate's distance, mapped back to the original coordinates.
  public let rowSpace: Subspace

  /// W = L Lᵀ.
  let whitening: DoubleDoubleCholesky
  /// A L, r × d. What is d × d is computed where it is asked for, because that takes longer than all of the minimisation once
  /// d is some hundreds.
  let whitenedEncoder: Matrix
  let gramGradient: CongruentMatrix
  /// A Lipschitz constant of Λ as a function of H, between H and the true minimiser.
  let lipschitz: Double
  /// What the gradient Λ at H would change by, Frobenius, were the mixture moved so that its mean is zero.
  let changeByCentring: Double
  /// |S|₂, S the second moment in whitened coordinates: H times it is the size of the scores, whatever the units of the means are.
  let moment: Double
  /// Minus the gradient at H = 0, d × d, whitened coordinates: how strongly the loss pulls towards each direction.
  let pull: CongruentMatrix

  init<Loss: WhitenedLoss>(
    _ loss: Loss, modulus: Double, pull: CongruentMatrix, whitening: DoubleDoubleCholesky, offCentre: Double,
    solver: TrustRegionNewton, start: Matrix?, rank: Int
  ) throws {
    self.whitening = whitening
    self.pull = pull
    let end: End
    switch try start == nil ? loss.scouted(rank: rank) : nil {
    case .found(let encoder, let value, let gradient):
      end = try End(
        encoder: encoder, value: value, gradient: gradient,
        certificate: Certificate(
          gradient, modulus: modulus, lipschitz: loss.lipschitz(within: gradient.gram.frobeniusNorm)))
    case .near(let encoder, let loss):
      // The certificate tells whether a row is missing, at no cost; to look for one takes integrals of a
      // dimension more: beyond three they would take minutes, and the certificate says what is left.
      var quick = solver
      quick.escapesSaddles = false
      end = try Self.descend(
        loss, modulus: modulus, solver: quick, finally: encoder.rows <= 2 ? solver : quick, start: encoder,
        rank: rank)
    case nil:
      let start = start ?? loss.smallStart(rank: rank)
      end = try Self.descend(
        loss, modulus: modulus, solver: solver, finally: solver, start: start, rank: rank)
    }
    let (encoder, gradient) = (end.encoder, end.gradient)
    certificate = end.certificate
    changeByCentring =
      offCentre == 0
      ? 0 : loss.gradientChange(byMeansOff: offCentre, gram: (1 + 0x1p-30) * encoder.inner(encoder))
    moment = try loss.meanSpread.moment
    lipschitz = try loss.lipschitz(within: gradient.gram.frobeniusNorm + certificate.distance)
    value = end.value
    whitenedEncoder = encoder
    gramGradient = gradient.lambda
    gradientNorm = gradient.encoderGradient(at: encoder).frobeniusNorm
    gradientNorms = end.gradientNorms
    evaluations = end.evaluations
    let rows = try SingularValues(of: encoder)
    let (off, distance) = (rows.error(of: encoder), certificate.distance)
    let rank = rows.values.map { max($0 - off, 0) }.prefix { $0 * $0 > distance }.count
    // Together, because reading the factor takes most of the time.
    let solved = whitening.solveTransposedLower(
      DoubleDoubleMatrix(encoder.transposed.besides(rows.right.columns(0..<rank))))
    self.encoder = solved.columns(0..<encoder.rows).high.transposed
    rowSpace = Subspace(orthonormalBasis: solved.columns(encoder.rows..<solved.columns).orthonormalised.high)
  }

  /// Where a minimisation ended.
  fileprivate struct End {
    let encoder: Matrix
    let value: Double
    let gradient: GramGradient
    let certificate: Certificate
    var gradientNorms: [Double] = []
    var evaluations = 0
  }

  /// Descends from a start.
  /// - Parameter last: the solver where the certificate shows that the first has left much.
  private static func descend<Loss: WhitenedLoss>(
    _ loss: Loss, modulus: Double, solver: TrustRegionNewton, finally last: TrustRegionNewton,
    start: Matrix, rank: Int
  ) throws -> End {
    let space = try loss.restricted(toSpaceOf: start)
    let small = space?.loss ?? loss
    let scale = try EncoderScale(of: small)
    func whole(_ encoder: Matrix) -> Matrix {
      let encoder = scale.unscaled(encoder)
      return space.map { encoder.timesTranspose($0.basis) } ?? encoder
    }
    // Scores of a few units at most: where they overflow, or their integral takes too many nodes, nothing can start.
    let start = scale.scaled(space.map { start * $0.basis } ?? start)
    let shrink = min(1, 4 / (scale.reach * start.frobeniusNorm))
    let scout = try Self.scout(small, scale, solver: solver, start: shrink * start, rank: rank)
    var (refined, integralError) = try small.refined(at: scale.unscaled(scout.encoder))
    var fine = try solver.seeing(integralError / scale.square)
      .minimize(ScaledLoss(loss: refined, scale: scale), model: scout.model, from: scout.encoder, rank: rank)
    var evaluations = scout.evaluations + fine.evaluations
    // An integral that was poor where the descent began may be good where it ended.
    for _ in 0..<4 where integralError / scale.square > 1e-10 {
      let (finer, error) = try small.refined(at: scale.unscaled(fine.encoder))
      guard error < integralError / 4 else { break }
      (refined, integralError) = (finer, error)
      fine = try solver.seeing(integralError / scale.square)
        .minimize(ScaledLoss(loss: refined, scale: scale), from: fine.encoder, rank: rank)
      evaluations += fine.evaluations
    }
    // The certificate is that of the whole loss.
    var encoder = whole(fine.encoder)
    var gradient = try loss.gramGradient(at: encoder)
    var certificate = try Certificate(
      gradient, modulus: modulus, lipschitz: loss.lipschitz(within: gradient.gram.frobeniusNorm))
    // Directions that the optimum hardly uses are found anew, in units of their own size.
    if last.escapesSaddles,
      certificate.solverDistance > max(1e-9 * gradient.gram.frobeniusNorm, 4 * integralError)
    {
      var last = last.seeing(integralError / scale.square)
      last.scalesRows = true
      fine = try last.minimize(
        ScaledLoss(loss: refined, scale: scale), from: fine.encoder.withoutWeakRows(), rank: rank)
      evaluations += fine.evaluations
      encoder = whole(fine.encoder)
      // That it is looked for depends on what the first sample said of another point.
      gradient = try loss.gramGradient(at: encoder, look: .secondCertificate)
      certificate = try Certificate(
        gradient, modulus: modulus, lipschitz: loss.lipschitz(within: gradient.gram.frobeniusNorm))
    }
    return End(
      encoder: encoder, value: fine.value, gradient: gradient, certificate: certificate,
      gradientNorms: fine.gradientNorms, evaluations: evaluations)
  }

  /// Most steps are far from the optimum, where an integral of 3 or 6 digits serves as well and costs a fraction; near it,
  /// such integrals still give the Hessian.
  /// - Returns: the minimiser of the model, which has 6 digits.
  private static func scout<Loss: WhitenedLoss>(
    _ loss: Loss, _ scale: EncoderScale, solver: TrustRegionNewton, start: Matrix, rank: Int
  ) throws -> (model: ScaledLoss<Loss>, encoder: Matrix, evaluations: Int) {
    let model = ScaledLoss(loss: loss.targeting(1e-6), scale: scale)
    var solver = solver
    var rough: ScaledLoss<Loss>?
    var (encoder, evaluations) = (start, 0)
    // In two dimensions the integral is not what takes the time.
    if start.rows > 2 {
      let loss = ScaledLoss(loss: loss.targeting(1e-3), scale: scale)
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

extension WhitenedLoss {
  /// Small random numbers of a fixed key, in as many rows as there are components.
  fileprivate func smallStart(rank: Int) -> Matrix {
    var generator = CounterBasedGenerator(key: 0x1f0ce)
    let rows = min(rank, weights.count)
    return (0.3 / Double(dimension * rows).squareRoot())
      * Matrix.normal(rows: rows, columns: dimension, using: &generator)
  }
}

extension TrustRegionNewton {
  /// The solver for a loss whose integrals may be wrong by an error.
  fileprivate func seeing(_ error: Double) -> TrustRegionNewton {
    var solver = self
    // A decrease of the value below the integral's error cannot be told from the error.
    solver.precision = max(precision, min(error, 1e-5))
    // Nor is a gradient much smaller than that error worth another step. Its part of the certificate is that of Λ, half the
    // gradient over the rows, so that it is larger where rows are short.
    solver.gradientGoal = max(gradientGoal, min(error, 1e-10) / 4)
    return solver
  }
}

extension Matrix {
  /// The encoder without the singular directions that carry less than 1e-4 of the Gram matrix.
  fileprivate func withoutWeakRows() throws(LinearAlgebraError) -> Matrix {
    let rows = try SingularValues(of: self)
    let largest = rows.values.first ?? 0
    return rows.leadingRows(max(rows.values.prefix { $0 > 1e-2 * largest }.count, 1))
  }
}
