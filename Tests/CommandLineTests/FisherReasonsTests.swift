import Foundation
import Testing

/// What `fisher` says of why an optimum is what it is.
@Suite struct `fisher tells why` {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func mixture(
    _ weights: String, _ means: String, type: String = "tied", _ covariances: String = "[[1, 0], [0, 1]]"
  ) throws -> String {
    try folder.file(
      "mixture.json",
      #"{"weights": \#(weights), "means": \#(means), "covariance_type": "\#(type)", "covariances": \#(covariances)}"#
    )
  }

  @Test func `one row of T20's first mixture is the better of two local minima, and certified`()
    throws
  {
    let file = try mixture("[0.5, 0.4, 0.1]", "[[2, -2], [4, 1], [-3, 4]]")
    let found = try BuiltProgram.analysis(file, "--rank", "1")
    // Both by another program, on a fine grid of directions (Proofs/T20, S2).
    let starts = try #require(found.starts)
    #expect(abs(found.infonce.loss + 0.3358131) < 1e-7)
    #expect(starts.count == 24 && starts.losses.count == 2)
    #expect(abs(starts.losses[0] + 0.3358131) < 1e-7 && abs(starts.losses[1] + 0.3114867) < 1e-7)
    let table = try BuiltProgram.fisher([file, "--rank", "1"]).output
    #expect(table.contains("best of 24 starts, certified as global to 2e-06 of the loss"))
    #expect(table.contains("-0.3358131, -0.3114867"))
    #expect(table.contains("1 row cannot span 2 dimensions") && !table.contains("Certificate: the computed"))
    let bound = try #require(starts.lowerBound)
    #expect(starts.isGlobal && bound <= found.infonce.loss && found.infonce.loss - bound < 1e-6)
    #expect(try BuiltProgram.analysis(file).starts == nil)
  }

  @Test func `losses that differ by rounding are one minimum, and have no digits of it`() throws {
    let file = try mixture("[0.5, 0.4, 0.1]", "[[2, -2], [4, 1], [-3, 4]]")
    // About -.35 of the square of the bias; doubles leave some 1e-16 open.
    for (bias, told) in [("1e-4", "-3.500\\d*e-09"), ("1e-6", "-[34]e-13"), ("1e-8", "zero to rounding")] {
      #expect(try BuiltProgram.analysis(file, "--rank", "1", "--bias", bias).starts?.losses.count == 1)
      let table = try BuiltProgram.fisher([file, "--rank", "1", "--bias", bias]).output
      #expect(try table.contains(Regex("ended at the loss \(told)\\.")), "\(bias)")
    }
  }

  @Test func `an eigenvalue below its error is zero, with a direction where the next one is above`() throws {
    let file = try mixture("[0.5, 0.4, 0.1]", "[[2, -2], [4, 1], [-3, 4]]")
    #expect(try #require(try BuiltProgram.analysis(file, "--bias", "1e-13").weakest).direction == nil)
    let table = try BuiltProgram.fisher([file, "--bias", "1e-13"]).output
    #expect(table.contains("the eigenvalue zero, to its error; which it is the error does not let tell"))
    let dropped = try BuiltProgram.fisher(["Tests/Data/dropped-direction-bias-0.50.json", "--bias", "0.5"])
    #expect(dropped.output.contains("the eigenvalue zero, to its error: coordinate 0"))
  }

  @Test func `where the subspace is spanned nothing is at risk, also where T27 does not show it`() throws {
    let table = try BuiltProgram.fisher(["Tests/Data/dropped-direction-bias-0.50.json", "--bias", "0.3"])
    #expect(table.output.contains("spans               holds"))
    #expect(table.output.contains("T27 alone does not show it, the certificate does"))
    #expect(!table.output.contains("At risk"))
  }

  @Test func `what the posterior agrees by is rounded up, and what is kept down`() throws {
    for bias in ["1", "0.7", "0.35"] {
      let found = try #require(
        try BuiltProgram.analysis("Tests/Data/iris.csv", "--label", "class", "--bias", bias).agreement)
      let table = try BuiltProgram.fisher(["Tests/Data/iris.csv", "--label", "class", "--bias", bias]).output
      let told = try #require(table.firstMatch(of: /by more than ([-.e\d]+), .* below ([-.e\d]+) \(T27\)/))
      let (largest, least) = (try #require(Double(told.1)), try #require(Double(told.2)))
      #expect(largest >= found.largest && largest < 1.01 * found.largest)
      #expect(least <= (try #require(found.leastEigenvalue)) && least > 0.99 * (found.leastEigenvalue ?? 0))
    }
  }

  @Test func `covariances that are equal move nothing by more than the certificates`() throws {
    let points = [(0, 0), (1, 3), (4, 1), (2, 5), (6, 2), (3, 3)]
    let rows = points.map { "\($0.0),\($0.1),a\n\($0.0 + 3),\($0.1 + 1),b\n" }
    let file = try folder.file("twins.csv", "x,z,y\n" + rows.joined())
    let own = try #require(try BuiltProgram.analysis(file, "--label", "y").ownCovariances)
    #expect(own.shift == nil)
    let table = try BuiltProgram.fisher([file, "--label", "y"]).output
    #expect(table.contains(/the optimum moves by at most [\d.]+e-\d+%/))
  }

  @Test func `a bias is told with all of its digits`() throws {
    let file = try mixture("[0.5, 0.5]", "[[1, 0], [-1, 0]]")
    for (bias, told) in [("0.9996", "0.9996"), ("1", "1"), ("0.50", "0.5"), ("1e-7", "1e-07")] {
      let table = try BuiltProgram.fisher([file, "--bias", bias]).output
      #expect(table.contains("bias                  \(told)\n"))
    }
  }

  @Test
  func `with more rows, or a larger Fisher subspace, the best of several starts is not called certified`()
    throws
  {
    let file = try mixture(
      "[0.25, 0.25, 0.25, 0.25]", "[[2, 0, 0], [0, 3, 0], [0, 0, 1], [-2, -3, -1]]", type: "spherical",
      "[1, 1, 1, 1]")
    for rank in ["1", "2"] {
      let starts = try #require(try BuiltProgram.analysis(file, "--rank", rank).starts)
      #expect(!starts.isGlobal && starts.lowerBound == nil)
      #expect(try BuiltProgram.fisher([file, "--rank", rank]).output.contains("not certified as global"))
    }
  }

  @Test func `the best row of iris is certified`() throws {
    let found = try BuiltProgram.analysis("Tests/Data/iris.csv", "--label", "class", "--rank", "1")
    #expect(try #require(found.starts).isGlobal)
  }

  @Test func `unequal covariances have no theorem to rest on, and --resolution says what is enough`() throws {
    // Equal to a billionth: the leak is no larger than the certificate.
    let file = try mixture(
      "[0.5, 0.5]", "[[1, 0], [-1, 0]]", type: "full", "[[[1, 0], [0, 1]], [[1, 0], [0, 1.000000001]]]")
    #expect(try BuiltProgram.analysis(file).verdict.contained == "holds")
    let fine = try BuiltProgram.analysis(file, "--resolution", "1e-300")
    #expect(fine.verdict.contained == "inconclusive" && fine.verdict.spans == "inconclusive")
    // With a shared covariance there is one, and the reason says so.
    let equal = try mixture("[0.5, 0.5]", "[[1, 0], [-1, 0]]")
    let shared = try BuiltProgram.analysis(equal, "--resolution", "1e-300")
    #expect(shared.verdict.contained == "holds" && shared.verdict.spans == "holds")
    #expect(shared.reasons["contained"]?.hasPrefix("by theorem T10") == true)
    let table = try BuiltProgram.fisher([equal, "--resolution", "1e-300"]).output
    #expect(table.contains("contained           holds         by theorem T10, for a shared covariance"))
  }

  @Test func `where the Fisher subspace is everything nothing is outside it, whatever the certificate says`()
    throws
  {
    let file = try mixture(
      "[0.1, 0.2, 0.3, 0.4]", "[[2, 1, 0], [0, -1, 1], [-2, 1, 1], [-2, -1, -1]]", type: "spherical",
      "[1, 2, 0.5, 0.1]")
    let found = try BuiltProgram.analysis(file, "--rank", "1")
    #expect(found.verdict.contained == "holds" && found.infonce.certificate.distance > 1)
    #expect(try BuiltProgram.fisher([file, "--rank", "1"]).output.contains("which is everything"))
  }

  @Test func `what no number bounds is not told`() throws {
    let file = try mixture("[1, 1e-300]", "[[-1, 0], [1, 0]]")
    let table = try BuiltProgram.fisher([file]).output
    #expect(!table.contains("inf,") && !table.contains("At risk"))
  }

  @Test func `at zero bias there is nothing to learn`() throws {
    let file = try mixture("[0.3, 0.3, 0.4]", "[[0, 0], [1, 0.5], [2, 0]]")
    for options in [["--bias", "0"], ["--bias", "0", "--rank", "1"]] {
      let table = try BuiltProgram.fisher([file] + options)
      #expect(table.code == 0)
      #expect(
        table.output.contains(
          "spans               refuted       at bias 0 the points of a pair are independent"))
      #expect(table.output.contains("contained           holds"))
    }
  }

  @Test func `the leak of unequal covariances, and its direction`() throws {
    // W is the identity and F the first axis; the second coordinate has one mean and one variance, and nothing leaks there.
    let file = try mixture(
      "[0.6, 0.4]", "[[1, 0, 0], [-1.5, 0, 0]]", type: "full",
      "[[[1, 0, 0.4], [0, 1, 0], [0.4, 0, 1]], [[1, 0, -0.6], [0, 1, 0], [-0.6, 0, 1]]]")
    let found = try BuiltProgram.analysis(file)
    let direction = try #require(found.leak.direction)
    let amount = try #require(found.leak.amount)
    #expect(found.verdict.contained == "refuted" && amount > 1e-3)
    #expect(abs(direction[1]) < 1e-6 && abs(direction.reduce(0) { $0 + $1 * $1 } - 1) < 1e-12)
    let square = found.infonce.gram.joined().reduce(0) { $0 + $1 * $1 }
    let inside = found.infonce.gram[0][0]
    #expect(abs(amount - ((square - inside * inside) / square).squareRoot()) < 1e-9)
    let weakest = try #require(found.weakest?.amount)
    #expect(abs(weakest - inside) < 1e-12)
    #expect(
      try BuiltProgram.fisher([file]).output.contains(
        "Gram matrix lies outside the Fisher subspace, most along"))
    let shared = try BuiltProgram.analysis(mixture("[0.5, 0.5]", "[[1, 0], [-1, 0]]"))
    #expect(try #require(shared.leak.amount) < 1e-12 && shared.ownCovariances == nil)
  }

  @Test func `the classes' own covariances move the optimum of iris out of F`() throws {
    let found = try BuiltProgram.analysis("Tests/Data/iris.csv", "--label", "class")
    let own = try #require(found.ownCovariances)
    #expect(own.contained == "refuted" && found.verdict.contained == "holds")
    // The same mixture, given as such: the columns in units of their deviations.
    let text = try String(contentsOf: BuiltProgram.data.appending(path: "iris.csv"), encoding: .utf8)
    let rows: [[Double]] = text.split(separator: "\n").dropFirst().map { line in
      line.split(separator: ",").prefix(4).compactMap { Double($0) }
    }
    let whole = covariance(rows, around: mean(rows))
    let scaled: [[Double]] = rows.map { row in (0..<4).map { row[$0] / whole[$0][$0].squareRoot() } }
    let classes = (0..<3).map { Array(scaled[(50 * $0)..<(50 * $0 + 50)]) }
    let means = classes.map(mean)
    let covariances = zip(classes, means).map { covariance($0, around: $1) }
    let third = 1.0 / 3
    let file = try mixture("\([third, third, third])", "\(means)", type: "full", "\(covariances)")
    let given = try BuiltProgram.analysis(file)
    let (expected, leak) = (try #require(given.leak.amount), try #require(own.leak.amount))
    #expect(leak > 1e-3 && abs(leak - expected) < 1e-7)
  }

  @Test func `what the classes' own covariances change is left out for its true reason`() throws {
    func reason(_ file: String, _ label: String, _ options: String...) throws -> String {
      let table = try BuiltProgram.fisher([file, "--label", label] + options)
      try #require(table.code == 0, "\(table.error)")
      return table.output.components(separatedBy: "own covariances change is not computed: ").last ?? ""
    }
    let one = try folder.file("one.csv", "x,z,y\n1,2,a\n2,4,a\n4,1,a\n7,1,b\n3,3,b\n5,9,b\n1,8,c\n")
    #expect(try reason(one, "y") == "the covariance of the class \"c\" is singular\n")
    #expect(try BuiltProgram.analysis(one, "--label", "y").ownCovariances == nil)
    // A column that tells the class, but for what is hardly seen.
    let coded = (0..<60).map { row in
      "\(Double(row % 3) + 1e-7 * Double(row * row % 23)),\(row * 7 % 11),\(row * row * row % 17),\(row % 3)\n"
    }
    let code = try folder.file("code.csv", "code,x,z,y\n" + coded.joined())
    #expect(try reason(code, "y").contains("standard deviations from their mean, too far for a certificate"))
    // A column in two units, rounded to six decimals.
    let rows = (0..<40).map { row in
      let (x, z) = (Double(row * row % 23), row * 7 % 11)
      return "\(x),\(z),\((1e6 * x / 3).rounded() / 1e6),\(row % 3 == 0 ? "a" : "b")\n"
    }
    let twice = try folder.file("twice.csv", "x,z,third,y\n" + rows.joined())
    #expect(try reason(twice, "y").hasPrefix("some columns are almost a linear combination of others"))
    #expect(try reason("Tests/Data/iris.csv", "class", "--rank", "1").hasPrefix("the encoder has fewer rows"))
    #expect(try reason("Tests/Data/digits.csv", "class").hasPrefix("there are more than 6 classes"))
  }

  @Test func `an optimum that is zero has no leak, shift or angle`() throws {
    for options in [["--bias", "0"], ["--bias", "1e-300"], ["--bias", "0", "--rank", "1"]] {
      let outcome = try BuiltProgram.fisher(["Tests/Data/iris.csv", "--label", "class", "--json"] + options)
      let found = try JSONDecoder().decode(FisherDocument.self, from: Data(outcome.output.utf8))
      #expect(found.leak.amount == nil && found.leak.direction == nil && found.infonce.rank == 0)
      #expect(found.ownCovariances?.shift == nil && found.ownCovariances?.leak.amount == nil)
      #expect(found.angles["infonce"] == .some(nil) && found.verdict.contained == "holds")
      #expect((found.ownCovariances == nil) == options.contains("--rank"))
    }
    let table = try BuiltProgram.fisher(["Tests/Data/iris.csv", "--label", "class", "--bias", "0"])
    #expect(table.output.contains("own covariances the optimum is zero, as far as its certificate tells"))
    let one = try BuiltProgram.analysis(mixture("[1]", "[[1, 2]]", "[[1, 0], [0, 2]]"))
    #expect(one.leak.amount == nil && one.verdict.contained == "holds")
    let iris = try BuiltProgram.analysis("Tests/Data/iris.csv", "--label", "class")
    #expect(try #require(iris.ownCovariances?.shift) > 0.01)
  }

  @Test func `an angle that rounding decides is undefined`() throws {
    for (variance, isKnown) in [("1e-10", true), ("1e-20", false), ("1e-30", false), ("1e-36", false)] {
      let found = try BuiltProgram.analysis(
        mixture("[0.5, 0.5]", "[[1, 0], [-1, 0]]", "[[1, 0], [0, \(variance)]]"))
      let angle = try #require(found.angles["infonce"])
      #expect(isKnown ? angle.map { $0 < 1e-6 } == true : angle == nil, "\(variance): \(angle ?? .nan)")
      #expect(found.verdict.contained == "holds" && found.infonce.rank == 1)
    }
  }

  @Test func `what the certificate leaves open of an angle is undefined, and T27 tells what is spanned`()
    throws
  {
    for (distance, isKnown) in [("1e-4", true), ("1e-7", false), ("1e-9", false)] {
      let found = try BuiltProgram.analysis(
        mixture("[0.4, 0.6]", "[[\(distance), 0], [-\(distance), \(distance)]]"))
      let angle = try #require(found.angles["infonce"])
      #expect((angle != nil) == isKnown && (found.leak.amount != nil) == isKnown, "\(distance)")
      #expect(found.verdict.contained == "holds" && found.verdict.spans == "holds", "\(distance)")
      #expect(try #require(found.agreement?.leastEigenvalue) > 0, "\(distance)")
    }
  }

  @Test func `means that differ by rounding refute nothing`() throws {
    let equal = try BuiltProgram.analysis(
      mixture("[0.3, 0.3, 0.4]", "[[1e14, 0], [1e14, 0.1], [1e14, -0.1]]"))
    #expect(equal.fisher.dimension == 0 && equal.verdict.contained == "inconclusive")
    #expect(equal.notes.first?.hasPrefix("all means are equal to rounding: ") == true)
    // One direction is one, the other is two units in the last place.
    let line = try BuiltProgram.analysis(
      mixture("[0.3, 0.3, 0.4]", "[[1e14, 0], [1e14, 3], [100000000000000.03125, -3]]"))
    #expect(line.fisher.dimension == 1 && line.verdict.contained == "inconclusive")
    #expect(line.reasons["contained"]?.contains("rounding") == true)
    let same = try BuiltProgram.analysis(mixture("[0.5, 0.5]", "[[0.1, 0.7], [0.1, 0.7]]"))
    #expect(same.notes.first?.hasPrefix("all means are equal: ") == true && same.verdict.contained == "holds")
  }

  private func mean(_ rows: [[Double]]) -> [Double] {
    (0..<4).map { j -> Double in rows.map { $0[j] }.reduce(0, +) / Double(rows.count) }
  }

  private func covariance(_ rows: [[Double]], around centre: [Double]) -> [[Double]] {
    (0..<4).map { i in
      (0..<4).map { j -> Double in
        let products: [Double] = rows.map { ($0[i] - centre[i]) * ($0[j] - centre[j]) }
        return products.reduce(0, +) / Double(rows.count)
      }
    }
  }

  @Test func `a direction that is hardly there is told as such`() throws {
    // Means in a line up to 1e-8: F is the plane, everything, and contains every row space.
    for height in ["0.001", "1e-8", "1e-10"] {
      let found = try BuiltProgram.analysis(mixture("[0.3, 0.3, 0.4]", "[[0, 0], [1, \(height)], [2, 0]]"))
      #expect(found.verdict.contained == "holds" && found.fisher.dimension == 2)
      let weakest = try #require(found.weakest?.direction)
      #expect(abs(weakest[1]) > 0.9)
    }
  }

  @Test func `variances at the end of the range are refused, not called nan`() throws {
    for (weights, means, type, covariances) in [
      ("[0.5, 0.5]", "[[0, 0], [0, 0]]", "diag", "[[1, 1e-320], [2, 1e-320]]"),
      ("[0.5, 0.5]", "[[-2], [2]]", "spherical", "[1e-320, 1e-320]"),
      ("[0.5, 0.5]", "[[-2], [3]]", "spherical", "[1e-320, 2e-320]"),
      ("[0.5, 0.5]", "[[0, 0], [1, 1]]", "diag", "[[1, 1e-320], [1, 1e-320]]"),
    ] {
      let outcome = try BuiltProgram.fisher([mixture(weights, means, type: type, covariances)])
      #expect(outcome.code == 2 && outcome.output.isEmpty, "\(covariances)")
      #expect(outcome.error.contains("cannot be analysed in double precision"))
    }
  }
}
