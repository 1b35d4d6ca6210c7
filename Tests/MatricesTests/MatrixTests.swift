import Foundation
import RandomNumbers
import Testing

@testable import Matrices

@Suite struct MatrixTests {
  /// 1 2 3 above 4 5 6.
  private let a = Matrix(rowVectors: [[1, 2, 3], [4, 5, 6]])

  @Test func `entries stand column after column`() {
    #expect(a.storage == [1, 4, 2, 5, 3, 6])
    #expect(a == Matrix(columnVectors: [[1, 4], [2, 5], [3, 6]]))
    #expect(a == Matrix(rows: 2, columns: 3) { Double(3 * $0 + $1 + 1) })
    #expect(a[1, 2] == 6 && a.row(1) == [4, 5, 6] && a.column(1) == [2, 5])
  }

  @Test func `parts and arrangements`() {
    #expect(a.transposed == Matrix(rowVectors: [[1, 4], [2, 5], [3, 6]]))
    #expect(a.columns(1..<3) == Matrix(rowVectors: [[2, 3], [5, 6]]))
    #expect(a.rows(1..<2) == Matrix(rowVectors: [[4, 5, 6]]))
    #expect(a.columns(0..<1).besides(a.columns(1..<3)) == a)
    #expect(a.columns(1..<1) == Matrix(rows: 2, columns: 0))
    #expect(a.diagonal == [1, 5] && a.transposed.diagonal == [1, 5])
    #expect(Matrix.diagonal([2, 3]) == Matrix(rowVectors: [[2, 0], [0, 3]]))
    #expect(Matrix.identity(2) == .diagonal([1, 1]))
    #expect(Matrix(rowVectors: [[1, 2], [4, 3]]).symmetricPart == Matrix(rowVectors: [[1, 3], [3, 3]]))
  }

  @Test func `sums, scalings and norms`() {
    var sum = a
    sum += a
    #expect(sum == 2 * a && a + a == sum && sum - a == a && -a == -1 * a)
    #expect(a.scalingColumns(by: [1, 0, -1]) == Matrix(rowVectors: [[1, 0, -3], [4, 0, -6]]))
    #expect(a.times([1, 0, -1]) == [-2, -2])
    #expect(a.inner(a) == 91 && a.trace == 6)
    #expect((-a).largestEntry == 6 && (-a).absolute == a)
    #expect(Matrix(rows: 0, columns: 3).largestEntry == 0)
    #expect(Matrix(rowVectors: [[.nan, 7]]).largestEntry.isNaN)
    #expect(Matrix(rowVectors: [[7, .nan]]).largestEntry.isNaN)
    #expect(a.isFinite && !Matrix(rowVectors: [[1, .infinity]]).isFinite)
  }

  /// Sums of small integers are exact in any order, so that both routes give the same bits.
  @Test func `products with and without a BLAS are those of the definition`() {
    var generator = CounterBasedGenerator(key: 3)
    for (m, inner, n) in [(1, 1, 1), (2, 5, 3), (20, 30, 10), (3, 0, 2), (0, 3, 2)] {
      let a = Matrix(rows: m, columns: inner) { _, _ in Double(generator.integer(in: -9...9)) }
      let b = Matrix(rows: inner, columns: n) { _, _ in Double(generator.integer(in: -9...9)) }
      let product = Matrix(rows: m, columns: n) { i, j in
        (0..<inner).reduce(0) { $0 + a[i, $1] * b[$1, j] }
      }
      #expect(a * b == product)
      #expect(a.transposed.transposeTimes(b) == product && a.timesTranspose(b.transposed) == product)
      for (transposesA, transposesB) in [(false, false), (true, false), (false, true), (true, true)] {
        let plain = Matrix.plainProduct(
          transposesA ? a.transposed : a, transposesB ? b.transposed : b, transposesA: transposesA,
          transposesB: transposesB)
        #expect(plain == product)
      }
    }
  }

  @Test func `JSON is the list of rows`() throws {
    #expect(String(decoding: try JSONEncoder().encode(a), as: UTF8.self) == "[[1,2,3],[4,5,6]]")
    #expect(try JSONDecoder().decode(Matrix.self, from: Data("[[1,2,3],[4,5,6]]".utf8)) == a)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Matrix.self, from: Data("[[1],[2,3]]".utf8))
    }
  }

  @Test func `copies are independent`() {
    var copy = a
    copy[0, 0] = 9
    #expect(a[0, 0] == 1 && copy[0, 0] == 9)
  }

  @Test func `wrong shapes trap`() async {
    await #expect(processExitsWith: .failure) {
      _ = Matrix(rows: 2, columns: 3) * Matrix(rows: 2, columns: 3)
    }
    await #expect(processExitsWith: .failure) { _ = Matrix(rows: 0, columns: 3).column(3) }
  }
}
