import ContrastiveTheory
import Evidence
import Foundation
import Terminal

extension Inspection {
  /// The inspection as a table for people.
  func table(of file: String, _ clusters: ClusterComparison?) -> String {
    ([heading(file), facts, comparison, verdicts, hypotheses] + (clusters.map { [$0.table] } ?? []))
      .joined(separator: "\n\n")
  }

  private func heading(_ file: String) -> String {
    var lines: [String]
    switch subject {
    case .mixture: lines = ["\(file): a Gaussian mixture; centred."]
    case .data(let data, let kept):
      lines = [
        "\(file): \(data.rowCount) rows, \(data.columnNames.count) columns, \(data.classNames.count) classes; "
          + "standardised and centred."
      ]
      if !kept.constantColumns.isEmpty {
        lines.append("Dropped, constant: \(kept.constantColumns.joined(separator: ", ")).")
      }
      if !kept.dependentColumns.isEmpty {
        lines.append(
          "Dropped, linear combinations of earlier columns: \(kept.dependentColumns.joined(separator: ", "))."
        )
      }
    }
    return lines.map(\.onOneLine).joined(separator: "\n")
  }

  private var facts: String {
    rows([
      ("dimension d", "\(mixture.dimension)"),
      ("components K", "\(mixture.componentCount)"),
      ("bias", shortDecimal(bias)),
      ("rows of the encoder", "\(self.rows)"),
      ("condition of W", shortDecimal(condition)),
      ("Fisher subspace", "\(fisher.dimension) dimensions"),
    ])
  }

  private var comparison: String {
    let certified =
      isRowSpaceCertified
      ? "certified rank \(rowSpace.dimension)" : "rank \(rowSpace.dimension), not certified"
    func degrees(_ angle: Double?) -> String {
      (angle.map(shortDecimal) ?? "undefined").padding(toLength: 12, withPad: " ", startingAt: 0)
    }
    return "Largest angle to the Fisher subspace, in degrees\n"
      + rows([
        ("  InfoNCE", degrees(angles.infoNCE) + certified),
        ("  LDA", degrees(angles.lda) + "the leading \(fisher.dimension) discriminants"),
        ("  PCA", degrees(angles.pca) + "the leading \(fisher.dimension) principal components"),
      ])
      + "\nCertificate: the computed optimum is within \(minimizer.certificate.budget) of the true one."
  }

  private var verdicts: String {
    let containedMeaning =
      switch contained.outcome {
      case .holds:
        "the encoder keeps nothing outside the Fisher subspace, to within \(shortDecimal(contained.sharpness))"
      case .refuted: "the encoder keeps something outside the Fisher subspace"
      case .inconclusive: contained.reason ?? "the certificate is not tight enough to tell"
      }
    let spansMeaning =
      switch spans.outcome {
      case .holds: "the encoder keeps all that LDA finds"
      case .refuted: spans.reason ?? "the encoder leaves out a direction that LDA finds"
      case .inconclusive: spans.reason ?? "the certificate is not tight enough to tell"
      }
    return "Row space of the optimal encoder\n"
      + rows([
        ("  contained", line(contained, containedMeaning)), ("  spans", line(spans, spansMeaning)),
      ])
  }

  private func line(_ verdict: Verdict, _ meaning: String) -> String {
    verdict.outcome.rawValue.padding(toLength: 14, withPad: " ", startingAt: 0) + meaning
  }

  private var hypotheses: String {
    let ratios = "\(shortDecimal(varianceRatios.lowerBound)) to \(shortDecimal(varianceRatios.upperBound))"
    var lines = ["Hypotheses of the containment theorem (T10)"]
    switch subject {
    case .mixture(let given):
      lines.append(
        "  mean zero: the mean was \(shortDecimal(meanDistance)) standard deviations away; the mixture was centred"
      )
      lines.append(
        given.sharedCovariance != nil
          ? "  shared covariance: yes"
          : "  shared covariance: NO, by direction a component's variance is \(ratios) times the pooled one")
    case .data(let data, _):
      lines.append("  mean zero: by standardising")
      lines.append(
        "  shared covariance: assumed; by direction, a class's variance is \(ratios) times the pooled one")
      // The edges of the spectrum of a sample covariance (Marchenko and Pastur 1967), for the smallest class.
      let share = (Double(mixture.dimension) / Double(data.classSizes.min() ?? 1)).squareRoot()
      let edges = (pow(max(1 - share, 0), 2), pow(1 + share, 2))
      lines.append(
        "    (where it is true, sampling alone would show about \(shortDecimal(edges.0)) to \(shortDecimal(edges.1)))"
      )
    }
    return lines.joined(separator: "\n")
  }

  private func rows(_ rows: [(String, String)]) -> String {
    rows.map { $0.padding(toLength: 22, withPad: " ", startingAt: 0) + $1 }.joined(separator: "\n")
  }
}
