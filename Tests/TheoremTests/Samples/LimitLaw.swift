import Foundation
import MixtureFamilies
import TheoremTesting

/// How the row space of a batch's minimiser is distributed about the Fisher subspace F, for large batches (Proofs/T25). In whitened
/// coordinates it is that of (I T), in coordinates that begin with those of F.
struct LimitLaw: Sendable {
  /// W = L Lᵀ.
  private let root: Cholesky
  /// An orthonormal basis of whitened F, d × q.
  private let basis: Matrix
  private let problem: Problem
  /// A, q × d: the population's minimiser.
  let encoder: Matrix
  /// On F, q × q: its H, the second moment S, and G = S + I + N R Nᵀ.
  private let gram, total, curvature: Matrix
  /// N, q × K.
  private let means: Matrix

  /// - Parameter problem: of a mixture with a shared covariance and as many rows as F has dimensions.
  init(_ problem: Problem) throws {
    let (mixture, loss) = (problem.mixture, try problem.loss)
    root = try mixture.root
    basis = try mixture.fisherSubspace.mapped(by: root.factor.transposed).basis
    means = basis.transposeTimes(root.solveLower(mixture.means))
    let minimizer = try loss.minimizer(rank: problem.rank)
    guard let posterior = try loss.posterior(at: minimizer) else { throw Failure.unequalCovariances }
    (self.problem, encoder) = (problem, minimizer.encoder)
    gram = basis.transposeTimes(minimizer.whitenedGram * basis).symmetricPart
    total = .identity(problem.rank) + means.scalingColumns(by: mixture.weights).timesTranspose(means)
    curvature = total + .identity(problem.rank) + (means * posterior.covariance).timesTranspose(means)
  }

  private enum Failure: Error { case unequalCovariances }

  /// T of a row space, q × d in whitened coordinates, and zero along F.
  func tangents(_ rows: Matrix) throws -> Matrix {
    let white = rows * root.factor
    return try (white * basis).solve(white) - basis.transposed
  }

  /// T of the batch's minimiser, next to the population's, and which part of it the solver's last gradient may stand for.
  func tangents(ofMinimizerOn batch: SampledPairs) throws -> (tangents: Matrix, error: Double) {
    let found = try EmpiricalInfoNCE(batch).minimizer(rank: problem.rank, start: encoder)
    return (try tangents(found.encoder), found.gradientNorm / found.gradientStandardError)
  }

  /// The part of T that is linear in the batch's noise: the gradient at the population's minimiser, solved by the Hessian.
  func linearPart(_ batch: SampledPairs) throws -> Matrix {
    let gradient = root.solveLower(try EmpiricalInfoNCE(batch).gradient(encoder).transposed).transposed
    let noise = gradient - (gradient * basis).timesTranspose(basis)
    return try -1 * gram.solve(curvature.solve((encoder * root.factor * basis).solve(noise)))
  }

  /// That of the canonical directions.
  func canonicalLinearPart(_ batch: SampledPairs) throws -> Matrix {
    let white = SampledPairs(first: root.solveLower(batch.first), second: root.solveLower(batch.second))
    func cross(_ moment: Matrix) -> Matrix {
      basis.transposeTimes(moment) - basis.transposeTimes(moment * basis).timesTranspose(basis)
    }
    let pull = problem.bias * (total - .identity(problem.rank))
    return try pull.solve(total * cross(white.pairMoment)) - cross(white.secondMoment)
  }

  /// C: in the limit the columns of √n T are independent, with this covariance. Ω is a sum over points of F with this step.
  func covariance(step: Double = 0.75) throws -> Matrix { try covariance(of: noise(step: step)) }

  /// H⁻¹G⁻¹ΩG⁻¹H⁻¹ for an Ω.
  private func covariance(of noise: Matrix) throws -> Matrix {
    let half = try gram.solve(curvature.solve(noise))
    return try gram.solve(curvature.solve(half.transposed)).symmetricPart
  }

  /// C with the batch's own Ω_n: given the coordinates along F, the columns of √n times the linear part are independent and normal
  /// with this covariance, whatever n is.
  func covariance(given batch: SampledPairs) throws -> Matrix {
    let anchors = basis.transposeTimes(root.solveLower(batch.first))
    let partners = basis.transposeTimes(root.solveLower(batch.second))
    let scores = (gram * anchors).transposeTimes(partners)
    let powers = Matrix(rows: batch.count, columns: batch.count) { exp(scores[$0, $1]) }
    let shares = powers.times(Array(repeating: 1, count: batch.count)).map { 1 / $0 }
    let pulls = [
      anchors.scalingColumns(by: shares) * powers - anchors,
      partners.timesTranspose(powers).scalingColumns(by: shares) - partners,
    ]
    let sum = pulls[0].timesTranspose(pulls[0]) + pulls[1].timesTranspose(pulls[1])
    return try covariance(of: (1 / Double(batch.count)) * sum)
  }

  /// What δ² C tends to for small δ: S³B⁻²/2.
  var limitForSmallBias: Matrix {
    get throws {
      let between = total - .identity(problem.rank)
      return try 0.5 * between.solve(between.solve(total * total * total))
    }
  }

  /// Ω, by sums over points of F that lie alike about each component's mean.
  private func noise(step: Double) -> Matrix {
    let (q, weights) = (problem.rank, problem.mixture.weights)
    let line = Array(stride(from: -4.5, through: 4.5, by: step))
    let grid = q == 1 ? line.map { [$0] } : line.flatMap { x in line.map { [x, $0] } }
    let masses = grid.map { exp($0.reduce(0) { $0 - $1 * $1 / 2 }) }
    let mass = masses.reduce(0, +)
    let points = Matrix(
      columnVectors: weights.indices.flatMap { k in grid.map { zip($0, means.column(k)).map(+) } })
    let shares = weights.flatMap { weight in masses.map { weight * $0 / mass } }
    let pulled = gram * points
    // log Z, and the posterior of the components.
    let exponents = means.transposeTimes(pulled)
    let terms = (0..<points.columns).map { zip(weights, exponents.column($0)).map { $0 * exp($1) } }
    let logarithms = terms.indices.map { i in
      log(terms[i].reduce(0, +)) + pulled.column(i).reduce(0) { $0 + $1 * $1 / 2 }
    }
    let posterior = Matrix(columnVectors: terms.map(\.normalised))
    let scores = pulled.transposeTimes(points)
    let kernel = Matrix(rows: points.columns, columns: points.columns) { i, j in
      shares[i] * exp(scores[i, j] - logarithms[i])
    }
    // U and V: what a point's anchors and its candidates pull it to. Their means under each component.
    let pulls = [points * kernel, pulled + means * posterior]
    let coupling =
      problem.bias * Matrix.diagonal(weights) + (1 - problem.bias)
      * Matrix(columnVectors: [weights]).timesTranspose(Matrix(columnVectors: [weights]))
    return pulls.reduce(2 * total) { sum, pull in
      let byComponent = Matrix(
        columnVectors: weights.indices.map { k in
          let columns = pull.columns((k * grid.count)..<((k + 1) * grid.count))
          return columns.times(masses.map { $0 / mass })
        })
      let withPartner = (byComponent * coupling).timesTranspose(means)
      return sum + pull.scalingColumns(by: shares).timesTranspose(pull) - 2 * withPartner.symmetricPart
    }
  }
}
