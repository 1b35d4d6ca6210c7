import MixtureFamilies
import TheoremTesting

/// Let a Gaussian mixture be centred, with a shared covariance. With cosine similarity in place of the inner product, for every
/// temperature τ, number of rows and bias, the row space of the minimisers of population InfoNCE lies in the Fisher subspace F.
@Suite(.theorem(.disproved))
struct `T64 Cosine similarity stays in F` {
  @Test func `an encoder with a lower loss than all inside F`() throws {
    try counterexample(of: .mirrored, known: [["mean": 1, "temperature": 1, "bias": 1]]) {
      try $0.isBestInside
    }
  }

  @Test func `so at every temperature, with a best stretch between certified ends`() throws {
    // At two separations of their own, and the temperatures of the instances.
    let leaks = [0.5, 1].map { mean in
      Observation<CosineProblem>(
        "leak of cosine InfoNCE by the temperature, components at ±\(mean)",
        x: ("temperature τ", { $0.temperature }), y: "share of H outside F, best of diag(1, t)"
      ) { problem in
        let moved = try CosineProblem.mirrored(mean: mean, bias: 1, temperature: problem.temperature)
        let t = try moved.bestStretch?.middle.t ?? .nan
        return t * t / (1 + t * t * t * t).squareRoot()
      }
    }
    try forAll(.mirrored, count: 40, observing: leaks) { problem in
      guard let best = try problem.bestStretch else { return .noMinimum }
      return try Verdict.less(best.middle.loss, than: problem.losses.inside).and(best.verdict)
    }
  }

  @Test func `next to F the loss falls with the slope of the proof`() throws {
    try rate(
      1, neighbours: 0...2, sizes: [0.005, 0.01, 0.02], of: .mirrored, count: 100,
      axes: ("stretch t outside F", "error of the slope, in nats")
    ) { problem, t in
      let change = try problem.loss.value(.diagonal([1, t])) - problem.losses.inside
      return (change / Estimate(exactly: t) - Estimate(exactly: problem.slopeAtF)).magnitude
    }
  }

  @Test func `one row is best inside F`() throws {
    let rows = Family<CosineProblem>.pairs(
      "two components and a row, any temperature", rows: 1...1, temperature: 0.2...10)
    try forAll(rows.coveringHardMixtures { $0.mixture }) { try $0.isBestInside }
  }

  @Test func `of three means on a line one row is best off F`() throws {
    try counterexample(known: [CosineProblem.collinear(temperature: 5)]) { try $0.isBestInside }
  }

  @Test func `of three means on a line one row gains more than 1 over 2 τ²`() throws {
    try counterexample(known: [CosineProblem.collinear(temperature: 41)]) { try .atMost($0.gain) }
  }

  @Test func `of three means on a line no number of rows is best inside F, at a high temperature`() throws {
    try counterexample(known: [CosineProblem.collinear(temperature: 20.3)]) { try $0.isNotExcluded }
  }

  @Test func `no encoder gains more than 1 over 2 τ²`() throws {
    let encoders = Family<CosineProblem>.pairs(
      "two components and an encoder of one or two rows, any temperature", rows: 1...2, temperature: 0.2...10
    )
    .coveringCondition { $0.mixture }
    .covering("a loss below that inside F", 0.1) { try $0.gain.number.value > 0 }
    try upperBound(encoders, attaining: 0.25) { try $0.gain }
  }

  @Test func `the best stretch falls as the temperature doubles`() throws {
    let warm = Family<CosineProblem>("components at ±a, temperature one to two") { draw in
      try .mirrored(
        mean: draw.logarithmic("mean", in: 0.5...1), bias: 1,
        temperature: draw.logarithmic("temperature", in: 1...2))
    }
    try forAll(warm, count: 30) { problem in
      let warmer = problem.with(\.temperature, 2 * problem.temperature)
      guard let best = try problem.bestStretch, let next = try warmer.bestStretch else { return .noMinimum }
      let apart = Verdict.less(Estimate(exactly: next.high.t), than: Estimate(exactly: best.low.t))
      return apart.and(best.verdict).and(next.verdict)
    }
  }

  @Test func `centring cannot be dropped`() throws {
    try cannotDrop("centring", of: .besideF, replacing: { try $0.offCentre }) { try .atMost($0.gain) }
  }

  @Test func `the shared covariance cannot be dropped`() throws {
    try cannotDrop("the shared covariance", of: .besideF, replacing: { try $0.tilted }) {
      try .atMost($0.gain)
    }
  }
}

extension Family<CosineProblem> {
  fileprivate static let mirrored = Family("components at ±a, any temperature") { draw in
    try .mirrored(
      mean: draw.logarithmic("mean", in: 0.4...1.5), bias: draw.real("bias", in: 0...1, atEnds: 0.05),
      temperature: draw.logarithmic("temperature", in: 0.15...3))
  }
  .covering("temperature below a half", 0.3) { $0.temperature < 0.5 }
  .covering("temperature above one", 0.2) { $0.temperature > 1 }

  /// Where little can be gained.
  fileprivate static let besideF = pairs(
    "rows beside F, a high temperature", rows: 1...1, temperature: 300...1000)
}
