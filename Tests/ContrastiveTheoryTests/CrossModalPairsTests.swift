import ContrastiveTheory
import LinearAlgebra
import Testing

@Suite struct `Pairs of two modalities` {
  private let x = Result { try TestMixtures.shared(1, d: 2, components: 2) }
  private let y = Result { try TestMixtures.shared(2, d: 3, components: 3) }

  @Test func `the independent coupling is accepted, and its cross-covariance is zero`() throws {
    let (x, y) = (try x.get(), try y.get())
    let coupling = Matrix(rows: 2, columns: 3) { x.weights[$0] * y.weights[$1] }
    let pairs = try CrossModalPairs(x: x, y: y, coupling: coupling)
    #expect(pairs.centred.crossMoment.frobeniusNorm < 1e-14 * pairs.crossMoment.frobeniusNorm)
    #expect(pairs.centred.x.mean.allSatisfy { abs($0) < 1e-14 })
  }

  @Test func `the cross-covariance is the sum over pairs of components`() throws {
    let pairs = try TestPairs.crossModal(3, dimensions: (2, 3), components: (3, 2))
    var exact = Matrix(rows: 2, columns: 3)
    for i in 0..<3 {
      for j in 0..<2 {
        exact +=
          pairs.coupling[i, j]
          * pairs.x.means.columns(i..<(i + 1)).timesTranspose(pairs.y.means.columns(j..<(j + 1)))
      }
    }
    #expect((pairs.centred.crossMoment - exact).frobeniusNorm < 1e-13 * exact.frobeniusNorm)
  }

  @Test func `what is wrong is named`() throws {
    let (x, y) = (try x.get(), try y.get())
    let good = Matrix(rows: 2, columns: 3) { x.weights[$0] * y.weights[$1] }
    func refusal(_ coupling: Matrix, x other: GaussianMixture? = nil) -> CrossModalPairsError? {
      do {
        _ = try CrossModalPairs(x: other ?? x, y: y, coupling: coupling)
        return nil
      } catch {
        return error
      }
    }
    #expect(refusal(good) == nil)
    #expect(
      refusal(good.transposed) == .shape(rows: 3, columns: 2, expectedRows: 2, expectedColumns: 3))
    var negative = good
    negative[1, 2] = -0.1
    #expect(refusal(negative) == .notAProbability(row: 1, column: 2, value: -0.1))
    var notANumber = good
    notANumber[0, 0] = .nan
    guard case .notAProbability(0, 0, _) = refusal(notANumber) else {
      Issue.record("NaN was accepted")
      return
    }
    var row = good
    row[0, 0] += 0.05
    guard case .wrongRowSum(0, _, _) = refusal(row) else {
      Issue.record("a wrong row sum was accepted")
      return
    }
    var column = good
    column[0, 0] += 0.05
    column[0, 1] -= 0.05
    guard case .wrongColumnSum(0, _, _) = refusal(column) else {
      Issue.record("a wrong column sum was accepted")
      return
    }
    let unequal = try TestMixtures.unequal(5, d: 2, components: 2)
    #expect(refusal(good, x: unequal) == .covarianceNotShared(modality: "x"))
  }
}
