import ContrastiveTheory
import Evidence
import Foundation
import LinearAlgebra

/// A counterexample to a statement on InfoNCE whose mixture lies in the plane.
struct PlanarCounterexample {
  let theorem: String
  let property: String
  let mixture: GaussianMixture
  let bias: Double
  /// The number of rows of the encoder.
  let rank: Int

  /// The most components that are drawn: more cost minutes of integrals.
  private static let mostComponents = 12

  /// An instance that holds a mixture: a centred one in whitened coordinates as `weights` and `means` yet to be normalised
  /// and centred, or any as `mixture`.
  private struct Instance: Decodable {
    let bias: Double
    let weights: [Double]?
    let means: [[Double]]?
    let mixture: GaussianMixture?
    let rank: Int?

    /// Nil where neither form is there.
    var whole: GaussianMixture? {
      get throws {
        if let mixture { return mixture }
        guard let weights, let means, means.allSatisfy({ $0.count == 2 }) else { return nil }
        let sum = weights.reduce(0, +)
        return try GaussianMixture(
          weights: weights.map { $0 / sum }, means: Matrix(columnVectors: means),
          covariances: .tied(.identity(2))
        ).centred
      }
    }
  }

  private struct Stored: Decodable { let instance: Instance }

  /// Nil for an instance that is of another kind, or not in the plane.
  private init?(theorem: String, property: String, _ instance: Instance?) {
    guard let instance, (0...1).contains(instance.bias), let mixture = try? instance.whole,
      mixture.dimension == 2, mixture.componentCount <= Self.mostComponents
    else { return nil }
    (self.theorem, self.property, self.mixture) = (theorem, property, mixture)
    (bias, rank) = (instance.bias, min(max(instance.rank ?? 2, 1), 2))
  }

  /// The instances in the ledger that violate a statement, and the stored ones, each once.
  /// - Parameter folder: of the stored counterexamples; nil for none.
  static func all(_ lines: [LedgerLine], stored folder: URL?) -> [PlanarCounterexample] {
    let inLedger = lines.compactMap { line -> PlanarCounterexample? in
      guard line.form != .twin, let shown = line.simplest ?? line.worst, shown.outcome == .refuted else {
        return nil
      }
      let instance = try? JSONDecoder().decode(Instance.self, from: Data(shown.instance.utf8))
      return Self(theorem: line.theorem, property: line.property, instance)
    }
    var theorems: [String] = []
    for line in lines where theorems.last != line.theorem { theorems.append(line.theorem) }
    let inFiles = theorems.flatMap { theorem in
      (folder.map { CounterexampleHeader.files(of: theorem, in: $0) } ?? []).compactMap { file in
        let stored = try? JSONDecoder().decode(Stored.self, from: Data(contentsOf: file))
        let header = try? CounterexampleHeader(file: file)
        return header.flatMap { Self(theorem: theorem, property: $0.property, stored?.instance) }
      }
    }
    return (inLedger + inFiles).reduce(into: []) { found, new in
      guard !found.contains(where: { $0.mixture.means == new.mixture.means && $0.bias == new.bias }) else {
        return
      }
      found.append(new)
    }
  }
}
