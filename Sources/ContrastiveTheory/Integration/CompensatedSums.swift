/// Sums of many terms that are added with their rounding errors kept (Neumaier 1974).
struct CompensatedSums {
  private var (whole, rest): ([Double], [Double])

  init(count: Int) {
    whole = Array(repeatElement(0, count: count))
    rest = whole
  }

  /// Adds a term to each sum, from the first on.
  mutating func add(_ terms: some Sequence<Double>) {
    for (index, term) in terms.enumerated() {
      let sum = whole[index]
      whole[index] = sum + term
      rest[index] += abs(sum) >= abs(term) ? (sum - whole[index]) + term : (term - whole[index]) + sum
    }
  }

  var totals: [Double] { zip(whole, rest).map { $0 + $1 } }
}
