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
        // The claim; here, that 2xy is at most x² + y².
        try forAll(.number, .number) { x, y in .atMost(2 * x * y, x * x + y * y) }
      }
    }

    extension Family<Estimate> {
      /// What the claim is about, and what must be among it for the test to say anything.
      fileprivate static let number = Family("numbers") { Estimate(exactly: $0.normal("number", scale: 3)) }
        .covering("above one", 0.2) { $0.value > 1 }
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
        try forAll(.small, .largeBias, holds: claim)
      }

      @Test func `centring cannot be dropped`() throws {
        try cannotDrop("centring", of: .small, .largeBias, replacing: { try $0.shifted }, holds: claim)
      }

      /// The claim; here, that the row space of InfoNCE's optimum lies in the Fisher subspace.
      private func claim(_ mixture: GaussianMixture, _ bias: Double) throws -> Verdict {
        let minimizer = try InfoNCE(mixture.pairs(bias: bias)).minimizer(rank: mixture.dimension)
        return try minimizer.containment(in: mixture.fisherSubspace)
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

    * **H1: TODO the first hypothesis.** Used in S1. Needed: `TODO its name cannot be dropped`.

    ## S1 TODO the first step

    *Claim.*

    *Proof.*

    Checked by: `TODO the property that checks this step`.

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
