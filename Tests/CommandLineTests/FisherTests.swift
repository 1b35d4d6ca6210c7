import Foundation
import Testing

@Suite struct `fisher` {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func mixture(
    weights: String = "[0.5, 0.5]", means: String, type: String = "tied", covariances: String
  ) throws -> String {
    try folder.file(
      "mixture.json",
      """
      {"weights": \(weights), "means": \(means), "covariance_type": "\(type)", "covariances": \(covariances)}
      """)
  }

  @Test(arguments: [
    ("0.50", "", 2), ("0.50", "-embedded", 5), ("0.75", "", 2), ("0.75", "-embedded", 5),
  ])
  func `InfoNCE is contained and does not span on the fixtures of T16`(
    bias: String, suffix: String, dimension: Int
  ) throws {
    let found = try BuiltProgram.analysis(
      "Tests/Data/dropped-direction-bias-\(bias)\(suffix).json", "--bias", bias)
    #expect(found.verdict.contained == "holds")
    #expect(found.verdict.spans == "refuted")
    #expect(found.dimension == dimension && found.components == 3 && found.fisher.dimension == 2)
    #expect(found.infonce.rank == 1)
    // What another program found, by the trapezoidal rule on the encoder's only row; no linear map changes it.
    let (loss, eigenvalue) =
      bias == "0.50" ? (-0.044298377615449, 0.0613747967) : (-0.067787050163078, 0.0816472512)
    #expect(abs(found.infonce.loss - loss) <= 0.5e-14)
    #expect(abs(found.infonce.whitenedEigenvalues[0] - eigenvalue) <= 0.5e-10)
    #expect(
      found.infonce.whitenedEigenvalues.dropFirst().allSatisfy { $0 <= found.infonce.certificate.distance })
  }

  @Test func `the JSON has the keys and shapes that it promises`() throws {
    let found = try BuiltProgram.analysis("Tests/Data/iris.csv", "--label", "class", "--bias", "0.35")
    #expect(found.dimension == 4 && found.components == 3 && found.bias == 0.35)
    #expect(found.columns == ["sepal_length_cm", "sepal_width_cm", "petal_length_cm", "petal_width_cm"])
    #expect(found.dropped == .init(constant: [], dependent: []))
    #expect(Set(found.angles.keys) == ["infonce", "pca", "lda"])
    let values = found.infonce.whitenedEigenvalues
    #expect(values.count == 3 && values == values.sorted(by: >) && values.allSatisfy { $0 >= 0 })
    #expect(found.infonce.certificate.distance > 0)

    let basis = found.fisher.basis
    #expect(found.fisher.dimension == 2 && basis.map(\.count) == [4, 4])
    for (i, u) in basis.enumerated() {
      for (j, v) in basis.enumerated() {
        let product = zip(u, v).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(product - (i == j ? 1 : 0)) <= 32 * .ulpOfOne)
      }
    }
    let gram = found.infonce.gram
    #expect(gram.map(\.count) == [4, 4, 4, 4])
    // The verdict in other words: the Gram matrix sends what is orthogonal to the basis to zero.
    let size = gram.joined().reduce(0) { max($0, abs($1)) }
    for row in gram {
      let inside = basis.map { direction in zip(row, direction).reduce(0) { $0 + $1.0 * $1.1 } }
      let rest = row.indices.map { j in
        row[j] - zip(inside, basis).reduce(0) { $0 + $1.0 * $1.1[j] }
      }
      #expect(rest.allSatisfy { abs($0) <= 1e-10 * size })
    }
    for (i, row) in gram.enumerated() {
      for (j, entry) in row.enumerated() { #expect(abs(entry - gram[j][i]) <= 4 * .ulpOfOne * size) }
    }
  }

  @Test func `it tells why F is spanned, and which direction is at risk where it is not`() throws {
    let iris = try BuiltProgram.analysis("Tests/Data/iris.csv", "--label", "class")
    let why = try #require(iris.agreement)
    let (least, weakest) = (try #require(why.leastEigenvalue), try #require(iris.weakest?.amount))
    #expect(why.largest < iris.bias && why.direction.count == 4)
    #expect(least > 0 && least <= weakest)

    let file = "Tests/Data/dropped-direction-bias-0.50.json"
    let risk = try #require(try BuiltProgram.analysis(file, "--bias", "0.5").agreement)
    #expect(risk.largest > 0.5 && risk.leastEigenvalue == nil)
    let page = try BuiltProgram.fisher([file, "--bias", "0.5"])
    #expect(page.output.contains("At risk are directions along which the posterior agrees"))
    #expect(try BuiltProgram.analysis(file, "--bias", "0.5", "--rank", "1").agreement == nil)
  }

  @Test func `prints what the README says of wine`() throws {
    /// Lines without what is rounding, each space once.
    func lines(_ text: String) -> [String] {
      text.replacing(/[0-9.]+e-[0-9]+/, with: "0").split(separator: "\n")
        .map { $0.split(separator: " ").joined(separator: " ") }
    }
    let readme = try String(
      contentsOf: BuiltProgram.package.appending(path: "README.md"), encoding: .utf8)
    let told = try #require(readme.firstMatch(of: /It prints, among other things,\n\n((?: {4}[^\n]*\n|\n)+)/))
    let printed = try BuiltProgram.fisher(["Tests/Data/wine.csv", "--label", "class", "--bias", "0.8"])
    let page = lines(printed.output)
    let quoted = lines(String(told.1))
    #expect(quoted.count == 8)
    for line in quoted { #expect(page.contains { $0.hasPrefix(line) }, "\(line)") }
  }

  @Test(arguments: ["wine", "iris"])
  func `on real data InfoNCE and LDA agree, and PCA does not`(name: String) throws {
    let found = try BuiltProgram.analysis("Tests/Data/\(name).csv", "--label", "class")
    #expect(found.verdict.contained == "holds" && found.verdict.spans == "holds")
    #expect(found.infonce.rank == 2 && found.fisher.dimension == 2)
    #expect(try found.angle("infonce") < 1e-6 && found.angle("lda") < 1e-6)
    #expect(try found.angle("pca") > 10)
  }

  @Test func `digits loses its constant columns and is not judged wrongly`() throws {
    let found = try BuiltProgram.analysis("Tests/Data/digits.csv", "--label", "class")
    #expect(found.dropped == .init(constant: ["pixel_0_0", "pixel_4_0", "pixel_4_7"], dependent: []))
    #expect(found.dimension == 61 && found.components == 10 && found.fisher.dimension == 9)
    #expect(found.columns?.count == 61)
    // Containment is a theorem; that F is spanned needs the certificate to be finer than the least eigenvalue on F.
    #expect(found.verdict.contained == "holds" && found.verdict.spans == "holds")
    let weakest = try #require(found.weakest?.amount)
    #expect(found.infonce.rank == 9 && weakest > found.infonce.certificate.distance)
    #expect(found.reasons["contained"]?.hasPrefix("by theorem T10; the computed optimum: the error") == true)
    #expect(try found.angle("pca") > 10 && found.angle("lda") < 1e-6)
  }

  @Test func `fewer rows than the Fisher subspace has dimensions: contained, not spanning`() throws {
    let found = try BuiltProgram.analysis("Tests/Data/iris.csv", "--label", "class", "--rank", "1")
    #expect(found.infonce.rank == 1)
    #expect(found.verdict.contained == "holds" && found.verdict.spans == "refuted")
    #expect(try found.angle("infonce") < 1e-6)
  }

  @Test func `more rows than dimensions change nothing`() throws {
    let few = try BuiltProgram.analysis("Tests/Data/iris.csv", "--label", "class")
    let many = try BuiltProgram.analysis(
      "Tests/Data/iris.csv", "--label", "class", "--rank", "1000000000")
    #expect(many.infonce.gram == few.infonce.gram)
  }

  @Test func `a mixture off the origin is centred, and the table says so`() throws {
    let file = try mixture(means: "[[3, 1], [7, 1]]", covariances: "[[4, 0], [0, 1]]")
    let moved = try BuiltProgram.analysis(file)
    let centred = try BuiltProgram.analysis(
      mixture(means: "[[-2, 0], [2, 0]]", covariances: "[[4, 0], [0, 1]]"))
    #expect(moved.infonce.gram == centred.infonce.gram)
    let table = try BuiltProgram.fisher([
      try mixture(means: "[[3, 1], [7, 1]]", covariances: "[[4, 0], [0, 1]]")
    ])
    // The mean (5, 1) is √(25/4 + 1) = 2.69 standard deviations from zero.
    #expect(table.output.contains("the mean was 2.69 standard deviations away; the mixture was centred"))
    #expect(table.output.contains("shared covariance: yes"))
  }

  @Test func `unequal covariances are shown, and the leak is refuted`() throws {
    let file = try mixture(
      means: "[[3, 1], [-3, 0]]", type: "full", covariances: "[[[1, 0], [0, 2]], [[1, 0.5], [0.5, 2]]]")
    let found = try BuiltProgram.analysis(file)
    #expect(found.verdict.contained == "refuted" && found.verdict.spans == "refuted")
    let table = try BuiltProgram.fisher([file])
    #expect(table.output.contains("shared covariance: NO"))
    // diag(1, 2) against the mean of both, [[1, .25], [.25, 2]]: 1 / (1 ± 1/√32) = .850 and 1.215; the other
    // component has what is left to 2.
    #expect(table.output.contains("0.785 to 1.21 times the pooled one"))
  }

  @Test func `one component, one dimension, coincident means and bias 0`() throws {
    let single = try BuiltProgram.analysis(
      mixture(weights: "[1]", means: "[[3, 4]]", type: "spherical", covariances: "[2]"))
    #expect(single.fisher.dimension == 0 && single.fisher.basis.isEmpty && single.components == 1)
    #expect(
      single.notes == ["there is one component: the Fisher subspace is zero, and there is nothing to find"])
    for name in ["infonce", "lda", "pca"] { #expect(single.angles[name] == .some(nil)) }
    #expect(single.infonce.whitenedEigenvalues.count == 1)
    #expect(single.verdict.contained == "holds")

    let line = try BuiltProgram.analysis(
      mixture(means: "[[-2], [2]]", type: "diag", covariances: "[[1], [1]]"))
    #expect(line.dimension == 1 && line.verdict.contained == "holds" && line.verdict.spans == "holds")

    let coincident = try BuiltProgram.analysis(
      mixture(
        weights: "[0.3, 0.3, 0.4]", means: "[[1, 0], [1, 0], [-1.5, 0]]", covariances: "[[1, 0], [0, 1]]"))
    #expect(coincident.fisher.dimension == 1 && coincident.verdict.spans == "holds")

    let blind = try BuiltProgram.analysis(
      mixture(means: "[[-2], [2]]", covariances: "[[1]]"), "--bias", "0")
    #expect(blind.infonce.rank == 0 && blind.angles["infonce"] == .some(nil))
    #expect(blind.verdict.contained == "holds" && blind.verdict.spans != "holds")
  }

  @Test func `the table says what a person asks`() throws {
    let outcome = try BuiltProgram.fisher(["Tests/Data/iris.csv", "--label", "class"])
    #expect(outcome.code == 0 && outcome.error.isEmpty)
    for text in [
      "150 rows, 4 columns, 3 classes; standardised and centred",
      "Rows of each class: setosa 50, versicolor 50, virginica 50.\n", "condition of W", "InfoNCE", "LDA",
      "PCA",
      "Certificate: the computed optimum is within", "contained           holds", "spans               holds",
      "times the pooled one",
    ] {
      #expect(outcome.output.contains(text), "\(text) is missing")
    }
  }

  @Test func `what there is one of is told in the singular`() throws {
    let file = try folder.file("one.csv", "x,y\n0,a\n1,a\n3,b\n4,b\n")
    let table = try BuiltProgram.fisher([file, "--label", "y"]).output
    for text in [
      "4 rows, 1 column, 2 classes; ", "the leading discriminant\n", "the leading principal component\n",
    ] {
      #expect(table.contains(text), "\(text)")
    }
  }

  @Test func `dropped columns are named in the table`() throws {
    let file = try folder.file(
      "data.csv", "a,same,b,twice a,class\n1,5,0,2,u\n2,5,1,4,u\n3,5,-1,6,v\n7,5,4,14,v\n6,5,1,12,v\n")
    let table = try BuiltProgram.fisher([file, "--label", "class"])
    #expect(table.output.contains("Dropped, constant: same.\n"))
    #expect(table.output.contains("Dropped, linear combinations of earlier columns: twice a.\n"))
  }

  @Test func `help shows examples that run`() throws {
    let help = try BuiltProgram.fisher(["--help"])
    #expect(help.code == 0 && help.error.isEmpty)
    let examples = help.output.split(separator: "\n").filter {
      $0.contains("  fisher ") && !$0.contains("mixture.json") && !$0.contains("measured.csv")
        && !$0.contains("--html")
    }
    #expect(examples.count >= 4)
    for example in examples {
      let arguments = example.split(separator: "fisher ", maxSplits: 1)[1]
      let outcome = try BuiltProgram.fisher(shell: "\"$0\" \(arguments)")
      #expect(outcome.code == 0, "\(example): \(outcome.error)")
    }
  }

  @Test func `a file without a telling name is known by its first character`() throws {
    let json = try Data(contentsOf: BuiltProgram.data.appending(path: "dropped-direction-bias-0.50.json"))
    let csv = try Data(contentsOf: BuiltProgram.data.appending(path: "iris.csv"))
    #expect(try BuiltProgram.analysis(folder.file("one", Data("\n ".utf8) + json)).columns == nil)
    #expect(
      try BuiltProgram.analysis(folder.file("two.txt", csv), "--label", "class").columns?.count == 4)
  }

  @Test func `what takes longer than two seconds says so on standard error`() throws {
    let outcome = try BuiltProgram.fisher(
      shell: #"(sleep 4; cat Tests/Data/iris.csv) | "$0" - --label class"#)
    #expect(outcome.code == 0)
    #expect(outcome.error.hasPrefix("reading standard input ("))
    #expect(outcome.errorLines.count == 1)
  }

  @Test func `standard input is read as a file is`() throws {
    for (file, options) in [
      ("iris.csv", "--label class"), ("dropped-direction-bias-0.50.json", "--bias 0.5"),
    ] {
      let piped = try BuiltProgram.fisher(shell: "\"$0\" - \(options) --json < Tests/Data/\(file)")
      let named = try BuiltProgram.fisher(shell: "\"$0\" Tests/Data/\(file) \(options) --json")
      #expect(piped.code == 0 && piped.output == named.output && !named.output.isEmpty)
    }
    let empty = try BuiltProgram.fisher(shell: #""$0" - --label class < /dev/null"#)
    #expect(empty.code == 2 && empty.error.hasPrefix("error: standard input: "))
  }
}
