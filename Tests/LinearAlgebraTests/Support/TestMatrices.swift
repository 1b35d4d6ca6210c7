import Foundation
import LinearAlgebra
import RandomNumbers

/// The shapes of spectrum of LAPACK's generator of test matrices (the MODE of TESTING/MATGEN/dlatm1), and two more.
enum SpectrumMode: CaseIterable {
  case oneLarge, oneSmall, geometric, arithmetic, randomLogarithms, twoClusters, halfZero

  /// n numbers from 1 down to 1/condition, descending.
  func values(_ n: Int, condition: Double, using generator: inout CounterBasedGenerator) -> [Double] {
    guard n > 1 else { return Array(repeating: 1, count: n) }
    let steps = (0..<n).map { Double($0) / Double(n - 1) }
    return switch self {
    case .oneLarge: [1] + Array(repeating: 1 / condition, count: n - 1)
    case .oneSmall: Array(repeating: 1, count: n - 1) + [1 / condition]
    case .geometric: steps.map { pow(condition, -$0) }
    case .arithmetic: steps.map { 1 - $0 * (1 - 1 / condition) }
    case .randomLogarithms:
      (0..<n).map { _ in pow(condition, -generator.uniform()) }.sorted(by: >)
    case .twoClusters: steps.map { $0 < 0.5 ? 1 : 1 / condition }
    case .halfZero: steps.map { $0 < 0.5 ? pow(condition, -$0) : 0 }
    }
  }
}

/// One test matrix: its order, its spectrum and its size.
struct MatrixCase: CustomStringConvertible {
  var order: Int
  var mode: SpectrumMode
  var condition: Double
  var scale = 1.0

  var description: String { "n = \(order), \(mode) spectrum, condition \(condition), scale \(scale)" }

  /// The case's own stream of numbers.
  var generator: CounterBasedGenerator {
    CounterBasedGenerator(key: UInt64(order), stream: condition.bitPattern ^ scale.bitPattern.byteSwapped)
  }

  /// The prescribed singular values, descending.
  func spectrum(using generator: inout CounterBasedGenerator) -> [Double] {
    mode.values(order, condition: condition, using: &generator).map { $0 * scale }
  }

  /// The prescribed eigenvalues with random signs, ascending.
  func indefiniteSpectrum(using generator: inout CounterBasedGenerator) -> [Double] {
    var signed = spectrum(using: &generator)
    for i in signed.indices where generator.uniform() < 0.5 { signed[i].negate() }
    return signed.sorted()
  }

  /// Sizes from 1 to 512, all modes at three conditions for the small ones, three scales for two of them.
  static let spread: [MatrixCase] = {
    var cases: [MatrixCase] = []
    for mode in SpectrumMode.allCases {
      for condition in [1e2, 1e6, 1e12] {
        for order in [1, 2, 3, 5, 8, 16, 33, 64] {
          cases.append(MatrixCase(order: order, mode: mode, condition: condition))
        }
      }
      for order in [3, 33] {
        for scale in [1e-290, 1e290] {
          cases.append(MatrixCase(order: order, mode: mode, condition: 1e6, scale: scale))
        }
      }
    }
    cases.append(MatrixCase(order: 128, mode: .twoClusters, condition: 1e12))
    cases.append(MatrixCase(order: 128, mode: .randomLogarithms, condition: 1e6))
    cases.append(MatrixCase(order: 512, mode: .geometric, condition: 1e12))
    return cases
  }()

  /// The cases of full rank.
  static let regular = spread.filter { $0.mode != .halfZero }
}

/// An m × n matrix U diag(spectrum) Vᵀ with random orthonormal factors; min(m, n) singular values.
func matrix(
  _ m: Int, _ n: Int, spectrum: [Double], using generator: inout CounterBasedGenerator
) throws -> Matrix {
  let k = min(m, n)
  let left = try QR(of: .normal(rows: m, columns: k, using: &generator)).q
  let right = try QR(of: .normal(rows: n, columns: k, using: &generator)).q
  return left.scalingColumns(by: spectrum).timesTranspose(right)
}
