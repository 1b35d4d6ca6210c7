import ContrastiveTheory
import LinearAlgebra
import Foundation

func run(_ name: String, _ m: GaussianMixture, _ bias: Double, _ r: Int, route: InfoNCE.Route? = nil) throws {
  let c = m.centred
  let clock = ContinuousClock()
  var best = Duration.seconds(1000)
  var res: Minimizer!
  for _ in 0..<1 {
    let t0 = clock.now
    let loss = try InfoNCE(c.pairs(bias: bias), route: route)
    res = try loss.minimizer(rank: r)
    best = min(best, clock.now - t0)
  }
  let eig = Array(try SymmetricEigen(of: res.whitenedGram).values.reversed().prefix(3))
  let grad = Array(try SymmetricEigen(of: res.whitenedGramGradient).values.reversed().prefix(3))
  let ang = try res.rowSpace.largestAngle(to: c.fisherSubspace) ?? .nan
  print(name, best, "value", res.value, "eig", eig, "grad", grad, "e", res.certificate.distance, res.certificate.budget, "g", res.gradientNorm, "evals", res.evaluations, "dim", res.rowSpace.dimension, "angle", ang, res.gradientNorms)
}
let I2 = Matrix.identity(2)
func fix(_ w: [Double], _ nu: [[Double]]) throws -> GaussianMixture {
  let s = w.reduce(0,+)
  return try GaussianMixture(weights: w.map { $0/s }, means: Matrix(columnVectors: nu), covariances: .tied(I2))
}
var g = CounterBasedGenerator(key: 1)
for (d,K) in [(8,3),(64,3),(64,4),(64,5),(256,3),(512,4),(24,6),(10,8)] {
  let spec = (0..<d).map { pow(100.0, -Double($0)/Double(max(d-1,1))) }
  let S = Matrix.symmetric(spectrum: spec, using: &g)
  let L = try Cholesky(of: S).factor
  var nu = Matrix.normal(rows: d, columns: K, using: &g)
  nu = (3/Double(d).squareRoot()) * nu
  let m = try GaussianMixture(weights: Array(repeating: 1/Double(K), count: K), means: L*nu, covariances: .tied(S))
  if K != 4 || d != 64 {continue}
  try run("d\(d)K\(K)", m, 0.8, K)
  if K <= 3 && d <= 64 { try run("g d\(d)K\(K)", m, 0.8, K-1, route: .coordinates) }
}
