/// As JSON: the list of rows, each a list of numbers.
extension Matrix: Codable {
  /// - Throws: `DecodingError` for rows of different length.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let rows = try container.decode([[Double]].self)
    guard rows.allSatisfy({ $0.count == rows[0].count }) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "rows of different length")
    }
    self.init(rowVectors: rows)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rowVectors)
  }
}
