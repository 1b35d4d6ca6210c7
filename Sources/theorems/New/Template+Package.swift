extension Template {
  /// A package that states theorems.
  /// - Parameter dependency: where the package of TheoremTesting is, as an argument of the manifest.
  static func manifest(name: String, target: String, dependency: String) -> String {
    """
    // swift-tools-version: 6.1
    import PackageDescription

    let package = Package(
      name: "\(name)",
      platforms: [.macOS(.v15)],
      dependencies: [.package(name: "ContrastiveTheorems", \(dependency))],
      targets: [
        .testTarget(
          name: "\(target)",
          dependencies: [.product(name: "TheoremTesting", package: "ContrastiveTheorems")])
      ]
    )

    """
  }

  /// A theorem that everybody knows, with the instances that attain its bound.
  static let gradientDescent = """
    import TheoremTesting

    /// Let f be convex with an L-Lipschitz gradient and least at 0. Gradient descent with step 1/L from x₀ satisfies
    /// f(x_k) − f(0) ≤ L |x₀|² / (4k + 2), and for every k some f attains it.
    @Suite(.theorem(.open))
    struct `T1 Gradient descent` {
      @Test func `after k steps`() throws {
        try upperBound(.descents, attaining: 0.95) { (number: $0.end, bound: $0.bound) }
      }
    }

    /// From x₀ down a sum of Huber functions on the line: each is x²/2 up to a threshold, and goes on straight.
    private struct Descent {
      let start: Estimate
      let steps: Int
      let pieces: [(weight: Estimate, threshold: Estimate)]

      /// L.
      var smoothness: Estimate { pieces.map(\\.weight).sum }

      /// The gradient of a piece without its weight: x, cut off at the threshold.
      func slope(_ x: Estimate, _ threshold: Estimate) -> Estimate {
        -Estimate.maximum(-threshold, -Estimate.maximum(-threshold, x))
      }

      /// f(x_k).
      var end: Estimate {
        let last = (0..<steps).reduce(start) { x, _ in
          x - pieces.map { $0.weight * slope(x, $0.threshold) }.sum / smoothness
        }
        return pieces.map { piece in
          let slope = slope(last, piece.threshold)
          return piece.weight * (slope * last - slope.squared / 2)
        }.sum
      }

      var bound: Estimate { smoothness * start.squared / Estimate(exactly: Double(4 * steps + 2)) }
    }

    extension Family<Descent> {
      fileprivate static let descents = Family("sums of Huber functions") { draw in
        let (steps, start) = (draw.integer("steps", in: 0...30), draw.normal("start", scale: 10))
        let pieces = (0..<draw.integer("pieces", in: 1...3)).map { _ in
          // One piece with a threshold of |x₀| / (2k + 1) attains the bound.
          let threshold = draw.logarithmic("threshold", in: 0.5...2) * abs(start) / Double(2 * steps + 1)
          return (
            weight: Estimate(exactly: draw.logarithmic("weight", in: 0.1...10)),
            threshold: Estimate(exactly: threshold)
          )
        }
        return Descent(start: Estimate(exactly: start), steps: steps, pieces: pieces)
      }
      .covering("more than one piece", 0.5) { $0.pieces.count > 1 }
    }

    """
}
