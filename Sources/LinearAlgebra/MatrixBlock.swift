import CLAPACKE

/// A matrix in memory that someone else owns: a block of a larger matrix, or a buffer that is used again and again.
///
/// Column-major, entry (i, j) at `entries[i + j * stride]`. For inner loops that may not allocate; whoever makes one keeps
/// the memory alive and lets no two threads write to it.
public struct MatrixBlock {
  public let entries: UnsafeMutablePointer<Double>
  public let rows: Int
  public let columns: Int
  /// The distance of two columns, at least the number of rows.
  public let stride: Int

  /// - Parameter stride: nil where columns follow each other without a gap.
  public init(_ entries: UnsafeMutablePointer<Double>, rows: Int, columns: Int, stride: Int? = nil) {
    precondition(rows >= 0 && columns >= 0 && (stride ?? rows) >= rows, "columns do not overlap")
    (self.entries, self.rows, self.columns, self.stride) = (entries, rows, columns, stride ?? rows)
  }

  /// The columns of the range.
  public func columns(_ range: Range<Int>) -> MatrixBlock {
    precondition(range.lowerBound >= 0 && range.upperBound <= columns, "columns out of range")
    return MatrixBlock(
      entries + range.lowerBound * stride, rows: rows, columns: range.count, stride: stride)
  }

  /// How a product reads one of its factors.
  public enum Reading: Sendable { case plain, transposed }

  /// Becomes a b, or adds it (BLAS dgemm): O(rows * columns * inner), nothing is allocated.
  /// - Parameter adding: whether the product is added to what stands here.
  public func setProduct(
    _ a: MatrixBlock, _ readingA: Reading, _ b: MatrixBlock, _ readingB: Reading, adding: Bool = false
  ) {
    let (m, inner) = readingA == .plain ? (a.rows, a.columns) : (a.columns, a.rows)
    let (innerB, n) = readingB == .plain ? (b.rows, b.columns) : (b.columns, b.rows)
    precondition(m == rows && n == columns && inner == innerB, "the shapes of a product")
    guard m > 0, n > 0 else { return }
    Provider.pinned
    cblas_dgemm(
      CblasColMajor, readingA == .plain ? CblasNoTrans : CblasTrans,
      readingB == .plain ? CblasNoTrans : CblasTrans, Int32(m), Int32(n), Int32(inner), 1, a.entries,
      Int32(max(a.stride, 1)), b.entries, Int32(max(b.stride, 1)), adding ? 1 : 0, entries,
      Int32(max(stride, 1)))
  }
}
