import ContrastiveTheory
import LinearAlgebra
import Foundation

func run(_ name: String, _ m: GaussianMixture, _ bias: Double, _ r: Int, route: InfoNCE.Route? = nil) throws {
  let c = m.centred
  let clock = ContinuousClock()
  var best = Duration.seconds(1000)
  var res: Minimizer!
  for _ in 0..<3 {
    let t0 = clock.now
    let loss = try InfoNCE(c.pairs(bias: bias), route: route)
    res = try loss.minimizer(rank: r)
    best = min(best, clock.now - t0)
  }
  let eig = Array(try SymmetricEigen(of: res.whitenedGram).values.reversed().prefix(3))
  let grad = Array(try SymmetricEigen(of: res.whitenedGramGradient).values.reversed().prefix(3))
  let ang = try res.rowSpace.largestAngle(to: c.fisherSubspace) ?? .nan
  print(
    name, best, "evals", res.evaluations, "value", res.value, "eig", eig, "grad", grad, "e",
    res.certificate.distance, res.certificate.budget, "g", res.gradientNorm, "evals", res.evaluations, "dim",
    res.rowSpace.dimension, "angle", ang, res.gradientNorms)
}
let I2 = Matrix.identity(2)
func fix(_ w: [Double], _ nu: [[Double]]) throws -> GaussianMixture {
  let s = w.reduce(0, +)
  return try GaussianMixture(
    weights: w.map { $0 / s }, means: Matrix(columnVectors: nu), covariances: .tied(I2))
}
try run(
  "f1",
  fix(
    [0.0946, 0.001, 0.001, 0.9034], [[-4.935, 2.572], [9.706, -55.03], [6.183, -17.92], [0.499, -0.1886]]), 1,
  2)
try run(
  "f2",
  fix([0.213, 0.005, 0.556, 0.226], [[-0.46, 0.37], [-9.94, 21.06], [-0.79, 0.71], [2.60, -2.56]]), 0.6, 2)
try run("f3", fix([76, 23, 1], [[0, 0], [1, -3], [-6, 9]]), 0.5, 2)
try run("f3g", fix([76, 23, 1], [[0, 0], [1, -3], [-6, 9]]), 0.5, 2, route: .coordinates)
try run("f4", fix([59, 40, 1], [[0, 0], [2, -1], [-8, 7]]), 0.75, 2)
var g = CounterBasedGenerator(key: 1)
for (d, K) in [(8, 3), (64, 3), (64, 4), (64, 5), (256, 3), (512, 4), (24, 6), (10, 8)] {
  let spec = (0..<d).map { pow(100.0, -Double($0) / Double(max(d - 1, 1))) }
  let S = Matrix.symmetric(spectrum: spec, using: &g)
  let L = try Cholesky(of: S).factor
  var nu = Matrix.normal(rows: d, columns: K, using: &g)
  nu = (3 / Double(d).squareRoot()) * nu
  let m = try GaussianMixture(
    weights: Array(repeating: 1 / Double(K), count: K), means: L * nu, covariances: .tied(S))
  try run("d\(d)K\(K)", m, 0.8, K)
  if K <= 3 && d <= 64 { try run("g d\(d)K\(K)", m, 0.8, K - 1, route: .coordinates) }
}
