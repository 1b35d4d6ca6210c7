import Foundation
import MixtureFamilies
import TheoremTesting

/// With cosine similarity in place of the inner product InfoNCE need not stay in F. For two components of equal weight at ±a
/// with the identity for their covariance, at no temperature τ and for no bias is there a minimiser with its row space in F:
/// all encoders inside F have the same loss, and a second row t e₂, e₂ orthogonal to a, lowers it by c t + o(t), c > 0. For two
/// centred components with a shared covariance no encoder's loss is below that inside F by more than 1/(2 τ²), and for
/// δ > 0 the leak of the minimisers tends to 0 as τ → ∞.
@Suite(.theorem(.disproved))
struct `T64 Cosine similarity leaves F` {
  @Test func `an encoder with a lower loss than all inside F`() throws {
    try counterexample(known: [MirroredCosine(mean: 1, temperature: 1, bias: 1)], search: .mirroredCosine) {
      try $0.insideIsBest
    }
  }

  @Test func `so at every temperature, with a best stretch between certified ends`() throws {
    try forAll(.mirroredCosine, count: 40, observing: Observation.leaks) { cosine in
      guard let best = try cosine.bestStretch else {
        return .inconclusive("no minimum was found in the range of the scan")
      }
      let inside = try cosine.loss.value(MirroredCosine.inside)
      let gain = Verdict.positive(
        inside.value - best.best.loss.value, budget: inside.budget + best.best.loss.budget)
      return gain.and(best.verdict)
    }
  }

  @Test func `next to F the loss falls with the slope of the proof`() throws {
    try rate(
      1, neighbours: 0...2, sizes: [0.02, 0.04, 0.08], of: .mirroredCosine,
      axes: ("stretch t outside F", "error of the slope")
    ) { cosine, t in
      let (inside, near) = (
        try cosine.loss.value(MirroredCosine.inside), try cosine.loss.value(.diagonal([1, t]))
      )
      let slope = (near.value - inside.value) / t
      return Estimate(
        abs(slope - cosine.slopeAtF), budget: (inside.budget + near.budget).scaled(by: 1 / t))
    }
  }

  @Test func `no encoder gains more than 1 over 2 τ²`() throws {
    try upperBound(.cosines, attaining: 0.25) { try $0.gain }
  }

  @Test func `the best stretch falls as the temperature doubles`() throws {
    try forAll(.warmCosine, count: 30) { cosine in
      var warmer = cosine
      warmer.temperature *= 2
      guard let best = try cosine.bestStretch, let next = try warmer.bestStretch else {
        return .inconclusive("no minimum was found in the range of the scan")
      }
      let apart = Verdict.less(Estimate(exactly: next.high.t), than: Estimate(exactly: best.low.t))
      return apart.and(best.verdict).and(next.verdict)
    }
  }

  @Test func `twin: without centring`() throws {
    try twin(dropping: "centring", of: .rowsBesideF, breaking: { try $0.offCentre }) { try $0.gainVerdict }
  }

  @Test func `twin: without a shared covariance`() throws {
    try twin(dropping: "the shared covariance", of: .rowsBesideF, breaking: { try $0.tilted }) {
      try $0.gainVerdict
    }
  }
}

/// Two components of equal weight at (±mean, 0) with the identity for their covariance: F is the first axis.
private struct MirroredCosine: Sendable, Codable {
  let mean: Double
  var temperature: Double
  /// δ in [0, 1].
  let bias: Double

  /// Any encoder inside F.
  static let inside = Matrix(rowVectors: [[1, 0]])

  var loss: CosineInfoNCE {
    get throws {
      let mixture = try GaussianMixture(
        weights: [0.5, 0.5], means: Matrix(rowVectors: [[mean, -mean], [0, 0]]),
        covariances: .tied(.identity(2)))
      return try CosineInfoNCE(mixture.pairs(bias: bias), temperature: temperature)
    }
  }

  /// "diag(1, 1/2) has no lower loss than the encoders inside F", which all have the same.
  var insideIsBest: Verdict {
    get throws {
      let (inside, outside) = (try loss.value(Self.inside), try loss.value(.diagonal([1, 0.5])))
      return .less(inside, than: outside)
    }
  }

  /// Over encoders diag(1, t).
  var bestStretch: BracketedMinimum? {
    get throws { try loss.bestStretch(Self.inside, Matrix(rowVectors: [[0, 1]]), in: 0.03...3) }
  }

  /// The derivative of the loss of diag(1, t) at t = 0 (S3 of the proof): p(0) E|z| ∫ Ψ(cos ψ) / sin² ψ dψ over (0, π), by
  /// the midpoint rule, which converges faster than any power for a periodic function.
  var slopeAtF: Double {
    let nodes = 512
    let sum = (0..<nodes).reduce(0.0) { sum, i in
      let angle = (Double(i) + 0.5) * Double.pi / Double(nodes)
      let ratio = cosh(cos(angle) / temperature) / cosh(1 / temperature)
      return sum + (log(ratio) + ratio - 1) / (sin(angle) * sin(angle))
    }
    return exp(-mean * mean / 2) / Double.pi * sum * Double.pi / Double(nodes)
  }
}

extension Family<MirroredCosine> {
  fileprivate static let mirroredCosine = Family("components at ±a, any temperature") { generator in
    MirroredCosine(
      mean: generator.logUniform(in: 0.4...1.5), temperature: generator.logUniform(in: 0.15...3),
      bias: randomBias(using: &generator))
  }
  .covering("temperature below a half", 0.3) { $0.temperature < 0.5 }
  .covering("temperature above one", 0.2) { $0.temperature > 1 }

  fileprivate static let warmCosine = Family("components at ±a, temperature one to two") { generator in
    MirroredCosine(
      mean: generator.logUniform(in: 0.5...1), temperature: generator.logUniform(in: 1...2), bias: 1
    )
  }
}

extension Observation<MirroredCosine> {
  /// At two separations of their own, and the temperatures of the instances.
  fileprivate static let leaks = [0.5, 1].map { mean in
    Observation(
      "leak of cosine InfoNCE by the temperature, components at ±\(mean)",
      x: ("temperature τ", { $0.temperature }),
      y: (
        "share of H outside F, best of diag(1, t)",
        { cosine in
          let moved = MirroredCosine(mean: mean, temperature: cosine.temperature, bias: 1)
          let t = try moved.bestStretch?.best.t ?? .nan
          return t * t / (1 + t * t * t * t).squareRoot()
        }
      ))
  }
}
