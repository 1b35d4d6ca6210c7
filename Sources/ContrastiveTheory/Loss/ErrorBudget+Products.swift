import Evidence

extension ErrorBudget {
  /// What doubles may do to a few products of matrices and the inner product of two of them: γₙ ≤ 1.01 n u of the product of the
  /// norms for each, however the terms are added (Higham, *Accuracy and Stability of Numerical Algorithms*, 3.5 and 3.13).
  /// - Parameters:
  ///   - terms: n, the entries of the largest matrix at least; below 10¹⁰.
  ///   - size: the product of the norms of what is multiplied.
  static func roundedProducts(_ terms: Int, size: Double) -> ErrorBudget {
    .proved([.rounding: 8 * Double(terms) * .ulpOfOne * size])
  }
}
