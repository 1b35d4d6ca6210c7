import ArgumentParser
import ContrastiveTheory
import Foundation
import LinearAlgebra

/// The certified minimiser of the population InfoNCE loss of a mixture.
struct Minimiser: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Certified minimiser of a mixture's InfoNCE loss.")

  @Argument(help: "The mixture, JSON in scikit-learn's words.") var file: String
  @Option(help: "The bias of the pairs, 0 to 1.") var bias: Double
  @Option(help: "The encoder's rows.") var rank: Int

  struct Result: Encodable {
    let value: Double
    /// r lists of d numbers.
    let encoder: [[Double]]
    /// The certificate: how far the whitened Gram matrix is from the true minimiser's, at most.
    let distance: Double
  }

  func validate() throws {
    guard (0...1).contains(bias), rank > 0 else {
      throw ValidationError("a bias is in [0, 1], a rank at least 1")
    }
  }

  func run() throws {
    let mixture = try GaussianMixture(json: try Data(contentsOf: URL(filePath: file)))
    // Everything that depends on the mixture belongs to the time: the peers' own preparation does not.
    try answerEachLine {
      let minimiser = try InfoNCE(mixture.pairs(bias: bias)).minimizer(rank: rank)
      return Result(
        value: minimiser.value, encoder: minimiser.encoder.rowLists, distance: minimiser.certificate.distance)
    }
  }
}
