import Foundation

/// log Σ exp(tᵢ) without overflow; −∞ without terms.
func logSumExp(_ terms: [Double]) -> Double {
  let largest = terms.reduce(-.infinity) { max($0, $1) }
  guard largest.isFinite else { return largest }
  return largest + log(terms.reduce(0) { $0 + exp($1 - largest) })
}
