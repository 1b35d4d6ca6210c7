import Foundation

extension LedgerLine {
  /// The line as one line of JSON, keys sorted, with its line feed.
  package func encoded() throws -> Data { try Self.encoded(self) }

  /// Whatever a ledger holds as one line of JSON, keys sorted, with its line feed.
  static func encoded(_ content: some Encodable) throws -> Data {
    try JSONEncoder.ofEvidence().encode(content) + Data("\n".utf8)
  }

  /// Reads one line of a ledger.
  /// - Throws: `DecodingError` for what is no line of this schema, and ``ParameterError`` for a number that no run comes to.
  package init(_ line: some DataProtocol) throws {
    let bytes = Data(line)
    // Told first: a line of another schema lacks keys of this one.
    if let found = try? JSONDecoder().decode(SchemaNumber.self, from: bytes).schema,
      found != Self.currentSchema
    {
      throw DecodingError.dataCorrupted(
        .init(codingPath: [], debugDescription: "schema \(found), expected \(Self.currentSchema)"))
    }
    self = try JSONDecoder.ofEvidence().decode(LedgerLine.self, from: bytes)
    try validate()
  }
}

private struct SchemaNumber: Decodable { let schema: Int? }

extension JSONEncoder {
  /// For all that is written of lines: keys sorted. A claim's number may be none: that is told, and is no reason to tell nothing.
  package static func ofEvidence(_ formatting: OutputFormatting = []) -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = formatting.union([.sortedKeys, .withoutEscapingSlashes])
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "infinity", negativeInfinity: "-infinity", nan: "nan")
    return encoder
  }
}

extension JSONDecoder {
  /// For what ``JSONEncoder/ofEvidence(_:)`` writes.
  package static func ofEvidence() -> JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "infinity", negativeInfinity: "-infinity", nan: "nan")
    return decoder
  }
}
