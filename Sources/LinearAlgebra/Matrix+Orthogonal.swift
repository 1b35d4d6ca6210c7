extension Matrix {
  /// A random n × n orthogonal matrix, uniform (Haar) on the group: Q of a normal matrix with the signs of R
  /// moved into it (Stewart 1980; LAPACK dgeqrf and dorgqr, O(n³)). Its last bits depend on the LAPACK library.
  public static func orthogonal(_ n: Int, using generator: inout some RandomNumberGenerator) -> Matrix {
    guard let factors = try? QR(of: .normal(rows: n, columns: n, using: &generator)) else {
      preconditionFailure("normal deviates are finite")
    }
    return factors.q.scalingColumns(by: factors.r.diagonal.map { $0 < 0 ? -1 : 1 })
  }

  /// A symmetric n × n matrix with the n given eigenvalues, to rounding, and uniformly random eigenvectors (O(n³)).
  public static func symmetric(
    spectrum: [Double], using generator: inout some RandomNumberGenerator
  ) -> Matrix {
    let q = orthogonal(spectrum.count, using: &generator)
    return q.scalingColumns(by: spectrum).timesTranspose(q).symmetricPart
  }
}
