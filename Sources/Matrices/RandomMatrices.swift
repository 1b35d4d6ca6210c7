import RandomNumbers

extension Matrix {
  /// A `rows` × `columns` matrix of independent standard normal entries, drawn column after column.
  public static func normal(
    rows: Int, columns: Int, using generator: inout some RandomNumberGenerator
  ) -> Matrix {
    Matrix(rows: rows, columns: columns) { _, _ in generator.normal() }
  }
}
