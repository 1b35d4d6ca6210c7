import LinearAlgebra
extension GaussianMixture: Encodable {
  enum Keys: String, CodingKey { case weights, means, covariances, covariance_type }
  public func encode(to encoder: any Encoder) throws {
    var c = encoder.container(keyedBy: Keys.self)
    try c.encode(weights, forKey: .weights)
    try c.encode((0..<componentCount).map { means.column($0) }, forKey: .means)
    try c.encode(
      (0..<componentCount).map { k in (0..<dimension).map { covariance(of: k).row($0) } },
      forKey: .covariances)
    try c.encode("full", forKey: .covariance_type)
  }
}
