import Foundation
import MixtureFamilies
import TheoremTesting

/// For n pairs (xᵢ, x′ᵢ), a linear encoder A₀ and sᵢⱼ(A) = ⟨A xᵢ, A x′ⱼ⟩, let pᵢⱼ be the softmax of the scores sᵢⱼ(A₀) over j.
/// InfoNCE and the energy E(A) = (1/n) Σᵢⱼ pᵢⱼ (sᵢⱼ(A) − sᵢᵢ(A)), whose weights are kept as they are, have the same gradient at
/// A₀: A₀ (M + Mᵀ) with M = (1/n) Σᵢⱼ pᵢⱼ xᵢ (x′ⱼ − x′ᵢ)ᵀ (Tian).
@Suite(.theorem(.proved))
struct `T71 The gradient with frozen weights` {
  @Test func `both gradients`() throws { try forAll(.batches) { try $0.agreement(weightScale: 1) } }

  @Test func `twin: weights of another encoder`() throws {
    try twin(dropping: "weights at A₀", of: .batches) { batch in
      var other = batch
      other.weightScale = 2
      return other
    } _: {
      try $0.agreement(weightScale: $0.weightScale)
    }
  }
}

/// Pairs drawn from a mixture, and an encoder.
private struct Batch: Sendable, Codable {
  var problem: Problem
  /// n, at least 2.
  var count: Int
  /// Of the random numbers that draw the pairs and the encoder.
  var key: UInt64
  /// The size of the encoder, whitened.
  var size: Double
  /// The weights are those of this multiple of the encoder.
  var weightScale = 1.0

  /// "The gradient of the loss is that of the energy", relative to the size of the terms.
  func agreement(weightScale: Double) throws -> Verdict {
    let mixture = problem.mixture
    var generator = CounterBasedGenerator(key: key)
    let pairs = try mixture.pairs(bias: problem.bias).sample(count, using: &generator)
    let (r, d, n) = (problem.rank, mixture.dimension, count)
    let white = size * Matrix.normal(rows: r, columns: d, using: &generator)
    let root = try Cholesky(of: mixture.totalCovariance)
    let encoder = root.solveTransposedLower(white.transposed).transposed

    let loss = EmpiricalInfoNCE(pairs)
    let gradient = try loss.gradient(encoder)

    let scores = (encoder * pairs.first).transposeTimes(encoder * pairs.second)
    var weights = weightScale * weightScale * scores
    for i in 0..<n {
      let row = weights.row(i)
      let largest = row.max() ?? 0
      let sum = row.reduce(0) { $0 + exp($1 - largest) }
      for j in 0..<n { weights[i, j] = exp(row[j] - largest) / sum }
    }
    // Rows of the weights sum to 1, so that the partners stand for all j at once.
    func moment(_ x: Matrix, _ y: Matrix, sign: Double) -> Matrix {
      (1 / Double(n)) * (x * (weights * y.transposed) + sign * x.timesTranspose(y))
    }
    let m = moment(pairs.first, pairs.second, sign: -1)
    let energy = encoder * (m + m.transposed)
    let terms = moment(pairs.first.absolute, pairs.second.absolute, sign: 1)
    let scale = (encoder.absolute * (terms + terms.transposed)).frobeniusNorm
    // A score of size s has a rounding error of (d + r) s u, which is the relative error of a weight.
    let scoreSize = (encoder.absolute * pairs.first.absolute).transposeTimes(
      encoder.absolute * pairs.second.absolute
    ).largestEntry
    let rounding = 8 * Double(n + d + r) * (1 + scoreSize) * Double.ulpOfOne
    return .vanishes(
      measured: (gradient - energy).frobeniusNorm / scale, budget: ErrorBudget([.rounding: rounding]))
  }
}

extension Family<Batch> {
  fileprivate static let batches = Family<Problem>.centredSharedCovariance.map("batches of pairs") {
    problem, generator in
    Batch(
      problem: problem, count: generator.integer(in: 2...120), key: generator.next(),
      size: generator.logUniform(in: 0.05...1))
  }
  .coveringHardMixtures { $0.problem.mixture }
  .covering("more pairs than 32", 0.5) { $0.count > 32 }
}
