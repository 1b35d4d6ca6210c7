import ContrastiveTheory
import Evidence
import LinearAlgebra
import RandomNumbers
import Testing

@Suite struct StrongMonotonicityTests {
  @Test func `the rise between two encoders is that of slopes of the loss`() throws {
    let mixture = try TestMixtures.shared(5, d: 3, components: 3, condition: 1)
    let loss = try InfoNCE(mixture.pairs(bias: 0.6))
    var generator = CounterBasedGenerator(key: 8)
    let root = try Cholesky(of: mixture.withinClassCovariance).factor
    let ends = (0..<2).map { _ in 0.4 * Matrix.normal(rows: 3, columns: 3, using: &generator) }
    let step = ends[0].gram - ends[1].gram
    // The slope of the loss along the step, at an end, by central differences of values at roots of Gram matrices.
    func slope(at gram: Matrix, _ size: Double) throws -> Double {
      func value(_ h: Matrix) throws -> Double {
        try loss.value(root.transposed.solve(Cholesky(of: h).factor).transposed)
      }
      return try (value(gram + size * step) - value(gram - size * step)) / (2 * size)
    }
    let rise = try loss.strongMonotonicity(atWhitened: ends[0], and: ends[1])
    let errors = try [1e-3, 1e-4].map { size in
      abs(try slope(at: ends[0].gram, size) - slope(at: ends[1].gram, size) - rise.rise)
    }
    // An error of second order in the size.
    #expect(errors[0] < 1e-3 * abs(rise.rise) && errors[1] < 0.03 * errors[0])
    #expect(abs(rise.squaredDistance - step.inner(step)) <= 1e-12 * step.inner(step))
    #expect(rise.verdict.outcome == .holds)
    // Of encoders that are next to each other as well.
    let near = (1 + 0x1p-40) * ends[0]
    let exact = (DoubleDoubleMatrix(ends[0]).gram - DoubleDoubleMatrix(near).gram).high
    let least = try loss.strongMonotonicity(atWhitened: ends[0], and: near)
    #expect(abs(least.squaredDistance - exact.inner(exact)) <= 1e-12 * exact.inner(exact))
  }

  @Test func `the rise to the mirror image is that of the encoder's gradients`() throws {
    let mixture = try TestMixtures.shared(5, d: 3, components: 3, condition: 1)
    let loss = try InfoNCE(mixture.pairs(bias: 0.6))
    let root = try Cholesky(of: mixture.withinClassCovariance).factor
    var generator = CounterBasedGenerator(key: 9)
    let whitened = 0.3 * Matrix.normal(rows: 2, columns: 3, using: &generator)
    let encoder = try root.transposed.solve(whitened.transposed).transposed
    let expected = try (loss.gradient(encoder) - loss.gradient(-encoder)).inner(2 * encoder)
    let rise = try loss.riseToMirrorImage(atWhitened: whitened)
    #expect(abs(rise.value - expected) <= rise.budget.total + 1e-12 * abs(expected))
  }
}
