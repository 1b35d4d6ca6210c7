import Foundation
import LinearAlgebra
import RandomNumbers
import Testing

@testable import ContrastiveTheory

/// Λ for any covariances and what it may be wrong by (Proofs/Certificate.md, S10).
@Suite struct `Gradients for unequal covariances` {
  private func gradient(_ loss: InfoNCE, _ encoder: Matrix) throws -> (lambda: Matrix, error: GramGradient) {
    let gradient = try loss.whitened.gramGradient(at: encoder)
    return ((gradient.basis * gradient.core).timesTranspose(gradient.basis), gradient)
  }

  /// Rows of a random encoder, the last of which is short.
  private func encoder(_ rows: Int, _ d: Int, last: Double, key: Int) -> Matrix {
    var generator = CounterBasedGenerator(key: UInt64(key), stream: 0x9e)
    let drawn = 0.4 * Matrix.normal(rows: rows, columns: d, using: &generator)
    return Matrix(rows: rows, columns: d) { drawn[$0, $1] * ($0 == rows - 1 ? last : 1) }
  }

  @Test func `for a shared covariance it is what the scores' route gives`() throws {
    for key in 0..<24 {
      let (d, rows) = (1 + key % 4, 1 + key / 4 % 3)
      let mixture = try TestMixtures.shared(UInt64(key), d: d, components: 2 + key % 3)
      let pairs = try mixture.pairs(bias: 0.2 * Double(key % 6))
      let encoder = encoder(rows, d, last: [1, 1e-3, 1e-6, 1e-8, 1e-10][key % 5], key: key)
      let scores = try gradient(InfoNCE(pairs, route: .scores), encoder)
      let coordinates = try gradient(InfoNCE(pairs, route: .coordinates), encoder)
      let difference = (scores.lambda - coordinates.lambda).frobeniusNorm
      let error = coordinates.error.error.total
      #expect(difference <= scores.error.error.total + error, "key \(key)")
      #expect(error < 1e-11 * (1 + mixture.means.inner(mixture.means)), "key \(key)")
      #expect(coordinates.error.error.grade == .proved)
    }
  }

  @Test func `a coarse rule is wrong by no more than it says`() throws {
    var seen = 0
    for key in 0..<18 {
      let (d, rows) = (1 + key % 3, 1 + key / 3 % 2)
      let pairs = try TestMixtures.unequal(UInt64(key), d: d, components: 2 + key % 2).pairs(bias: 0.7)
      let encoder = encoder(rows, d, last: 1, key: key)
      let coarse = try gradient(InfoNCE(pairs, integrationTarget: 1), encoder)
      let fine = try gradient(InfoNCE(pairs), encoder)
      let difference = (coarse.lambda - fine.lambda).frobeniusNorm
      #expect(difference <= coarse.error.error.total + fine.error.error.total, "key \(key)")
      if difference > coarse.error.error[.rounding] + fine.error.error.total { seen += 1 }
    }
    // It is the integration's part that is needed.
    #expect(seen > 9, "\(seen)")
  }

  @Test func `rows of rounding size are left out and told`() throws {
    let pairs = try TestMixtures.unequal(5, d: 3, components: 3).pairs(bias: 0.7)
    let loss = try InfoNCE(pairs)
    let long = encoder(2, 3, last: 1, key: 5)
    let short = Matrix(rows: 3, columns: 3) { $0 < 2 ? long[$0, $1] : 1e-9 * Double($1 + 1) }
    let (with, without) = (try gradient(loss, short), try gradient(loss, long))
    #expect(with.error.encoder.rows == 2)
    // Part of the short row lies along the long ones and is kept.
    let (removed, told) = ((short.gram - long.gram).frobeniusNorm, with.error.displacement)
    #expect(told <= 1.01 * removed && told >= removed / 10)
    let ofMoving = with.error.error[.rounding] - with.error.weightedError[.rounding]
    #expect(try ofMoving >= loss.whitened.lipschitz(within: 0) * told)
    #expect(
      (with.lambda - without.lambda).frobeniusNorm <= with.error.error.total + without.error.error.total)
  }

  @Test func `the gradient rises no faster than its Lipschitz constant says`() throws {
    var fastest = 0.0
    for key in 0..<24 {
      let (d, rows) = (1 + key % 3, 1 + key / 3 % 2)
      let loss = try InfoNCE(
        TestMixtures.unequal(UInt64(key), d: d, components: 2 + key % 2).pairs(bias: 0.7))
      let size = [0.1, 0.5, 1][key % 3]
      let (first, second) = (
        size * encoder(rows, d, last: 1, key: key), size * encoder(rows, d, last: 1, key: key + 100)
      )
      let rise = try (gradient(loss, first).lambda - gradient(loss, second).lambda).frobeniusNorm
      let distance = (first.gram - second.gram).frobeniusNorm
      let within = max(first.gram.frobeniusNorm, second.gram.frobeniusNorm)
      let most = try loss.whitened.lipschitz(within: within) * distance
      #expect(rise <= most, "key \(key)")
      fastest = max(fastest, rise / most)
    }
    #expect(fastest > 0.02, "\(fastest)")
  }

  @Test func `no encoder, and one of too many rows`() throws {
    let loss = try InfoNCE(TestMixtures.unequal(6, d: 2, components: 2).pairs(bias: 0.7))
    let nothing = try gradient(loss, Matrix(rows: 2, columns: 2))
    #expect((nothing.lambda + loss.pull.matrix).frobeniusNorm < 1e-12)
    let many = encoder(4, 2, last: 1, key: 6)
    let few = try Cholesky(of: many.gram).factor.transposed
    let difference = try (gradient(loss, many).lambda - gradient(loss, few).lambda).frobeniusNorm
    #expect(difference < 1e-11)
  }
}
