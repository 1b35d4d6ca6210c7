import LinearAlgebra

// LAPACK's test ratios, named for the routines of its TESTING folder that compute them.

extension Matrix {
  /// The largest column sum of absolute values; NaN if an entry is NaN.
  var oneNorm: Double {
    withUnsafeEntries { entries in
      var largest = 0.0
      for j in 0..<columns {
        var sum = 0.0
        for i in 0..<rows { sum += abs(entries[i + j * rows]) }
        largest = sum.isNaN || largest.isNaN ? .nan : max(largest, sum)
      }
      return largest
    }
  }
}

/// ‖residual‖ / (n u scale), where a scale of zero counts as one.
func ratio(_ residual: Matrix, order n: Int, scale: Double) -> Double {
  residual.oneNorm / (scale == 0 ? 1 : scale) / (Double(max(n, 1)) * roundoff)
}

/// ‖A - L Lᵀ‖ / (n u ‖A‖), as dpot01.
func choleskyRatio(_ a: Matrix, _ factor: Matrix) -> Double {
  ratio(a - factor.timesTranspose(factor), order: a.rows, scale: a.oneNorm)
}

/// The largest ‖b - A x‖ / (n u ‖A‖ ‖x‖) over the columns, as dget02.
func solutionRatio(_ a: Matrix, _ x: Matrix, _ b: Matrix) -> Double {
  let (residual, norm) = (b - a * x, a.oneNorm)
  let ratios = (0..<b.columns).map { j in
    ratio(residual.columns(j..<(j + 1)), order: a.rows, scale: norm * x.columns(j..<(j + 1)).oneNorm)
  }
  return ratios.contains(where: \.isNaN) ? .nan : ratios.max() ?? 0
}

/// ‖A - V D Vᵀ‖ / (n u ‖A‖), as dsyt21.
func eigenRatio(_ a: Matrix, _ values: [Double], _ vectors: Matrix) -> Double {
  ratio(a - vectors.scalingColumns(by: values).timesTranspose(vectors), order: a.rows, scale: a.oneNorm)
}

/// ‖I - Qᵀ Q‖ / (m u) of an m × n matrix, as dort01.
func orthogonalityRatio(_ q: Matrix) -> Double {
  ratio(.identity(q.columns) - q.transposeTimes(q), order: q.rows, scale: 1)
}

/// ‖A V - B V D‖ / (n u ‖A‖ ‖V‖), as dsgt01.
func pencilRatio(_ a: Matrix, _ b: Matrix, _ values: [Double], _ vectors: Matrix) -> Double {
  ratio(
    a * vectors - b * vectors.scalingColumns(by: values), order: a.rows, scale: a.oneNorm * vectors.oneNorm)
}

/// ‖A V - B V D‖ / (n u (‖A‖ + ‖B‖ ‖D‖) ‖V‖), relative to both products.
func backwardPencilRatio(_ a: Matrix, _ b: Matrix, _ values: [Double], _ vectors: Matrix) -> Double {
  let size = a.oneNorm + b.oneNorm * (values.map(abs).max() ?? 0)
  return ratio(
    a * vectors - b * vectors.scalingColumns(by: values), order: a.rows, scale: size * vectors.oneNorm)
}

/// ‖A - U S Vᵀ‖ / (max(m, n) u ‖A‖), as dbdt01.
func singularRatio(_ a: Matrix, _ left: Matrix, _ values: [Double], _ right: Matrix) -> Double {
  ratio(
    a - left.scalingColumns(by: values).timesTranspose(right), order: max(a.rows, a.columns), scale: a.oneNorm
  )
}

/// ‖A - Q R‖ / (m u ‖A‖), as dqrt01.
func qrRatio(_ a: Matrix, _ q: Matrix, _ r: Matrix) -> Double {
  ratio(a - q * r, order: a.rows, scale: a.oneNorm)
}

/// The largest |computed - true| / (n u largest) of two sorted lists of eigenvalues or singular values. By Weyl's
/// theorem it is of the order of the residual's ratio.
func spectrumRatio(_ computed: [Double], _ true: [Double]) -> Double {
  let scale = `true`.map(abs).max() ?? 0
  return ratio(
    Matrix(rows: 1, columns: computed.count, storage: zip(computed, `true`).map { $0 - $1 }),
    order: computed.count, scale: scale)
}
