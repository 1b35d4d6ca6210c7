import ContrastiveTheory
import Foundation
import LinearAlgebra
import RandomNumbers
import Testing

@Suite struct `Mixtures in JSON` {
  @Test func `every form comes back bit for bit`() throws {
    var generator = CounterBasedGenerator(key: 31)
    for key in 0..<20 {
      let (d, count) = (1 + key % 5, 1 + key % 4)
      let variances = Matrix(rows: d, columns: count) { _, _ in exp(40 * generator.normal()) }
      let forms: [GaussianMixture.Covariances] = [
        .tied(.symmetric(spectrum: (0..<d).map { _ in generator.uniform() + 0.1 }, using: &generator)),
        .full(
          (0..<count).map { _ in
            .symmetric(spectrum: (0..<d).map { _ in generator.uniform() + 0.1 }, using: &generator)
          }),
        .diagonal(variances), .spherical(variances.row(0)),
      ]
      for covariances in forms {
        let mixture = try GaussianMixture(
          weights: TestMixtures.weights(count, using: &generator),
          means: Matrix(rows: d, columns: count) { _, _ in generator.normal() * exp(200 * generator.normal())
          },
          covariances: covariances)
        let read = try GaussianMixture(json: JSONEncoder().encode(mixture))
        #expect(read == mixture)
        #expect(read.means.storage.map(\.bitPattern) == mixture.means.storage.map(\.bitPattern))
      }
    }
  }

  @Test func `scikit-learn's words and shapes are read`() throws {
    func read(_ type: String, _ covariances: String) throws -> GaussianMixture {
      let json = """
        {"weights": [0.25, 0.75], "means": [[1, 2, 3], [4, 5, 6]],
         "covariance_type": "\(type)", "covariances": \(covariances)}
        """
      return try GaussianMixture(json: Data(json.utf8))
    }
    let tied = try read("tied", "[[2, 1, 0], [1, 3, 0], [0, 0, 4]]")
    #expect(tied.weights == [0.25, 0.75])
    #expect(tied.means == Matrix(columnVectors: [[1, 2, 3], [4, 5, 6]]))
    #expect(tied.covariances == .tied(Matrix(rowVectors: [[2, 1, 0], [1, 3, 0], [0, 0, 4]])))
    let full = try read("full", "[[[1, 0, 0], [0, 1, 0], [0, 0, 1]], [[2, 0, 0], [0, 2, 0], [0, 0, 2]]]")
    #expect(full.covariances == .full([.identity(3), 2 * .identity(3)]))
    #expect(
      try read("diag", "[[1, 2, 3], [4, 5, 6]]").covariances
        == .diagonal(Matrix(columnVectors: [[1, 2, 3], [4, 5, 6]])))
    #expect(try read("spherical", "[7, 8]").covariances == .spherical([7, 8]))
  }

  /// A mixture with some of its values replaced; an empty string leaves the key out.
  private func error(
    weights: String = "[0.5, 0.5]", means: String = "[[1, 2], [3, 4]]", type: String = #""tied""#,
    covariances: String = "[[1, 0], [0, 1]]", more: String = ""
  ) -> MixtureError? {
    let values = [
      ("weights", weights), ("means", means), ("covariance_type", type), ("covariances", covariances),
    ]
    let fields = values.filter { !$0.1.isEmpty }.map { "\"\($0.0)\": \($0.1)" }
    return error(in: "{" + fields.joined(separator: ",\n") + more + "}")
  }

  private func error(in json: String) -> MixtureError? {
    do {
      _ = try GaussianMixture(json: Data(json.utf8))
      return nil
    } catch {
      return error
    }
  }

  private let keys = "keys weights, means, covariances, covariance_type"

  @Test func `what is no mixture is refused with its key, its index and what was expected`() {
    #expect(error() == nil)
    #expect(error(weights: "") == .missingKey("weights", expected: keys))
    #expect(error(type: "") == .missingKey("covariance_type", expected: keys))
    #expect(error(more: #", "n_init": 3"#) == .unknownKey("n_init", expected: keys))
    #expect(error(more: #", "weights": [0.5, 0.5]"#) == .repeatedKey("weights"))
    #expect(error(more: #", "we\u0069ghts": [0.5, 0.5]"#) == .repeatedKey("weights"))
    #expect(
      error(in: "[1, 2]")
        == .wrongType(key: "the top level", found: "a list", expected: "an object with the \(keys)"))

    let number = "a finite number"
    #expect(error(weights: "3") == .wrongType(key: "weights", found: "3.0", expected: "a list of numbers"))
    #expect(
      error(weights: "[0.5, \"x\"]")
        == .wrongType(key: "weights[1]", found: "the string \"x\"", expected: number))
    #expect(error(weights: "[true, 1]") == .wrongType(key: "weights[0]", found: "true", expected: number))
    #expect(
      error(means: "[[1, 2], [null, 4]]") == .wrongType(key: "means[1][0]", found: "null", expected: number))
    #expect(
      error(means: "[[1, 2], {}]")
        == .wrongType(key: "means[1]", found: "an object", expected: "a list of numbers"))
    #expect(
      error(means: "[1, 2]") == .wrongType(key: "means[0]", found: "1.0", expected: "a list of numbers"))
    #expect(
      error(covariances: "[[1, 0], [[0], 1]]")
        == .wrongType(key: "covariances[1][0]", found: "a list", expected: number))
    for type in [#""diagonal""#, "[]", "1"] {
      guard case .wrongType("covariance_type", _, "one of tied, full, diag, spherical") = error(type: type)
      else {
        Issue.record("\(type): \(String(describing: error(type: type)))")
        continue
      }
    }
  }

  @Test func `numbers that are not finite are found`() {
    let number = "a finite number"
    for (word, found) in [
      ("NaN", "nan"), ("Infinity", "inf"), ("-Infinity", "-inf"),
      ("1e999", "a number beyond the range of a double"), ("-1e999", "a number beyond the range of a double"),
    ] {
      #expect(
        error(weights: "[0.5, \(word)]") == .wrongType(key: "weights[1]", found: found, expected: number))
      #expect(
        error(means: "[[1, \(word)], [3, 4]]")
          == .wrongType(key: "means[0][1]", found: found, expected: number))
    }
  }

  @Test func `what JSON does not know is refused with its place`() {
    for (weights, problem) in [
      ("[02, 0.5]", "Number with leading zero at line 1, column"),
      ("[1., 0.5]", "Invalid value at line 1, column"),
      ("[0.5, 0.5,\n]", "a comma before a closing bracket at line 2, column 1"),
    ] {
      guard case .notJSON(let found)? = error(weights: weights) else {
        Issue.record("\(weights): \(String(describing: error(weights: weights)))")
        continue
      }
      #expect(found.hasPrefix(problem), "\(weights): \(found)")
    }
    #expect(error(more: ",") == .notJSON(problem: "a comma before a closing bracket at line 4, column 33"))
  }

  @Test func `ragged lists are refused`() {
    let expected = "2, as many as means[0] has"
    #expect(
      error(means: "[[1, 2], [3]]") == .shape(key: "means[1]", found: "1 number", expected: expected))
    #expect(
      error(covariances: "[[1, 0], [0, 1, 2]]")
        == .shape(key: "covariances[1]", found: "3 numbers", expected: expected))
    #expect(
      error(type: #""full""#, covariances: "[[[1, 0], [0, 1]], [[1, 0], [0]]]")
        == .shape(key: "covariances[1][1]", found: "1 number", expected: expected))
    #expect(
      error(type: #""diag""#, covariances: "[[1, 1], [1]]")
        == .shape(key: "covariances[1]", found: "1 number", expected: expected))
    #expect(
      error(means: "[]") == .shape(key: "means", found: "0 vectors", expected: "2, one for each weight"))
    #expect(error(weights: "[]", means: "[]") == .noComponents)
    #expect(error(means: "[[], []]") == .noDimensions)
    #expect(
      error(covariances: "[[1, 0]]") == .shape(key: "covariances", found: "a 1 x 2 matrix", expected: "2 x 2")
    )
    #expect(
      error(type: #""spherical""#, covariances: "[1, 2, 3]")
        == .shape(key: "covariances", found: "3 variances", expected: "2, one for each weight"))
  }

  @Test func `attributes of scikit-learn's fitted mixtures are read`() {
    for key in ["weights", "means", "covariances"] {
      let json = #"{"weights": [1], "means": [[1]], "covariances": [2], "covariance_type": "spherical"}"#
      #expect(error(in: json.replacing("\"\(key)\"", with: "\"\(key)_\"")) == nil)
      #expect(
        error(in: json.replacing("\"\(key)\"", with: "\"\(key)__\""))
          == .unknownKey("\(key)__", expected: keys))
    }
    #expect(error(more: #", "weights_": [0.5, 0.5]"#) == .repeatedKey("weights"))
    // All of its attributes at once; what else stands there is refused as ever.
    let fitted =
      #"{"weights_": [1], "means_": [[1]], "covariances_": [2], "covariance_type": "spherical", "tol": 0.001"#
    #expect(error(in: fitted + #", "precisions_": [0.5], "converged_": true, "random_state": null}"#) == nil)
    #expect(error(in: fitted + #", "weight": [1]}"#) == .unknownKey("weight", expected: keys))
    #expect(error(more: #", "tol": 0.001"#) == .unknownKey("tol", expected: keys))
    #expect(error(more: #", "covariance_type_": "tied""#) == .unknownKey("covariance_type_", expected: keys))
    #expect(error(more: #", "precisions_": [1]"#) == .unknownKey("precisions_", expected: keys))
  }

  @Test func `numbers of 32 bits are rounded where it is asked for, and it is said`() throws {
    func read(_ weights: [Float], _ covariance: [Float]) throws -> (mixture: GaussianMixture, notes: [String])
    {
      try GaussianMixture.rounded(
        json: Data(
          """
          {"weights_": \(weights.map(Double.init)), "means_": [[1, 2], [3, 4]], "covariance_type": "tied",
           "covariances_": [\(covariance.prefix(2).map(Double.init)), \(covariance.suffix(2).map(Double.init))]}
          """.utf8))
    }
    let thirds: [Float] = [1 / 3, 2 / 3 + 0x1p-22]
    let (mixture, notes) = try read(thirds, [1, 0.1, (0.1 as Float).nextUp, 1])
    #expect(notes.count == 2)
    #expect(abs(mixture.weights.reduce(0, +) - 1) <= .ulpOfOne)
    #expect(mixture.weights[1] / mixture.weights[0] == Double(thirds[1]) / Double(thirds[0]))
    #expect(mixture.sharedCovariance?.symmetricPart == mixture.sharedCovariance)
    // What needs no rounding is taken bit for bit, and what is beyond it is refused.
    let exact = try read([0.25, 0.75], [1, 0.1, 0.1, 1])
    #expect(exact.notes.isEmpty && exact.mixture.weights == [0.25, 0.75])
    #expect(throws: MixtureError.weightsDoNotSumToOne(sum: 1 + 0x1p-18, tolerance: 1e-6)) {
      try read([0.25, 0.75 + 0x1p-18], [1, 0, 0, 1])
    }
    // scikit-learn's fits in 32 bits are off by as much.
    #expect(try read([0.25, 0.75], [1, 0.1, 0.1 + 0x1p-18, 1]).notes.count == 1)
    #expect(throws: MixtureError.self) { try read([0.25, 0.75], [1, 0.1, 0.1 + 0x1p-16, 1]) }
  }

  @Test func `a number that is zero to a double is zero, as in CSV`() throws {
    func read(_ number: String) throws -> GaussianMixture {
      try GaussianMixture(
        json: Data(
          #"{"weights_": [1], "means_": [[\#(number)]], "covariances_": [2e-0], "covariance_type": "spherical", "tol": "1e-999\""}"#
            .utf8))
    }
    for number in ["1e-400", "-1E-999", "0.0012e-330", "0e5"] {
      #expect(try read(number).means[0, 0] == 0, "\(number)")
    }
    for number in ["02e-400", ".5e-400", "1e-", "1e999"] {
      #expect(throws: MixtureError.self) { try read(number) }
    }
  }

  @Test func `the rules of a mixture hold for what is read`() {
    #expect(error(weights: "[0.5, 0.6]") == .weightsDoNotSumToOne(sum: 1.1, tolerance: 1e-9))
    #expect(error(weights: "[1, 0]") == .weightNotPositive(component: 1, weight: 0))
    #expect(
      error(covariances: "[[1, 0.5], [0, 1]]")
        == .notSymmetric(key: "covariances", row: 1, column: 0, difference: 0.5))
    guard
      case .notPositiveDefinite("covariances[1]", let eigenvalue) = error(
        type: #""full""#, covariances: "[[[1, 0], [0, 1]], [[1, 2], [2, 1]]]")
    else {
      Issue.record("an indefinite covariance was not refused")
      return
    }
    #expect(abs(eigenvalue + 1) <= 8 * .ulpOfOne)
  }

  @Test func `a text that is broken anywhere is a mixture or an error, never the end of the program`() {
    let whole = Data(
      #"{"weights": [0.5, 0.5], "means": [[1, 2], [3, 4]], "covariances": [[1, 0], [0, 1]], "covariance_type": "tied"}"#
        .utf8)
    let pieces: [[UInt8]] = [
      [0xff], [0xc3], [0xe2, 0x80], [0], Array("\"".utf8), Array("{".utf8), Array("[".utf8), Array("]".utf8),
      Array("\\u12".utf8), Array("\u{1F600}".utf8), Array("NaN".utf8), Array("-".utf8), Array("//".utf8),
      Array("/*".utf8), Array("'".utf8), Array("0x".utf8), Array("1e999".utf8), Array("\u{2028}".utf8),
    ]
    var generator = CounterBasedGenerator(key: 32)
    for _ in 0..<4000 {
      var text = whole
      for _ in 0...generator.integer(in: 0...3) {
        let place = generator.integer(in: 0...text.count)
        switch generator.integer(in: 0...2) {
        case 0: text.insert(contentsOf: pieces[generator.integer(in: 0...(pieces.count - 1))], at: place)
        case 1: text = text.prefix(place)
        default: text.removeSubrange(place..<min(place + 1, text.count))
        }
      }
      _ = try? GaussianMixture(json: Data(text))
    }
  }

  @Test func `what is no JSON is refused with its place`() {
    #expect(error(in: "") == .notJSON(problem: "it is empty"))
    #expect(error(in: " \n") == .notJSON(problem: "it is empty"))
    for (json, place) in [
      ("{\"weights\": [1,\n2 3]}", "line 2, column 3"), ("{\n\n  weights: [1]}", "line 3, column 3"),
      ("{\"weights\": [1,, 2]}", "line 1, column 16"),
    ] {
      guard case .notJSON(let problem) = error(in: json) else {
        Issue.record("\(json) was not refused as JSON")
        continue
      }
      #expect(problem.hasSuffix(place), "\(json): \(problem)")
    }
    // Foundation's reader of words that JSON lacks traps on these.
    for bytes: [UInt8] in [
      [0x7b, 0x09, 0xff, 0x22], [0x5b, 0x7b, 0x0a, 0xe2, 0x80], [0x7b, 0x0a, 0x22, 0xc3],
    ] {
      let line = bytes.contains(0x0a) ? 2 : 1
      #expect(throws: MixtureError.notJSON(problem: "bytes that are no UTF-8 at line \(line)")) {
        try GaussianMixture(json: Data(bytes))
      }
    }
    // Nor are a key, or a string, of other bytes, or with half of a character, numbers that are too large.
    for (key, problem) in [
      (Data([0xff]), "bytes that are no UTF-8 at line 2"), (Data(#"\ud800"#.utf8), "surrogate"),
    ] {
      #expect {
        try GaussianMixture(json: Data("{\n\"weights".utf8) + key + Data("\": [1]}".utf8))
      } throws: {
        guard case MixtureError.notJSON(let found) = $0 else { return false }
        return found.contains(problem)
      }
    }
    guard case .notJSON = error(in: "{\"weights\": [1]") else {
      Issue.record("a text that ends too early was not refused")
      return
    }
  }
}
