import Evidence

/// What `theorems new` writes.
enum Template {
  /// A conjecture that compiles, runs, and fails until its statement is written.
  static func conjecture(id: String, title: String) -> String {
    """
    import TheoremTesting

    // The statement comes here, as lines that begin with three slashes: for which numbers, under which
    // hypotheses, what is claimed. Until it is there the theorem fails.
    @Suite(.theorem(.open))
    struct `\(id) \(title)` {
      @Test func `every instance that was drawn`() throws {
        try forAll(.pairs) { $0.claim }
      }
    }

    /// One instance: everything that the claim depends on.
    private struct Instance: Sendable, Codable {
      var x: Double
      var y: Double

      /// The claim, as a verdict; here, that 2xy is at most x² + y².
      var claim: Verdict {
        let (x, y) = (Estimate(exactly: x), Estimate(exactly: y))
        return .atMost(2 * x * y, x * x + y * y)
      }
    }

    extension Family<Instance> {
      /// Where the instances come from, and what must be among them for the test to say anything.
      fileprivate static let pairs = Family("pairs of numbers") { generator in
        Instance(x: generator.normal(), y: generator.normal())
      }
      .covering("of one sign", 0.3) { $0.x * $0.y > 0 }
    }

    """
  }

  /// The same about mixtures.
  static func conjectureOnMixtures(id: String, title: String) -> String {
    """
    import MixtureFamilies
    import TheoremTesting

    // The statement comes here, as lines that begin with three slashes: for which mixtures, under which
    // hypotheses, what is claimed. Until it is there the theorem fails.
    @Suite(.theorem(.open))
    struct `\(id) \(title)` {
      @Test func `every mixture that was drawn`() throws {
        try forAll(.mixtures) { try $0.claim }
      }

      @Test func `twin: without centring`() throws {
        try twin(dropping: "centring", of: .mixtures, breaking: { try $0.shifted }) { try $0.claim }
      }
    }

    /// One instance: everything that the claim depends on.
    private struct Instance: Sendable, Codable {
      var mixture: GaussianMixture
      var bias: Double

      /// The claim, as a verdict; here, that the row space of InfoNCE's optimum lies in the Fisher subspace.
      var claim: Verdict {
        get throws {
          let minimizer = try InfoNCE(mixture.pairs(bias: bias)).minimizer(rank: mixture.dimension)
          return try minimizer.containment(in: mixture.fisherSubspace)
        }
      }

      /// The instance without the hypothesis that the twin drops.
      var shifted: Instance {
        get throws {
          var instance = self
          let shift = [Double](repeating: 1, count: mixture.dimension)
          instance.mixture = try mixture.mapped(by: .identity(mixture.dimension), shift: shift)
          return instance
        }
      }
    }

    extension Family<Instance> {
      /// Where the instances come from, and what must be among them for the test to say anything.
      fileprivate static let mixtures = Family("centred mixtures, K = 2 or 3") { generator in
        var recipe = MixtureFamily()
        recipe.dimensions = 2...6
        recipe.componentShares = [0, 0.5, 0.5]
        return Instance(
          mixture: try recipe.draw(using: &generator), bias: generator.uniform(in: 0.2...1))
      }
      .covering("more dimensions than F has", 0.3) {
        try $0.mixture.dimension > $0.mixture.fisherSubspace.dimension
      }
    }

    """
  }

  /// The proof of a theorem, to be written.
  /// - Parameter test: the path of the theorem's file in the package.
  static func proof(of theorem: TheoremFiles.Theorem, statement: String, test: String) -> String {
    """
    # \(theorem.id) \(theorem.title)

    \(quoted(statement))

    Status: \(theorem.status). Test: `\(test)`.

    ## Hypotheses

    * **H1: (the first hypothesis).** Used in S1. Needed: `twin: (its name in the test)`.

    ## S1 (the first step)

    *Claim.*

    *Proof.*

    Checked by: `(the property that checks this step)`.

    ## Tolerance

    (Which errors the bound is made of, and how.)

    """
  }

  /// The words of the statement as lines of at most 100 characters, each after a quotation mark.
  private static func quoted(_ statement: String) -> String {
    var lines = [">"]
    for word in statement.split(separator: " ") {
      if lines[lines.count - 1].count + word.count >= 100 { lines.append(">") }
      lines[lines.count - 1] += " \(word)"
    }
    return lines.joined(separator: "\n")
  }
}
