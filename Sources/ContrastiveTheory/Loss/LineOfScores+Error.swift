import Evidence
import Foundation

// What the sums over equidistant nodes may be wrong by (Proofs/T24_FiniteNegatives.md, S9).

extension LineOfScores {
  /// What a sum over the nodes of log t may be wrong by.
  struct NodeError {
    var integration = 0.0
    var rounding = 0.0

    var budget: ErrorBudget { .proved([.integration: integration, .rounding: rounding]) }

    mutating func add(_ factor: Double, _ other: NodeError) {
      integration += factor * other.integration
      rounding += factor * other.rounding
    }
  }

  /// How far log t is moved from the line, below π/2.
  private static let nodeAngle = 1.45
  /// The largest difference of two scores' imaginary parts when an output is moved from the line, below π.
  private static let outputAngle = 0.8 * Double.pi

  /// The largest mean in absolute value.
  var farthest: Double { means.reduce(0) { max($0, abs($1)) } }

  /// What a weight or an entry of the coupling is off by, relative.
  var weightsError: Double { Double(2 * means.count + 4) * .ulpOfOne }

  /// How far a standardised output can be moved where no noise of a candidate is larger.
  func shift(noise: Double) -> Double { Self.outputAngle / (spread * (means.extent + 2 * spread * noise)) }

  /// The error of a sum over the outputs of what is analytic in the output at given candidates: a mean over the largest of their noises.
  /// - Parameters:
  ///   - step: as that of the sum.
  ///   - bound: of the mean over the outputs, increasing in the largest noise and in the shift.
  func outputError(step: Double, bound: (_ noise: Double, _ shift: Double) -> Double) -> Double {
    let apart = 2 * Double.pi / outputWidth(step: step)
    var (sum, noise) = (0.0, 0.0)
    while noise < 40 {
      let next = noise + 0.25
      let (near, far) = (min(shift(noise: noise), apart), min(shift(noise: next), apart))
      let left = 2 * exp(far * far / 2 - apart * far) / -expm1(-apart * far)
      sum += min(1, candidates * exp(-noise * noise / 2)) * left * bound(next, near)
      noise = next
    }
    // Beyond nine standard deviations.
    return sum + 4e-16 * bound(largestNoise, 0)
  }

  /// A bound on the mean of the largest noise of the candidates.
  private var largestNoise: Double { (2 * log(2 * candidates)).squareRoot() }

  private static let secant = 1 / cos(outputAngle / 2)

  /// Of |log R|.
  func excessBound(noise: Double, shift: Double) -> Double {
    let (typical, moved) = (farthest + spread, spread * shift)
    let outputs = 2 * farthest + spread * noise
    return (typical + moved) * outputs + log(candidates) + 2 * log(Self.secant) + 2 * Self.outputAngle
      + spread * spread * (typical * typical + moved * moved) / 2
  }

  /// Of the slopes by the means, their absolute values added.
  func byMeansBound(noise: Double, shift: Double) -> Double {
    (1 + Self.secant) * (2 * farthest + spread * (1 + shift + noise))
  }

  /// Of the slope by the spread.
  func bySpreadBound(noise: Double, shift: Double) -> Double {
    let output = farthest + spread * (1 + shift)
    return (1 + Self.secant) * (output * noise + (1 + shift) * (farthest + spread * noise))
  }

  /// What a change of the means by so much, and of the spread, does to L_N − log N − L; to its slopes it does at most ``curvature`` times as
  /// much.
  func moved(by change: Double) -> Double {
    let (typical, noise) = (farthest + spread, largestNoise + 1)
    return 8 * change * (typical + farthest + spread * noise) * noise
  }

  /// Of L_N, in the slopes.
  var curvature: Double {
    let (typical, noise) = (farthest + spread, largestNoise + 1)
    let square = pow(typical, 2) + pow(farthest + spread * noise, 2)
    return (8 * square + 4) * noise * noise
  }

  /// Sums over the nodes that tell what errors of ψ do to those of the integrand.
  struct NodeSums {
    private let candidates: Double
    /// E of the positive's e^s/Z.
    private let expectation: Double
    /// What an error of 1 − ψ does to Ψ, what it does to a share through Ψ, and the sum of the integrand's absolute values.
    private var (ofTransform, ofShare, size) = (0.0, 0.0, 0.0)

    init(_ law: CandidateLaw, partner: [Double], candidates: Double) {
      self.candidates = candidates
      expectation = zip(partner, law.expectations).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// - Parameters:
    ///   - drawn: (N − 1) Ψ/ψ.
    ///   - partner: Ψ/ψ₊.
    ///   - share: of the integrand.
    ///   - one: ψ.
    ///   - positive: ψ₊.
    mutating func add(
      _ t: Double, drawn: Double, partner: Double, share: Double, one: Double, positive: Double
    ) {
      let time = t / candidates
      let (near, far) = (min(2, time), min(2, time * expectation))
      ofTransform += drawn * near + partner * far
      ofShare += share * ((candidates - 1) * near / one + far / positive)
      size += share
    }

    /// E R.
    private var ratio: Double { (candidates - 1 + expectation) / candidates }

    /// - Parameters:
    ///   - end: the sum of Ψ over the last node and what lies beyond.
    ///   - meanLogarithm: E log e^s/Z.
    func errorOfLogarithm(
      _ law: CandidateLaw, end: Double, meanLogarithm: Double, weightsError: Double
    ) -> NodeError {
      let (a, start, c) = (law.width, exp(CandidateLaw.start), cos(nodeAngle))
      let onShifted =
        1 + ratio + log1p(1 / c) + log1p(c * ratio) - log(c) + log(candidates / (candidates - 1))
        + max(-meanLogarithm, 0)
      let squares = start * start / (2 * expm1(2 * a))
      let below = squares + min(squares * law.secondMoment, start * ratio / expm1(a))
      let integration = onShifted * LineOfScores.shifted(a) + a * (below + end)
      return NodeError(
        integration: integration + 1.01 * law.noiseError * a * ofTransform,
        rounding: (law.roundingError + weightsError) * 1.01 * a * ofTransform
          + .ulpOfOne * (100 * a * size + 2 * law.exponents + 20))
    }

    /// - Parameter end: as above.
    func errorOfShares(_ law: CandidateLaw, end: Double, weightsError: Double) -> NodeError {
      let (a, start, c) = (law.width, exp(CandidateLaw.start), cos(nodeAngle))
      let below = start / expm1(a) * min(start * law.secondMoment, ratio)
      let integration = LineOfScores.shifted(a) / c + a * (below + end / (exp(1) * -expm1(-a)))
      return NodeError(
        integration: integration + 1.01 * law.noiseError * a * (ofTransform + ofShare),
        rounding: (law.roundingError + weightsError) * 1.01 * a * (ofTransform + ofShare)
          + .ulpOfOne * 100 * (a * size + 1))
    }
  }

  /// What is left on the line of an integral over log t that is at most 1 where log t is moved, nodes so far apart.
  private static func shifted(_ width: Double) -> Double {
    let decay = 2 * Double.pi * nodeAngle / width
    return 2 * exp(-decay) / -expm1(-decay)
  }
}
