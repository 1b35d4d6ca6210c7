import Evidence
import Foundation
import LinearAlgebra
import RandomNumbers
import Testing

@testable import ContrastiveTheory

/// Samples of InfoNCE's gradient for unequal covariances (Proofs/Certificate.md, S17).
@Suite struct `Samples where covariances differ` {
  private func loss(_ key: Int, d: Int, components: Int) throws -> GeneralInfoNCE {
    let mixture = try TestMixtures.unequal(UInt64(key), d: d, components: components).centred
    return try #require(try InfoNCE(mixture.pairs(bias: 0.8)).whitened as? GeneralInfoNCE)
  }

  private func encoder(_ rows: Int, _ d: Int, size: Double, key: Int) -> Matrix {
    var generator = CounterBasedGenerator(key: UInt64(key), stream: 0x717)
    return size * Matrix.normal(rows: rows, columns: d, using: &generator)
  }

  @Test func `the bound of a sample dominates the true error on every instance`() throws {
    var ratios: [Double] = []
    for key in 0..<24 {
      let (d, rows) = (1 + key % 3, 1 + key / 3 % 2)
      let loss = try loss(key, d: d, components: 2 + key % 2)
      let encoder = encoder(rows, d, size: [0.2, 0.5, 0.8][key % 3], key: key)
      let truth = try loss.gramGradient(at: encoder)
      let sampled = try loss.gramGradient(
        at: encoder, purpose: key % 4 == 0 ? .descent : .certificate, draws: 1e5)
      #expect(sampled.error[.statistical] > 0 && sampled.error.grade == .proved, "key \(key)")
      let difference = sampled.core - (truth.basis * truth.core).timesTranspose(truth.basis)
      let plain = difference.frobeniusNorm
      #expect(plain <= sampled.error.total + truth.error.total, "key \(key)")
      let weighted = try Cholesky(of: sampled.moment).solveLower(difference).frobeniusNorm
      #expect(weighted <= sampled.weightedError.total + truth.weightedError.total, "key \(key)")
      ratios.append(sampled.weightedError.total / weighted)
    }
    ratios.sort()
    print(
      "a sample's bound is \(ratios[ratios.count / 2]) times its error at the median, at least \(ratios[0]) times"
    )
  }

  /// Λ + C of a draw z, −z by the definition, without a word of the sums' code.
  private func gradient(_ loss: GeneralInfoNCE, _ sums: TiltedSums, gram: Matrix, z: Matrix) -> Matrix {
    var sum = Matrix(rows: loss.dimension, columns: loss.dimension)
    for (k, law) in sums.laws.enumerated() {
      for sign in [1.0, -1] {
        let lifted = Matrix(rows: z.rows + 1, columns: 1) { i, _ in i == 0 ? 1 : sign * z[i - 1, 0] }
        let image: Matrix = law.image * lifted
        let tilts: [Matrix] = loss.weights.indices.map { l in
          loss.means.columns(l..<(l + 1)) + loss.covariances[l] * image
        }
        let scores: [Double] = loss.weights.indices.map { l in
          log(loss.weights[l]) + image.inner(loss.means.columns(l..<(l + 1)))
            + image.inner(loss.covariances[l] * image) / 2
        }
        let largest = scores.max() ?? 0
        let total = scores.reduce(0) { $0 + exp($1 - largest) }
        var mean = Matrix(rows: loss.dimension, columns: 1)
        var second = Matrix(rows: loss.dimension, columns: loss.dimension)
        for (l, tilt) in tilts.enumerated() {
          let p = exp(scores[l] - largest) / total
          mean += p * tilt
          let square: Matrix = tilt.timesTranspose(tilt)
          second += p * (loss.covariances[l] + square)
        }
        let covariance = second - mean.timesTranspose(mean)
        let own =
          loss.means.columns(k..<(k + 1)).timesTranspose(mean) + loss.covariances[k] * gram * covariance
        sum += (loss.weights[k] / 2) * own
      }
    }
    return sum.symmetricPart
  }

  @Test func `the moments of a draw are those of the definition`() throws {
    for key in 0..<8 {
      // More coordinates than one block of eight, and fewer.
      let loss = try loss(key, d: [2, 3, 9][key % 3], components: 2 + key % 4)
      let gram = encoder(2, loss.dimension, size: 0.5, key: key).gram
      let roots = try loss.covariances.map { try Cholesky(of: $0).factor }
      let sums = loss.tiltedSums(at: gram, roots: roots)
      var generator = CounterBasedGenerator(key: UInt64(key))
      var batch = sums.batch(ofSize: 40)
      var copy = generator
      let moments = batch.mean(using: &generator)
      let draws = (0..<40).map { _ in
        Matrix(rows: loss.dimension, columns: 1) { _, _ in normalQuantile(copy.uniform()) }
      }
      let exact = draws.reduce(Matrix(rows: loss.dimension, columns: loss.dimension)) {
        $0 + gradient(loss, sums, gram: gram, z: $1)
      }
      let found = loss.tilted(moments, loss.covariances.map { $0 * gram }).gradient
      #expect((found - 1.0 / 40 * exact).frobeniusNorm < 1e-12 * exact.frobeniusNorm, "key \(key)")
    }
  }

  @Test func `no two draws differ by more than the range`() throws {
    var nearest = 0.0
    for key in 0..<18 {
      let loss = try loss(key, d: 1 + key % 3, components: 2 + key % 2)
      let gram = encoder(2, loss.dimension, size: [0.2, 1, 3][key / 3 % 3], key: key).gram
      let roots = try loss.covariances.map { try Cholesky(of: $0).factor }
      let sums = loss.tiltedSums(at: gram, roots: roots)
      let pulled = loss.covariances.map { $0 * gram }
      let root = try Cholesky(of: loss.secondMoment)
      let exactRoot = try DoubleDoubleCholesky(of: loss.secondMoment)
      let moment = try SymmetricEigen(of: loss.secondMoment).values.last ?? 1
      var generator = CounterBasedGenerator(key: UInt64(key), stream: 1)
      for radius in [0.3, 2, 8] {
        let range = TiltedReach(sums, pulled: pulled, root: exactRoot, moment: moment, radius: radius)
          .range(loss.covariances, pulled: pulled, root: exactRoot)
        let values = (0..<60).map { index in
          let direction = Matrix.normal(rows: loss.dimension, columns: 1, using: &generator)
          let length = radius * (index % 2 == 0 ? 1 : generator.uniform())
          return root.solveLower(
            gradient(loss, sums, gram: gram, z: (length / direction.frobeniusNorm) * direction))
        }
        for value in values {
          let difference = (value - values[0]).frobeniusNorm
          #expect(difference <= range, "key \(key)")
          nearest = max(nearest, difference / range)
        }
      }
    }
    print("two draws differ by \(nearest) of the range at most")
  }

  @Test func `the range is that of S17`() throws {
    // Numbers by hand: K = 2, d = 1, means ±1, covariances 1 ± ½, H = h, z in [−2, 2].
    let (h, radius) = (0.5, 2.0)
    let variances = [0.5, 1.5]
    let mixture = try GaussianMixture(
      weights: [0.5, 0.5], means: Matrix(rowVectors: [[-1, 1]]),
      covariances: .full(variances.map { Matrix(rowVectors: [[$0]]) }))
    let loss = try #require(try InfoNCE(mixture.pairs(bias: 1)).whitened as? GeneralInfoNCE)
    let roots = variances.map { Matrix(rowVectors: [[$0.squareRoot()]]) }
    let sums = loss.tiltedSums(at: Matrix(rowVectors: [[h]]), roots: roots)
    let pulled = variances.map { Matrix(rowVectors: [[h * $0]]) }
    let root = try DoubleDoubleCholesky(of: loss.secondMoment)
    let found = TiltedReach(sums, pulled: pulled, root: root, moment: 2, radius: radius)
      .range(loss.covariances, pulled: pulled, root: root)
    var (squares, others) = (0.0, 0.0)
    for (k, variance) in variances.enumerated() {
      let (centre, slope) = (h * [-1, 1][k], h * variance.squareRoot())
      let apart = 2 + centre
      let mean = abs(apart) + 2 * radius * slope / 2
      let tilts = abs(apart) + radius * slope
      squares += mean * mean / 2
      // The root of S = 2 divides what has a prime.
      others += (h * variance + tilts * h * variance * tilts) / 2.0.squareRoot() / 2
    }
    let expected = squares.squareRoot() * (1 + 1 / 2.0.squareRoot()) / 2 + others
    #expect(abs(found / expected - 1.001) < 1e-12)
  }

  @Test func `the error of a bounded mean is that of S17, and draws outside of the ball have none`() throws {
    let loss = try loss(1, d: 2, components: 2)
    let sums = loss.tiltedSums(
      at: .identity(2), roots: try loss.covariances.map { try Cholesky(of: $0).factor })
    let sample = SoftmaxSample(.certificate, count: 1e4)
    // Nothing of it is seen to vary.
    let range = 3.0
    func error(missed: Double) -> Double {
      let sums = TiltedSums(laws: sums.laws, weights: sums.weights, means: sums.means, missed: missed)
      let image = SoftmaxSample.Image<TiltedMoments>(variation: .bounded(range)) { 0 * $0.means }
      return sample.total(of: sums, images: [image]).errors[0]
    }
    func expected(missed: Double) -> Double {
      let (draws, pairs) = (Double(sample.count), 2048.0)
      let miss = sample.purpose.falseAlarm - draws * missed
      let left = 1 - (6 * log(2 / miss) / pairs).squareRoot()
      let deviation = range * (2 * log(2 / miss) / draws).squareRoot() / left
      return deviation * (2 * log(4 / miss) / draws).squareRoot() + range / 3 * log(4 / miss) / draws
    }
    let share = sample.purpose.falseAlarm / Double(sample.count)
    for missed in [0, 0.5 * share, 0.999 * share] {
      #expect(abs(error(missed: missed) / expected(missed: missed) - 1) < 1e-9)
    }
    #expect(error(missed: share) == .infinity)
  }

  /// Means twice as far apart, which takes more than two directions to tell.
  private func apart(_ key: Int, d: Int, components: Int) throws -> InfoNCE {
    let drawn = try TestMixtures.unequal(UInt64(key), d: d, components: components)
    let mixture = try GaussianMixture(
      weights: drawn.weights, means: 2 * drawn.means,
      covariances: .full((0..<components).map(drawn.covariance)))
    return try InfoNCE(mixture.centred.pairs(bias: 0.9))
  }

  @Test func `a minimiser by a sample is as near as its certificate says`() throws {
    for key in 0..<4 {
      let loss = try apart(key, d: 3, components: 3)
      let whitened = try #require(loss.whitened as? GeneralInfoNCE)
      let descent = try SampleAverageDescent(whitened)
      let sample = SoftmaxSample(.descent, count: 2e4, batches: 128)
      let found = try #require(try descent.minimum(of: sample, from: descent.start(), goal: 1e-3))
      let size = found.gram.frobeniusNorm
      let encoder = try found.gram.rows(above: 1e-9 * size)
      let lipschitz = try whitened.lipschitz(within: size)
      let certificate = try Certificate(
        whitened.gramGradient(at: encoder, purpose: .certificate, draws: 2e5), modulus: loss.modulus,
        lipschitz: lipschitz)
      #expect(certificate.budget.grade == .proved && certificate.budget[.statistical] > 0)
      let exact = try loss.minimizer(rank: 3)
      #expect(exact.certificate.budget[.statistical] == 0)
      let distance = (encoder.gram - exact.whitenedGram).frobeniusNorm
      #expect(distance <= certificate.distance + exact.certificate.distance, "key \(key)")
      #expect(distance < 0.03 * size && certificate.distance < 0.3 * size, "key \(key)")
      #expect(abs(found.value - exact.value) < 0.05, "key \(key)")
    }
  }

  @Test func `seven classes are judged by a sample that their minimiser was not made from`() throws {
    let loss = try apart(1, d: 7, components: 7)
    let whitened = try #require(loss.whitened as? GeneralInfoNCE).with(nodeBudget: 2e4)
    let found = try #require(try whitened.scouted(rank: 7)?.found)
    let draws = whitened.certificateDraws(axes: found.encoder.rows)
    let again = try whitened.gramGradient(at: found.encoder, purpose: .certificate, draws: draws)
    #expect(again.core == found.gradient.core && again.error == found.gradient.error)
    let other = try whitened.gramGradient(at: found.encoder, purpose: .descent, draws: draws)
    #expect(other.core != found.gradient.core)
    let size = found.gradient.gram.frobeniusNorm
    let certificate = try Certificate(
      found.gradient, modulus: loss.modulus, lipschitz: whitened.lipschitz(within: size))
    #expect(certificate.budget[.certificate] < 0.2 * size && certificate.distance < 2 * size)
  }

  @Test func `a descent by rules starts where a sample leads`() throws {
    for key in 0..<4 {
      let loss = try apart(key, d: 3, components: 3)
      let whitened = try #require(loss.whitened as? GeneralInfoNCE)
      guard case .near(let encoder, let ruled) = try #require(try whitened.scouted(rank: 3)) else {
        Issue.record("key \(key): no rules")
        continue
      }
      let minimizer = try loss.minimizer(rank: 3)
      let size = minimizer.whitenedGram.frobeniusNorm
      #expect((encoder.gram - minimizer.whitenedGram).frobeniusNorm < 0.2 * size, "key \(key)")
      #expect(ruled.integrationTarget == whitened.integrationTarget)
      #expect(minimizer.certificate.distance < 1e-9 * size, "key \(key)")
      // What is found from there is what a descent from elsewhere finds.
      var generator = CounterBasedGenerator(key: UInt64(key))
      let start = 0.1 * Matrix.normal(rows: 3, columns: 3, using: &generator)
      let other = try loss.minimizer(rank: 3, start: start)
      let difference = (minimizer.whitenedGram - other.whitenedGram).frobeniusNorm
      #expect(difference <= minimizer.certificate.distance + other.certificate.distance, "key \(key)")
      #expect(minimizer.evaluations < other.evaluations, "key \(key)")
    }
  }
}

extension GeneralInfoNCE {
  fileprivate func with(nodeBudget: Double) -> Self {
    Self(
      exactMeans: exactMeans, exactCovariances: exactCovariances, weights: weights, coupling: coupling,
      lawError: lawError, integrationTarget: integrationTarget, nodeBudget: nodeBudget)
  }
}
