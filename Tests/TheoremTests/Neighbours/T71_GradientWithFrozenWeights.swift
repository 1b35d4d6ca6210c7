import Foundation
import MixtureFamilies
import TheoremTesting

/// For n pairs (xᵢ, x′ᵢ), a linear encoder A₀ and sᵢⱼ(A) = ⟨A xᵢ, A x′ⱼ⟩, let pᵢⱼ be the softmax of the scores sᵢⱼ(A₀) over j.
/// InfoNCE and the energy E(A) = (1/n) Σᵢⱼ pᵢⱼ (sᵢⱼ(A) − sᵢᵢ(A)), whose weights are kept as they are, have the same gradient at
/// A₀: A₀ (M + Mᵀ) with M = (1/n) Σᵢⱼ pᵢⱼ xᵢ (x′ⱼ − x′ᵢ)ᵀ (Tian).
@Suite(.theorem(.proved))
struct `T71 The gradient with frozen weights` {
  @Test func `both gradients`() throws { try forAll(.batches) { try agreement($0, weightsOf: $0.encoder) } }

  @Test func `weights at A₀ cannot be dropped`() throws {
    try cannotDrop("weights at A₀", of: .batches) {
      try agreement($0, weightsOf: $0.encoder)
    } without: {
      try agreement($0, weightsOf: 2 * $0.encoder)
    }
  }

  /// "The gradient of the loss is that of the energy", relative to the size of the terms.
  private func agreement(_ batch: Batch, weightsOf other: Matrix) throws -> Verdict {
    let (encoder, x, y, n) = (batch.encoder, batch.pairs.first, batch.pairs.second, batch.pairs.count)
    let gradient = try EmpiricalInfoNCE(batch.pairs).plainGradient(encoder)
    func product(_ a: Matrix, _ b: Matrix) -> Matrix { .plainProduct(a, b) }
    let scores = product(product(other, x).transposed, product(other, y))
    let softmax = (0..<n).map { i in
      let (row, largest) = (scores.row(i), scores.row(i).max() ?? 0)
      return row.map { exp($0 - largest) }.normalised
    }
    let weights = Matrix(rowVectors: softmax)
    // Rows of the weights sum to 1, so that the partners stand for all j at once.
    func moment(_ x: Matrix, _ y: Matrix, sign: Double) -> Matrix {
      (1 / Double(n)) * (product(x, product(weights, y.transposed)) + sign * product(x, y.transposed))
    }
    let m = moment(x, y, sign: -1)
    let energy = product(encoder, m + m.transposed)
    let terms = moment(x.absolute, y.absolute, sign: 1)
    let scale = product(encoder.absolute, terms + terms.transposed).frobeniusNorm
    // The rounding error of a score is relative to its products and becomes the relative error of a weight; that of the sums over
    // n pairs is relative to their terms.
    func largestScore(_ encoder: Matrix) -> Double {
      product(product(encoder.absolute, x.absolute).transposed, product(encoder.absolute, y.absolute))
        .largestEntry
    }
    let largest = max(largestScore(encoder), largestScore(other))
    let size = Double(n) + Double(encoder.columns + encoder.rows + 1) * (1 + largest)
    return .vanishes(
      measured: (gradient - energy).frobeniusNorm / scale, budget: .proved([.rounding: 8 * size * .ulpOfOne]))
  }
}

/// With A₀, r × d.
private typealias Batch = (mixture: GaussianMixture, pairs: SampledPairs, encoder: Matrix)

extension Family<Batch> {
  /// Of encoders whose whitened entries have a standard deviation between .05 and 1.
  fileprivate static let batches = Family<Problem>.problems(
    "centred mixtures with a shared covariance", spareRows: 0...2
  ).map("batches of pairs") { problem, draw -> Batch in
    var stream = draw.stream("pairs")
    let pairs = try problem.pairs.sample(draw.integer("pairs", in: 2...120), using: &stream)
    let size = draw.logarithmic("size", in: 0.05...1)
    let encoder = try problem.encoder(whitened: size * draw.encoder(for: problem))
    return (problem.mixture, pairs, encoder)
  }
  .coveringHardMixtures { $0.mixture }
  .covering("more pairs than 32", 0.5) { $0.pairs.count > 32 }
}
