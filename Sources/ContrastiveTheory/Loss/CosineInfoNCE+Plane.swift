import CVectorMath
import Evidence
import Foundation
import LinearAlgebra

extension CosineInfoNCE {
  /// The loss of two rows by equidistant angles, with what these leave of the integrals and what rounding adds
  /// (Proofs/T64_CosineSimilarity.md).
  func plane(_ rows: DoubleDoubleMatrix, stretch: Double, nodes: Int?) throws -> Estimate {
    let laws = try (0..<pairs.mixture.componentCount).map { k in
      let law = law(k, of: rows)
      return try AngleLaw(mean: law.mean, covariance: law.covariance, stretch: stretch)
    }
    var count = nodes ?? 64
    while nodes == nil, count < 8192,
      !(strip(laws, stretch: stretch, nodes: count).total < 1e-13 / temperature)
    { count *= 2 }
    return sum(laws, nodes: count, stretch: stretch, left: strip(laws, stretch: stretch, nodes: count))
  }

  /// What equidistant angles leave of the integrals, by the widths of the strips in which the integrands are analytic.
  private struct Strip {
    /// Of a mean of an output's direction, of the expectation inside the logarithm, and of the sum of the logarithms.
    var (mean, inner, outer) = (Double.infinity, Double.infinity, Double.infinity)
    /// A bound on the slope of the density.
    var slope = Double.infinity

    var total: Double { mean + inner + outer }
  }

  private func strip(_ laws: [AngleLaw], stretch: Double, nodes: Int) -> Strip {
    var strip = Strip()
    let lengths = (mean: (1 + stretch * stretch) / 2, half: (1 - stretch * stretch) / 2)
    for power in 0..<28 {
      let height = 0.005 * pow(1.25, Double(power))
      let widening = cosh(2 * height)
      let narrowest = lengths.mean - lengths.half * widening
      let densities = laws.map { $0.bound(widening: widening) }
      guard narrowest > 0, let largest = densities.max(), largest.isFinite else { break }
      let density = zip(pairs.mixture.weights, densities).reduce(0) { $0 + $1.0 * $1.1 }
      // The squared length of a direction, and of its real and its imaginary part.
      let square = (lengths.mean * widening - lengths.half) / narrowest
      let (real, turned) = (((square + 1) / 2).squareRoot(), ((square - 1) / 2).squareRoot() / temperature)
      let left = 4 * Double.pi / expm1(height * Double(nodes))
      strip.mean = min(strip.mean, left * largest * square.squareRoot())
      strip.inner = min(strip.inner, left * density * exp((real - 1) / temperature))
      strip.slope = min(strip.slope, density / height)
      guard turned < 0.45 * Double.pi else { continue }
      strip.outer = min(strip.outer, left * density * (real / temperature - log(cos(turned)) + turned))
    }
    return strip
  }

  /// The loss by sums over equidistant angles ψ, where the output has the angle φ, tan φ = stretch · tan ψ.
  private func sum(_ laws: [AngleLaw], nodes: Int, stretch: Double, left: Strip) -> Estimate {
    let step = 2 * Double.pi / Double(nodes)
    let points = (0..<nodes).map { Self.point($0, of: nodes) }
    let directions = points.map { point in
      let length = (point.x * point.x + stretch * stretch * point.y * point.y).squareRoot()
      return (x: point.x / length, y: stretch * point.y / length)
    }
    var mixture = [Double](repeating: 0, count: nodes)
    var errors = mixture
    var means: [(x: Double, y: Double)] = []
    var ofMeans = 0.0
    for (k, law) in laws.enumerated() {
      var (mean, error) = ((x: 0.0, y: 0.0), 0.0)
      for i in 0..<nodes {
        let density = law.density(points[i].x, points[i].y)
        let mass = step * density.value
        mixture[i] += pairs.mixture.weights[k] * mass
        errors[i] += pairs.mixture.weights[k] * step * density.error
        error += step * density.error
        mean = (mean.x + mass * directions[i].x, mean.y + mass * directions[i].y)
      }
      means.append(mean)
      ofMeans = max(ofMeans, error)
    }
    let alignment = pairs.coupling.inner(
      Matrix(rows: laws.count, columns: laws.count) { means[$0].x * means[$1].x + means[$0].y * means[$1].y })
    // The nodes are off by 3u, and a direction by that over the stretch.
    let (count, scale) = (Double(nodes), 1 / temperature)
    let ofNodes = 3 * .ulpOfOne * left.slope
    let ofCosines = (8 + 4 / stretch) * .ulpOfOne
    var (spread, integration, rounding) = (0.0, 0.0, 0.0)
    for i in 0..<nodes where mixture[i] > 0 {
      // exp((cosine − 1)/τ) with each of the angles.
      var kernels = directions.map { scale * (directions[i].x * $0.x + directions[i].y * $0.y) }
      vector_exponentials(&kernels, nodes, scale)
      var (expectation, error) = (0.0, 0.0)
      for j in 0..<nodes {
        expectation += mixture[j] * kernels[j]
        error += errors[j] * kernels[j]
      }
      let logarithm = log(expectation) + scale
      spread += mixture[i] * logarithm
      // No logarithm of a positive mean of kernels is farther off than this.
      let most = abs(log(expectation)) + 2 * scale
      func change(_ error: Double) -> Double { 2 * error <= expectation ? 2 * error / expectation : most }
      integration += mixture[i] * change(left.inner)
      let own = (count + 8 + Double(laws.count) + 4 * scale) * .ulpOfOne + ofCosines * scale
      rounding += (errors[i] + step * ofNodes) * abs(logarithm)
      rounding += mixture[i] * (change(error + 2 * .pi * ofNodes) + 2 * own + 4 * .ulpOfOne * (most + scale))
    }
    let ofMean = left.mean
    integration += left.outer + scale * ofMean * (2 + ofMean)
    let moved = ofMeans + 2 * .pi * ofNodes + (count + 8) * .ulpOfOne + ofCosines
    rounding += scale * moved * (2 + moved) + (pairs.weightsError + count * .ulpOfOne) * (2 * scale + 1)
    return Estimate(
      spread - alignment / temperature, budget: .proved([.integration: integration, .rounding: rounding]))
  }

  /// The point of the circle at a share of the whole turn, by an angle of at most an eighth.
  private static func point(_ index: Int, of nodes: Int) -> (x: Double, y: Double) {
    let quarter = nodes / 4
    let turns = (index + quarter / 2) / quarter
    let angle = Double(index - turns * quarter) * (2 * Double.pi / Double(nodes))
    let (x, y) = (cos(angle), sin(angle))
    switch turns % 4 {
    case 0: return (x, y)
    case 1: return (-y, x)
    case 2: return (-x, -y)
    default: return (y, -x)
    }
  }
}

/// The law of the angle of a normal vector of the plane whose second coordinate is divided by a stretch.
private struct AngleLaw {
  /// With D = diag(1, stretch): D Σ⁻¹ D, D Σ⁻¹ m, mᵀ Σ⁻¹ m and stretch / (2π √det Σ).
  private let precision: Matrix
  private let pulled: Matrix
  private let square: Double
  private let scale: Double

  init(
    mean: DoubleDoubleMatrix, covariance: DoubleDoubleMatrix, stretch: Double
  ) throws(LinearAlgebraError) {
    let factor = try DoubleDoubleCholesky(of: covariance)
    let scales = DoubleDoubleMatrix(.diagonal([1, stretch]))
    precision = (scales * factor.solve(scales)).symmetricPart.high
    let solved = factor.solve(mean)
    pulled = (scales * solved).high
    square = (mean.transposed * solved)[0, 0].high
    let root = factor.exactFactor
    scale = stretch / (2 * Double.pi * (root[0, 0] * root[1, 1]).high)
  }

  /// The density at the angle with this cosine and sine, the integral of the normal density along the ray,
  /// ∫ r exp(−(a r² − 2 b r + mᵀΣ⁻¹m)/2) dr with a = uᵀΣ⁻¹u and b = uᵀΣ⁻¹m; and what rounding may have done to it.
  func density(_ cosine: Double, _ sine: Double) -> (value: Double, error: Double) {
    let terms = [
      precision[0, 0] * cosine * cosine, 2 * precision[0, 1] * cosine * sine, precision[1, 1] * sine * sine,
    ]
    let a = terms.reduce(0, +)
    guard a > 0 else { return (0, .infinity) }
    let root = a.squareRoot()
    let c = (pulled[0, 0] * cosine + pulled[1, 0] * sine) / root
    let below = erfc(-c / 2.0.squareRoot()) / 2 * (2 * Double.pi).squareRoot()
    let (near, far) = (exp(-square / 2), below * exp((c * c - square) / 2))
    let value = scale * max(near + c * far, 0) / a

    let ofForm = 6 * .ulpOfOne * terms.reduce(0) { $0 + abs($1) } / a
    let pull = abs(pulled[0, 0] * cosine) + abs(pulled[1, 0] * sine)
    let ofPull = 4 * .ulpOfOne * pull / root + abs(c) * (ofForm + 4 * .ulpOfOne)
    let slope = c > 0 ? far * (1 + c * c) + c * near : 1.26 * near
    let ofExponentials = .ulpOfOne * (near * (square + 4) + abs(c) * far * (c * c + square + 20))
    let ofRay = 1.01 * slope * ofPull + ofExponentials
    return (value, value * (ofForm + 8 * .ulpOfOne) + scale / a * ofRay)
  }

  /// A bound on the density where the angle has an imaginary part, by the hyperbolic cosine of twice that; infinite where none is known.
  func bound(widening: Double) -> Double {
    let middle = (precision[0, 0] + precision[1, 1]) / 2
    let difference = (precision[0, 0] - precision[1, 1]) / 2
    let half = (difference * difference + precision[0, 1] * precision[0, 1]).squareRoot()
    let least = middle - half * widening
    guard least > 1e-12 * middle else { return .infinity }
    let largest = square * (middle * widening - half) / least
    let ray = exp(-square / 2) + (2 * Double.pi * largest).squareRoot() * exp((largest - square) / 2)
    return 1.01 * scale * ray / least
  }
}
