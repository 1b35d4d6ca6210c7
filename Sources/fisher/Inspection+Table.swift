import ContrastiveTheory
import Evidence
import Foundation
import Terminal

extension Inspection {
  /// The inspection as a table for people.
  func table(of file: String, _ clusters: Result<ClusterComparison, ClusterComparison.Missing>?) -> String {
    let last =
      switch clusters {
      case .success(let clusters): [clusters.table]
      case .failure(let missing): ["Note: \(missing)".onOneLine]
      case nil: [String]()
      }
    return ([heading(file), facts, comparison, verdicts, hypotheses] + last).joined(separator: "\n\n")
  }

  private func heading(_ file: String) -> String {
    var lines: [String]
    switch subject {
    case .mixture: lines = ["\(file): a Gaussian mixture; centred."]
    case .data(let data, let kept):
      lines = [
        "\(file): \(data.rowCount.counted("row")), \(data.columnNames.count.counted("column")), "
          + "\(data.classNames.count.counted("class", "classes")); standardised and centred.",
        "Rows of each class: " + listed(zip(data.classNames, data.classSizes).map { "\($0) \($1)" }) + ".",
      ]
      if !kept.constantColumns.isEmpty { lines.append("Dropped, constant: \(listed(kept.constantColumns)).") }
      if !kept.dependentColumns.isEmpty {
        lines.append("Dropped, linear combinations of earlier columns: \(listed(kept.dependentColumns)).")
      }
    }
    lines += notes.map { "Note: \($0)" }
    return lines.map(\.onOneLine).joined(separator: "\n")
  }

  private var facts: String {
    rows([
      ("dimension d", "\(mixture.dimension)"),
      ("components K", "\(mixture.componentCount)"),
      ("bias", bias.typed),
      ("rows of the encoder", "\(self.rows)"),
      ("condition of W", shortDecimal(condition)),
      ("Fisher subspace", fisher.dimension.counted("dimension")),
    ])
  }

  private var comparison: String {
    let certified =
      if let starts {
        "rank \(rowSpace.dimension), best of \(starts.count) starts, "
          + (starts.isGlobal
            ? "certified as global to \(shortDecimal(BestOfStarts.tolerance)) of the loss"
            : "not certified as global")
      } else {
        "certified rank \(rowSpace.dimension)"
      }
    func degrees(_ angle: Double?) -> String {
      (angle.map(shortDecimal) ?? "undefined").padding(toLength: 12, withPad: " ", startingAt: 0)
    }
    func leading(_ name: String) -> String {
      "the leading \(fisher.dimension == 1 ? name : fisher.dimension.counted(name))"
    }
    return "Largest angle to the Fisher subspace, in degrees\n"
      + rows([
        ("  InfoNCE", degrees(angles.infoNCE) + certified),
        ("  LDA", degrees(angles.lda) + leading("discriminant")),
        ("  PCA", degrees(angles.pca) + leading("principal component")),
      ])
      + "\n\(quality)"
  }

  private var quality: String {
    guard let starts else {
      let budget = minimizer.certificate.budget
      return "Certificate: the computed optimum is within \(budget) of the true one."
        + (budget[.statistical] > 0
          ? "\nIts statistical part is that of a sample, and a bound but for a probability of 1e-12." : "")
    }
    let losses = starts.losses.prefix(4).map(BestOfStarts.words(ofLoss:)).joined(separator: ", ")
    return
      "With fewer rows than the Fisher subspace has dimensions a descent may end in a local minimum; these ended at "
      + "the loss \(losses)\(starts.losses.count > 4 ? " or above" : "")."
      + (starts.isGlobal
        ? "\nNo loss of one row is below \((starts.bound?.lowerBound ?? 0).significant(7, .down))." : "")
  }

  private var verdicts: String {
    let containedMeaning =
      switch contained.outcome {
      case .holds where fisher.dimension == fisher.ambientDimension:
        "nothing lies outside the Fisher subspace, which is everything"
      case .holds:
        undecided.map {
          "by theorem T10, for a shared covariance; the computed optimum alone shows it to within "
            + "\(boundDecimal($0.sharpness))"
        }
          ?? "the encoder keeps nothing outside the Fisher subspace, to within \(boundDecimal(contained.sharpness))"
      case .refuted: leak(kept)
      case .inconclusive: contained.reason ?? "the certificate is not tight enough to tell"
      }
    let spansMeaning =
      switch spans.outcome {
      case .holds: "the encoder keeps all that LDA finds"
      case .refuted: spans.reason ?? "the encoder leaves out a direction that LDA finds"
      case .inconclusive: spans.reason ?? "the certificate is not tight enough to tell"
      }
    return "Row space of the optimal encoder\n"
      + rows([("  contained", line(contained, containedMeaning)), ("  spans", line(spans, spansMeaning))])
      + (kept.weakest.map { weakest in
        "\n  The direction of the Fisher subspace that is kept least has the eigenvalue "
          + (weakest.isZero ? "zero, to its error" : shortDecimal(weakest.eigenvalue))
          + (weakest.direction.map { ": " + $0.words(coordinateNames).onOneLine }
            ?? "; which it is the error does not let tell")
      } ?? "") + (reasonForSpanning.map { "\n  " + $0 } ?? "")
  }

  /// Why the subspace is spanned, or which direction is at risk (Proofs/T27).
  private var reasonForSpanning: String? {
    guard let agreement else { return nil }
    let (largest, least) = (boundDecimal(agreement.largest), agreement.leastEigenvalue.interval.lower)
    if least > 0 {
      return
        "Why: the posterior agrees along no direction of it by more than \(largest), the pairs do by the bias; so no eigenvalue is "
        + "below \(least.significant(3, .down)) (T27)"
    }
    guard agreement.largest.isFinite else { return nil }
    let most = "at most \(largest), along \(agreement.direction.words(coordinateNames).onOneLine)"
    return spans.outcome == .holds
      ? "T27 alone does not show it, the certificate does: the posterior may agree as much as the pairs do, by the bias; it does "
        + "most, by \(most)"
      : "At risk are directions along which the posterior agrees as much as the pairs do, by the bias; it does most, by "
        + "\(most) (T27)"
  }

  /// How much of an encoder lies outside the Fisher subspace, and where.
  private func leak(_ kept: KeptDirections) -> String {
    guard let leak = kept.leak else {
      return "no part of the encoder's Gram matrix certainly lies outside the Fisher subspace"
    }
    let share = "\((100 * leak).significant(3))%"
    let direction = kept.outside.map { ", most along \($0.words(coordinateNames))" } ?? ""
    return "\(share) of the encoder's Gram matrix lies outside the Fisher subspace\(direction)".onOneLine
  }

  private func line(_ verdict: Verdict, _ meaning: String) -> String {
    verdict.outcome.rawValue.padding(toLength: 14, withPad: " ", startingAt: 0) + meaning
  }

  private var hypotheses: String {
    let ratios = "\(shortDecimal(varianceRatios.lowerBound)) to \(shortDecimal(varianceRatios.upperBound))"
    var lines = ["Hypotheses of the containment theorem (T10)"]
    switch subject {
    case .mixture(let given, _):
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
      let sampled = ClassMixture.sampledVarianceRatios(sizes: data.classSizes, dimension: mixture.dimension)
      lines.append(
        "    (where it is true, sampling alone would show about \(shortDecimal(sampled.lowerBound)) to "
          + "\(shortDecimal(sampled.upperBound)))")
      if let own { lines.append("    " + ownCovariances(own)) }
    }
    return lines.joined(separator: "\n")
  }

  private func ownCovariances(_ result: Result<OwnCovariances, OwnCovariances.Missing>) -> String {
    switch result {
    case .failure(let missing):
      return "what the classes' own covariances change is not computed: \(missing)".onOneLine
    case .success(let own) where own.kept.isZero:
      return "with the classes' own covariances the optimum is zero, as far as its certificate tells"
    case .success(let own):
      let shift =
        switch own.shift {
        case .fromZero: "from zero"
        case .by(let share): "by \((100 * share).significant(3))%"
        case .atMost(let bound): "by at most \(boundDecimal(100 * bound))%"
        }
      return "with the classes' own covariances the optimum moves \(shift), to "
        + (own.angle.map { "\(shortDecimal($0)) degrees" } ?? "no angle") + " off: " + leak(own.kept)
    }
  }

  /// The first ten of some names, and how many more there are.
  private func listed(_ names: [String]) -> String {
    names.prefix(10).joined(separator: ", ") + (names.count > 10 ? " and \(names.count - 10) more" : "")
  }

  private func rows(_ rows: [(String, String)]) -> String {
    rows.map { $0.padding(toLength: 22, withPad: " ", startingAt: 0) + $1 }.joined(separator: "\n")
  }
}
