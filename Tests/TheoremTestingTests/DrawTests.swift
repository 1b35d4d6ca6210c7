import Foundation

@testable import TheoremTesting

@Suite struct `A draw` {
  private static let domains: [Choice.Domain] = [
    .integer(-3...7, shares: nil), .integer(1...5, shares: [0, 1, 3, 0, 2]), .integer(4...4, shares: nil),
    .integer(-(1 << 53)...(1 << 53), shares: nil),
    .real(-1...2, isLogarithmic: false, atEnds: 0), .real(0.01...100, isLogarithmic: true, atEnds: 0.1),
    .real(3...3, isLogarithmic: false, atEnds: 0.2),
    .real(-1e308...1.7e308, isLogarithmic: false, atEnds: 0), .normal(scale: 3),
    .normals(count: 4, scale: 0.5), .normals(count: 0, scale: 1), .element(["round", "long"]), .stream,
  ]

  @Test(arguments: domains)
  func `has values of its domain, and finds them again`(_ domain: Choice.Domain) {
    var generator = CounterBasedGenerator(key: 4)
    for number in 0..<300 {
      let edge = [0x1p-53, 1 - 0x1p-53]
      let quantiles = (0..<domain.width).map { _ in number < 2 ? edge[number] : generator.uniform() }
      let value = domain.value(at: quantiles)
      #expect(domain.nearest(to: value) == value)
      // The same value is where its quantiles say, up to rounding.
      let again = domain.value(at: domain.quantiles(of: value).map { min(max($0, 0x1p-53), 1 - 0x1p-53) })
      switch (value, again) {
      case (.number(let a), .number(let b)):
        #expect(abs(a - b) <= 1e-9 * max(abs(a), 1), "\(domain) \(a) \(b)")
      case (.numbers(let a), .numbers(let b)):
        #expect(zip(a, b).allSatisfy { abs($0 - $1) <= 1e-6 * max(abs($0), 1) } && a.count == b.count)
      case (.text(let a), .text(let b)): if case .element = domain { #expect(a == b) }
      default: Issue.record("\(domain): \(value), \(again)")
      }
    }
    #expect(domain.nearest(to: domain.simplest) == domain.simplest)
  }

  @Test func `has the law of its domain`() {
    var generator = CounterBasedGenerator(key: 5)
    func share(_ domain: Choice.Domain, _ condition: (Double) -> Bool) -> Double {
      let count = 20_000
      let hits = (0..<count).count { _ in
        if case .number(let x) = domain.value(at: [generator.uniform()]) { condition(x) } else { false }
      }
      return Double(hits) / Double(count)
    }
    #expect(abs(share(.integer(1...3, shares: [1, 0, 3])) { $0 == 3 } - 0.75) < 0.02)
    #expect(abs(share(.integer(1...4, shares: nil)) { $0 == 4 } - 0.25) < 0.02)
    let ends = Choice.Domain.real(1...100, isLogarithmic: true, atEnds: 0.2)
    #expect(abs(share(ends) { $0 == 1 } - 0.2) < 0.02)
    #expect(abs(share(ends) { $0 == 100 } - 0.2) < 0.02)
    #expect(abs(share(ends) { $0 < 10 } - 0.5) < 0.02)
    #expect(abs(share(.normal(scale: 2)) { abs($0) < 2 } - 0.6827) < 0.02)
  }

  /// A family of every kind of choice, one of which depends on others.
  private static let family = Family("anything") { draw in
    let n = draw.integer("size", in: 1...3)
    let shape = draw.element("shape", of: ["round", "long"]) ?? ""
    let weights = (0..<n).map { _ in draw.real("weight", in: 0...1) }
    let means = (0..<n).map { _ in draw.normals("mean", 2, scale: 3) }
    return "\(n) \(shape) \(weights) \(means) \(draw.normal("tilt"))"
  }

  private func made(_ choices: Choices, isStrict: Bool = true) throws -> (text: String, choices: Choices) {
    var draw = isStrict ? Draw(strictly: choices) : Draw(nearest: choices)
    let instance = try Self.family.instance(of: &draw)
    return (instance ?? "", Choices(draw.choices))
  }

  private let two: Choices = [
    "size": 2, "shape": "long", "weight": [0.25, 1], "mean": [[1, -2], [0, 4.5]], "tilt": -1,
  ]

  @Test func `makes an instance again from what is stored`() throws {
    let first = try made(two)
    #expect(first.text == "2 long [0.25, 1.0] [[1.0, -2.0], [0.0, 4.5]] -1.0")
    for seed in 0..<100 {
      var draw = Draw(using: CounterBasedGenerator(key: UInt64(seed)))
      let instance = try Self.family.instance(of: &draw)
      let stored = try JSONEncoder().encode(Choices(draw.choices))
      #expect(try made(JSONDecoder().decode(Choices.self, from: stored)).text == instance)
    }
  }

  @Test func `of a file is strict, by name`() throws {
    let changes: [(String, (inout Choices) -> Void)] = [
      ("choice \"tilt\": found nothing", { $0.values["tilt"] = nil }),
      ("choice \"size\": found", { $0.values["size"] = [.number(4)] }),
      ("choice \"size\": found", { $0.values["size"] = [.number(1.5)] }),
      ("choice \"weight\": found nothing", { $0.values["weight"] = [.number(1)] }),
      ("choice \"weight\": found 3, expected 2", { $0.values["weight"] = [.numbers([1, 0, 1])] }),
      ("choice \"weight\": found", { $0.values["weight"] = [.numbers([1, 1.5])] }),
      ("choice \"mean\": found", { $0.values["mean"] = [.numbers([1, 2]), .numbers([1])] }),
      ("choice \"mean\": found 3, expected 2", { $0.values["mean"]?.append(.numbers([1, 2])) }),
      ("choice \"shape\": found", { $0.values["shape"] = [.text("square")] }),
      ("choice \"other\": found 1, expected none", { $0.values["other"] = [.number(1)] }),
    ]
    for (reason, change) in changes {
      var choices = two
      change(&choices)
      let error = #expect(throws: DrawError.self) { try made(choices) }
      #expect(error?.description.hasPrefix(reason) == true, "\(reason): \(error as Any)")
      // Leniently they make an instance, which is strictly its own.
      let near = try made(choices, isStrict: false)
      #expect(try made(near.choices).text == near.text)
    }
    #expect(try made([:], isStrict: false).text == "1 round [0.0] [[0.0, 0.0]] 0.0")
  }

  @Test func `with a domain that says nothing is an error`() throws {
    let domains: [@Sendable (inout Draw) -> Void] = [
      { _ = $0.integer("x", in: .min ... .max) }, { _ = $0.integer("x", in: 1...2, shares: [1]) },
      { _ = $0.integer("x", in: 1...2, shares: [0, 0]) },
      { _ = $0.integer("x", in: 1...2, shares: [.nan, 1]) },
      { _ = $0.real("x", in: 0 ... .infinity) }, { _ = $0.real("x", in: 0...1, atEnds: 0.5) },
      { _ = $0.real("x", in: 0...1, atEnds: .nan) }, { _ = $0.logarithmic("x", in: 0...1) },
      { _ = $0.logarithmic("x", in: -2 ... -1) }, { _ = $0.normals("x", -1) },
      { _ = $0.normals("x", 2, scale: 0) },
      { _ = $0.normal("x", scale: .infinity) }, { _ = $0.element("x", of: [Int]()) },
      { _ = $0.element("x", of: [1, 1]) }, { _ = $0.orthonormal("x", rows: 2, columns: 3) },
    ]
    for domain in domains {
      let family = Family("none") { draw in
        domain(&draw)
        return 1
      }
      var draw = Draw(using: CounterBasedGenerator(key: 1))
      #expect(throws: DrawError.self) { try family.instance(of: &draw) }
      try planted("choice \"x\": found") { try forAll(family) { isZero(Double($0) * 0) } }
    }
  }

  @Test func `of matrices is orthonormal, uniform, and the identity at its simplest`() throws {
    var sum = Matrix(rows: 4, columns: 4)
    for key in 0..<500 {
      var draw = Draw(using: CounterBasedGenerator(key: UInt64(key)))
      let turn = draw.orthonormal("turn", rows: 4, columns: 4)
      #expect((turn.transposed * turn - .identity(4)).largestEntry < 1e-14)
      sum += turn.map { $0 * $0 }
      let tall = draw.orthonormal("tall", rows: 5, columns: 2)
      #expect((tall.transposed * tall - .identity(2)).largestEntry < 1e-14)
      let spectrum = [1.0, 2, 5]
      let matrix = draw.symmetric("matrix", spectrum: spectrum)
      #expect(abs(matrix.trace - 8) < 1e-13 && abs((matrix * matrix).trace - 30) < 1e-12)
    }
    // Each entry's square has the mean 1/4 and the variance 1/16 · 3/2 · …, below 1/16.
    #expect((0..<4).allSatisfy { i in (0..<4).allSatisfy { abs(sum[i, $0] / 500 - 0.25) < 0.06 } })
    var simplest = Draw(nearest: [:])
    #expect(simplest.orthonormal("turn", rows: 3, columns: 3) == .identity(3))
    #expect(simplest.symmetric("matrix", spectrum: [3, 2]) == .diagonal([3, 2]))
    // Tiny and huge vectors have a direction.
    for scale in [1e-200, 1e200] {
      var extreme = Draw(strictly: Choices(["turn": [.numbers([scale, scale]), .numbers([-scale])]]))
      let turn = extreme.orthonormal("turn", rows: 2, columns: 2)
      #expect((turn.transposed * turn - .identity(2)).largestEntry < 1e-14)
    }
  }

  @Test func `of a finite family is listed, each instance once`() throws {
    let small = Family("small") { draw in
      let n = draw.integer("n", in: 1...3, shares: [1, 0, 1])
      return (0..<n).map { _ in draw.element("side", of: ["left", "right"]) ?? "" }
    }
    let all = try #require(try small.enumeration(limit: 250))
    #expect(all.count == 10)
    let settings = try Settings(environment: [:])
    var seen: [String] = []
    let survey = try Instances(of: "p", count: 250, settings: settings).forEach(
      of: small.covering("of one", 0.2) { $0.count == 1 }
    ) { seen.append("\($0.instance)") }
    #expect(Set(seen).count == 10 && seen.count == 10 && survey.size == 10)
    #expect(survey.coverage.map(\.isMet) == [true] && survey.coverage[0].count == 2)
    // Shares of shards are shares of all; a law is sampled; more instances than asked for are as well.
    let half = try Settings(environment: ["THEOREM_SHARD": "1/2"])
    var part = 0
    _ = try Instances(of: "p", count: 250, settings: half).forEach(of: small) { _ in part += 1 }
    #expect(part == 5)
    let sampled = try Instances(of: "p", count: 250, settings: settings).forEach(of: small, isSampled: true) {
      _ in
    }
    #expect(sampled.size == nil)
    #expect(try small.enumeration(limit: 10) == nil || all.count <= 10)
    #expect(try Family("one") { _ in 1 }.enumeration(limit: 250)?.count == 1)
    #expect(try Family.unit.enumeration(limit: 250) == nil)
  }

  @Test func `of several families meets the hypotheses of all, and covers the classes of all`() throws {
    let above = Family.unit.assuming("above a half") { $0 > 0.5 }.covering("near one", 0.3) { $0 > 0.8 }
    let below = Family.unit.assuming("below a half") { $0 < 0.5 }.covering("near zero", 0.3) { $0 < 0.2 }
    try planted("the family rejects") { try forAll(above, below, .unit) { a, b, _ in isZero(a > b ? 0 : 1) } }
    let product = Family<(Double, Double)>.product(above, below)
    let settings = try Settings(environment: [:])
    let survey = try Instances(of: "p", count: 400, settings: settings).forEach(of: product) {
      #expect($0.instance.0 > 0.5 && $0.instance.1 < 0.5)
    }
    #expect(survey.rejected > 200 && survey.coverage.map(\.isMet) == [true, true])
    #expect(survey.coverage.map(\.name) == ["near one", "near zero"])
  }

  @Test func `of what is made of a family covers the classes of that family too`() throws {
    let rare = Family<Double>("numbers") { $0.real("x", in: 0...1) }.covering("near one", 0.3) { $0 > 0.99 }
    let families = [
      rare.map("twice") { number, _ in 2 * number },
      Family("a sum") { draw in try (rare.instance(&draw) ?? 0) + draw.real("y", in: 0...1) },
      rare.map("twice") { number, _ in 2 * number }.map("four times") { number, _ in 2 * number },
    ]
    for family in families {
      for environment in [[:], ["THEOREM_SHARD": "2/3"]] {
        let survey = try Instances(of: "p", count: 60, settings: Settings(environment: environment))
          .forEach(of: family) { _ in }
        #expect(survey.coverage.map(\.name) == ["near one"] && survey.coverage.map(\.isMet) == [false])
      }
      try planted("near one") { try forAll(family) { _ in isZero(0) } }
    }
    // Each family by itself, also those whose classes have one name.
    let often = Family<Double>("others") { $0.real("x", in: 0...1) }.covering("near one", 0.3) { $0 > 0.5 }
    let survey = try Instances(of: "p", count: 60, settings: Settings(environment: [:]))
      .forEach(of: rare.with(often)) { _ in }
    #expect(survey.coverage.map(\.name) == ["near one", "near one, of others"])
    #expect(survey.coverage.map(\.isMet) == [false, true])
  }
}
