import ContrastiveTheory
import Evidence
import Foundation
import LinearAlgebra

extension Inspection {
  /// The inspection as one line of JSON, keys sorted.
  func json(_ clusters: Result<ClusterComparison, ClusterComparison.Missing>?) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(Document(self, clusters)), as: UTF8.self)
  }
}

/// A number, null where it is undefined or not finite.
private struct Number: Encodable {
  let value: Double?

  init(_ value: Double?) { self.value = value }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let value, value.isFinite { try container.encode(value) } else { try container.encodeNil() }
  }
}

/// The document; its keys are stable.
private struct Document: Encodable {
  struct Fisher: Encodable {
    let dimension: Int
    let basis: [[Number]]
  }
  struct InfoNCE: Encodable {
    let loss: Number
    let gram: [[Number]]
    let rank: Int
    let whitenedEigenvalues: [Number]
    let certificate: Certificate
  }
  struct Certificate: Encodable {
    let distance: Number
    let terms: [String: Number]
  }
  struct Angles: Encodable {
    let infonce: Number
    let pca: Number
    let lda: Number
  }
  struct Verdicts: Encodable {
    let contained: Verdict.Outcome
    let spans: Verdict.Outcome
  }
  struct Dropped: Encodable {
    let constant: [String]
    let dependent: [String]
  }
  struct Starts: Encodable {
    let count: Int
    let losses: [Number]
    let isGlobal: Bool
    /// What no loss is below, where it is known.
    let lowerBound: Number
  }
  /// A direction, and how much is kept along it.
  struct Kept: Encodable {
    /// Of the norm of H outside the Fisher subspace, or the eigenvalue of H on it.
    let amount: Number
    let direction: [Number]?

    private enum Key: CodingKey { case amount, direction }

    /// Null, not left out, where the direction is not known.
    func encode(to encoder: any Encoder) throws {
      var object = encoder.container(keyedBy: Key.self)
      try object.encode(amount, forKey: .amount)
      try object.encode(direction, forKey: .direction)
    }
  }
  /// How far the posterior agrees along the direction of the Fisher subspace where it agrees most: what it is not above.
  struct Agreement: Encodable {
    let largest: Number
    let direction: [Number]
    /// What no eigenvalue of H on the subspace is below, where it is above 0.
    let leastEigenvalue: Number
  }
  struct Own: Encodable {
    let leak: Kept
    let angle: Number
    let shift: Number
    let contained: Verdict.Outcome
  }
  struct Hypotheses: Encodable {
    let meanDistance: Number
    let smallestVarianceRatio: Number
    let largestVarianceRatio: Number
  }

  let dimension: Int
  let components: Int
  let bias: Double
  let conditionNumber: Number
  let fisher: Fisher
  let infonce: InfoNCE
  let angles: Angles
  let verdict: Verdicts
  /// Why the verdicts are what they are, where the numbers alone do not tell.
  let reasons: [String: String]
  let hypotheses: Hypotheses
  /// The descents, with fewer rows than the Fisher subspace has dimensions.
  let starts: Starts?
  /// What lies outside the Fisher subspace, and what of it is kept least.
  let leak: Kept
  let weakest: Kept?
  /// Why the Fisher subspace is spanned, or what is at risk: for a shared covariance, as many rows as it has dimensions.
  let agreement: Agreement?
  /// What the classes' own covariances make of it, for data of few classes, none of which has a singular covariance.
  let ownCovariances: Own?
  /// What was taken for granted when the file was read, what in it looks like a slip, and why there are no clusters.
  let notes: [String]
  /// Of labelled data only.
  var columns: [String]?
  var classes: [String]?
  var classSizes: [Int]?
  var dropped: Dropped?

  /// With --clusters only.
  let clusters: ClusterComparison.Document?

  init(
    _ inspection: Inspection, _ comparison: Result<ClusterComparison, ClusterComparison.Missing>?
  ) throws {
    switch comparison {
    case .success(let comparison): (clusters, notes) = (comparison.document, inspection.notes)
    case .failure(let missing): (clusters, notes) = (nil, inspection.notes + ["\(missing)"])
    case nil: (clusters, notes) = (nil, inspection.notes)
    }
    let (mixture, minimizer) = (inspection.mixture, inspection.minimizer)
    dimension = mixture.dimension
    components = mixture.componentCount
    bias = inspection.bias
    conditionNumber = Number(inspection.condition)
    let basis = inspection.fisher.basis
    fisher = Fisher(dimension: basis.columns, basis: basis.columnVectors.map { $0.map(Number.init) })
    // A Gram matrix has no negative eigenvalue; what is below zero is rounding.
    let eigenvalues = try SymmetricEigen(of: minimizer.whitenedGram).values.reversed().map { max($0, 0) }
    infonce = InfoNCE(
      loss: Number(minimizer.value), gram: minimizer.gram.rowVectors.map { $0.map(Number.init) },
      rank: inspection.rowSpace.dimension,
      whitenedEigenvalues: eigenvalues.prefix(min(dimension, components)).map(Number.init),
      certificate: Certificate(
        distance: Number(minimizer.certificate.distance),
        terms: minimizer.certificate.budget.terms.reduce(into: [:]) { terms, term in
          terms[term.source.rawValue] = Number(minimizer.certificate.budget[term.source])
        }))
    angles = Angles(
      infonce: Number(inspection.angles.infoNCE), pca: Number(inspection.angles.pca),
      lda: Number(inspection.angles.lda))
    verdict = Verdicts(contained: inspection.contained.outcome, spans: inspection.spans.outcome)
    let byTheorem = inspection.undecided.map {
      "by theorem T10; the computed optimum: \($0.reason ?? "undecided")"
    }
    reasons = ["contained": byTheorem ?? inspection.contained.reason, "spans": inspection.spans.reason]
      .compactMapValues(\.self)
    hypotheses = Hypotheses(
      meanDistance: Number(inspection.meanDistance),
      smallestVarianceRatio: Number(inspection.varianceRatios.lowerBound),
      largestVarianceRatio: Number(inspection.varianceRatios.upperBound))
    starts = inspection.starts.map {
      Starts(
        count: $0.count, losses: $0.losses.map(Number.init), isGlobal: $0.isGlobal,
        lowerBound: Number($0.bound?.lowerBound))
    }
    func leak(_ kept: KeptDirections) -> Kept {
      Kept(amount: Number(kept.leak), direction: kept.outside?.loadings.map(Number.init))
    }
    self.leak = leak(inspection.kept)
    weakest = inspection.kept.weakest.map {
      Kept(amount: Number($0.eigenvalue), direction: $0.direction?.loadings.map(Number.init))
    }
    agreement = inspection.agreement.map {
      let least = $0.leastEigenvalue.interval.lower
      return Agreement(
        largest: Number($0.largest), direction: $0.direction.loadings.map(Number.init),
        leastEigenvalue: Number(least > 0 ? least : nil))
    }
    ownCovariances = (try? inspection.own?.get()).map {
      Own(
        leak: leak($0.kept), angle: Number($0.angle), shift: Number($0.shift.share),
        contained: $0.contained.outcome)
    }
    if case .data(let data, let kept) = inspection.subject {
      columns = kept.columnNames
      classes = data.classNames
      classSizes = data.classSizes
      dropped = Dropped(constant: kept.constantColumns, dependent: kept.dependentColumns)
    }
  }
}
