import TheoremTesting

@testable import TheoremTesting

/// Numbers from 0 to 1.
private let unit = Family<Double>("uniform numbers") { $0.uniform() }

/// "The number is zero", to a rounding error of `error`.
private func isZero(_ number: Double, error: Double = 1e-9) -> Verdict {
  .vanishes(measured: number, budget: ErrorBudget([.rounding: error]))
}

@Suite struct `A universal property` {
  @Test func `passes when all instances hold`() throws {
    try forAll(unit) { _ in isZero(0) }
  }

  @Test func `fails when one instance of many refutes it`() throws {
    withKnownIssue { try forAll(unit) { isZero($0 < 0.995 ? 0 : $0) } }
  }

  @Test func `records one issue, with the worst instance in full`() throws {
    let name = try #require(Test.current?.name)
    let largest = try #require(try (0..<50).map { try unit.instance($0, of: name, epoch: 0) }.max())
    try withKnownIssue {
      try forAll(unit, count: 50) { isZero($0) }
    } matching: { issue in
      let text = issue.comments.map(\.rawValue).joined()
      return text.contains("50 of 50 instances refute it") && text.contains("instance: \(largest)")
    }
  }

  @Test func `fails on NaN`() throws {
    withKnownIssue { try forAll(unit) { _ in isZero(.nan) } }
    withKnownIssue { try forAll(unit) { _ in isZero(0, error: .nan) } }
  }

  @Test func `fails when the error budget is larger than the resolution`() throws {
    withKnownIssue { try forAll(unit) { _ in isZero(0, error: 1) } }
  }

  @Test func `fails when an instance cannot be computed`() throws {
    withKnownIssue {
      try forAll(unit) { number in
        if number > 0.9 { throw IntegrationError.scoresTooSpread }
        return isZero(0)
      }
    }
  }

  @Test func `fails without instances`() throws {
    withKnownIssue { try forAll(unit, count: 0) { _ in isZero(0) } }
  }

  @Test func `fails when a class is not covered`() throws {
    let vacuous = unit.covering("above two", 0.3) { $0 > 2 }
    withKnownIssue { try forAll(vacuous) { _ in isZero(0) } }
    let thin = unit.covering("above three quarters", 0.3) { $0 > 0.75 }
    withKnownIssue { try forAll(thin) { _ in isZero(0) } }
    let covered = unit.covering("above a half", 0.3) { $0 > 0.5 }
    try forAll(covered) { _ in isZero(0) }
  }
}

@Suite struct `Other forms` {
  @Test func `a twin needs a violation of ten bounds`() throws {
    func property(_ number: Double) -> Verdict { isZero(number) }
    let zero = Family<Double>("zero") { _ in 0 }
    try twin(dropping: "nothing", of: zero, breaking: { _ in 1e-8 }, property)
    withKnownIssue { try twin(dropping: "too little", of: zero, breaking: { _ in 5e-9 }, property) }
    withKnownIssue { try twin(dropping: "nothing", of: zero, breaking: { $0 }, property) }
  }

  @Test func `a twin needs originals that hold`() throws {
    withKnownIssue { try twin(dropping: "nothing", of: unit, breaking: { _ in 1 }) { isZero($0) } }
  }

  @Test func `a counterexample must violate the statement, all of them`() throws {
    try counterexample([1.0, 0.5]) { isZero($0) }
    withKnownIssue { try counterexample([1.0, 0]) { isZero($0) } }
    withKnownIssue { try counterexample([1.0, .nan]) { isZero($0) } }
    withKnownIssue { try counterexample([Double]()) { isZero($0) } }
  }

  @Test func `a frequency counts the undecided against the claim`() throws {
    // A tenth of the instances violate it.
    func violated(_ number: Double) -> Verdict { isZero(number < 0.1 ? 1 : 0) }
    try fails(forAtMost: 0.2, of: unit, count: 1000, violated)
    withKnownIssue { try fails(forAtMost: 0.05, of: unit, count: 1000, violated) }
    // The interval reaches beyond the claim: not decided, so not passed.
    withKnownIssue { try fails(forAtMost: 0.11, of: unit, count: 1000, violated) }
    withKnownIssue {
      try fails(forAtMost: 0.2, of: unit, count: 1000) { isZero(0, error: $0 < 0.3 ? .nan : 1e-9) }
    }
  }
}

@Suite struct `Instances` {
  @Test func `are a function of property, epoch and index`() throws {
    let first = try unit.instance(7, of: "T10/x", epoch: 0)
    #expect(try unit.instance(7, of: "T10/x", epoch: 0) == first)
    #expect(try unit.instance(8, of: "T10/x", epoch: 0) != first)
    #expect(try unit.instance(7, of: "T10/y", epoch: 0) != first)
    #expect(try unit.instance(7, of: "T10/x", epoch: 1) != first)
  }

  @Test func `shards cover every instance once`() throws {
    var seen: [Double] = []
    for shard in 1...3 {
      let settings = try Settings(environment: ["THEOREM_SHARD": "\(shard)/3"])
      try unit.forEachInstance(count: 20, settings: settings, property: "p") { seen.append($0) }
    }
    let all = try (0..<20).map { try unit.instance($0, of: "p", epoch: 0) }
    #expect(seen.sorted() == all.sorted())
  }

  @Test func `settings that do not parse are refused by name`() {
    for (variable, value) in [
      ("THEOREM_EPOCH", "-1"), ("THEOREM_INSTANCES", "0"), ("THEOREM_INSTANCES", "many"),
      ("THEOREM_SHARD", "4/3"),
      ("THEOREM_SHARD", "1"),
    ] {
      let error = #expect(throws: SettingsError.self) { try Settings(environment: [variable: value]) }
      #expect(error?.description.hasPrefix("\(variable): found \"\(value)\"") == true)
    }
  }

  @Test func `a mixture family has the prescribed ratios and condition`() throws {
    var generator = CounterBasedGenerator(key: 3)
    var recipe = MixtureFamily()
    recipe.fisherRatios = 2...3
    recipe.condition = 1000...1000
    for _ in 0..<20 {
      let mixture = try recipe.draw(using: &generator)
      let q = try mixture.fisherSubspace.dimension
      #expect(q == min(mixture.componentCount - 1, mixture.dimension))
      let ratios = try LinearDiscriminants(of: mixture, against: mixture.withinClassCovariance, dimension: q)
      #expect(ratios.values.allSatisfy { $0 > 2 - ratios.valueError && $0 < 3 + ratios.valueError })
      let spectrum = try SymmetricEigen(of: mixture.withinClassCovariance).values
      let condition = spectrum[spectrum.count - 1] / spectrum[0]
      #expect(mixture.dimension == 1 || abs(condition - 1000) < 1e-6 || abs(condition - 1) < 1e-12)
      #expect(mixture.mean.allSatisfy { abs($0) < 1e-12 })
    }
  }
}

@Suite struct `Binomial law` {
  @Test func `agrees with sums by hand`() {
    #expect(abs(Binomial(trials: 3, probability: 0.5).atMost(1) - 0.5) < 1e-15)
    #expect(Binomial(trials: 3, probability: 0.2).atMost(3) == 1)
    #expect(Binomial(trials: 3, probability: 0.2).atMost(-1) == 0)
    #expect(abs(Binomial(trials: 10, probability: 0.3).atMost(2) - 0.3827827864) < 1e-10)
  }

  @Test func `the exact interval has the published ends`() {
    // Clopper-Pearson, 5 of 20 at 95%: R's binom.test prints 0.08657147 0.49104587.
    let interval = Binomial.interval(successes: 5, trials: 20, confidence: 0.95)
    #expect(abs(interval.lowerBound - 0.08657147) < 1e-8 && abs(interval.upperBound - 0.49104587) < 1e-8)
    // None of n: 1 - (α/2)^(1/n).
    let none = Binomial.interval(successes: 0, trials: 10, confidence: 0.9)
    #expect(none.lowerBound == 0 && abs(none.upperBound - 0.2588655509) < 1e-9)
    #expect(Binomial.interval(successes: 10, trials: 10, confidence: 0.9).upperBound == 1)
  }
}
