import Evidence
import Foundation

extension Encodable {
  /// Indented JSON, keys sorted.
  func json() throws -> String {
    String(decoding: try JSONEncoder.ofEvidence(.prettyPrinted).encode(self), as: UTF8.self)
  }
}
