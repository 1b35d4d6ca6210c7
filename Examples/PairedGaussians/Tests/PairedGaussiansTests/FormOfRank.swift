import TheoremTesting

/// A bilinear form beside that of CCA with as many directions as its rank may have.
struct FormOfRank: Sendable {
  let pair: GaussianPair
  /// r, at least the rank of the form.
  let rank: Int
  /// N, the form in canonical coordinates.
  let canonical: EstimateMatrix

  /// The population CLIP loss of the form.
  var loss: Estimate { pair.moments.loss(pair.form(canonical)) }

  /// That of CCA with r directions.
  var leastLoss: Estimate { pair.moments.loss(pair.canonicalForm(rank: rank)) }

  /// (1 − ρ_{r+1}/ρ_r)|N − R_r|²/2: how much larger the loss of the form is at least.
  var leastExcess: Estimate {
    let correlations = pair.correlations.map(Estimate.init(exactly:)) + [0]
    let difference = pair.form(canonical) - pair.canonicalForm(rank: rank)
    return (1 - correlations[rank] / correlations[rank - 1]) / 2 * pair.moments.squaredNorm(difference)
  }

  /// All of R for the form, whatever its rank.
  var withAllTerms: FormOfRank { with(pair.correlations) }

  /// CCA's form with its last direction replaced by the next one, of the same length.
  var withNextDirection: FormOfRank {
    var values = Array(pair.correlations.prefix(rank)) + [0]
    values.swapAt(rank - 1, rank)
    return with(values)
  }

  private func with(_ values: [Double]) -> FormOfRank {
    FormOfRank(pair: pair, rank: rank, canonical: pair.singular(values))
  }
}

extension Family<FormOfRank> {
  static let forms = Family<GaussianPair>.pairs.map("forms") { pair, draw in
    let rank = draw.integer("rank", in: 1...pair.correlations.count)
    let isNear = draw.element("form", of: ["any", "near that of CCA"]) != "any"
    let size = isNear ? draw.logarithmic("distance", in: 0.01...0.3) : 1
    func factor(_ name: String, _ dimension: Int) -> EstimateMatrix {
      EstimateMatrix(
        (0..<rank).map { i in
          let near = isNear ? pair.correlations[i].squareRoot() : 0
          return draw.normals(name, dimension, scale: size).enumerated()
            .map { Estimate(exactly: $1 + ($0 == i ? near : 0)) }
        })
    }
    let (left, right) = (factor("rows", pair.dimensions.u), factor("columns", pair.dimensions.v))
    return FormOfRank(pair: pair, rank: rank, canonical: left.transposed * right)
  }
  .covering("a rank below the full one", 0.5) { $0.rank < $0.pair.correlations.count }
}
