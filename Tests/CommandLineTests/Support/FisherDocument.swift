import Evidence
import Foundation
import Testing

/// What `fisher --json` prints, as a program reads it: the keys that stay stable, with their types.
struct FisherDocument: Decodable {
  struct Fisher: Decodable {
    var dimension: Int
    var basis: [[Double]]
  }
  struct InfoNCE: Decodable {
    struct Certificate: Decodable { var distance: Double }
    var loss: Double
    var gram: [[Double]]
    var rank: Int
    var whitenedEigenvalues: [Double]
    var certificate: Certificate
  }
  struct Verdict: Decodable {
    var contained: String
    var spans: String
  }
  struct Dropped: Decodable, Equatable {
    var constant: [String]
    var dependent: [String]
  }

  struct Kept: Decodable {
    var amount: Double?
    var direction: [Double]?
  }
  struct Agreement: Decodable {
    var largest: Double
    var direction: [Double]
    var leastEigenvalue: Double?
  }
  struct Own: Decodable {
    var leak: Kept
    var angle: Double?
    var shift: Double?
    var contained: String
  }
  struct Starts: Decodable {
    var count: Int
    var losses: [Double]
    var isGlobal: Bool
    var lowerBound: Double?
  }

  var dimension: Int
  var components: Int
  var bias: Double
  var fisher: Fisher
  var infonce: InfoNCE
  /// Each key must be there; its value is null where the angle is undefined.
  var angles: [String: Double?]
  var verdict: Verdict
  var notes: [String]
  var reasons: [String: String]
  var leak: Kept
  var weakest: Kept?
  var agreement: Agreement?
  var starts: Starts?
  var ownCovariances: Own?
  var columns: [String]?
  var classSizes: [Int]?
  var dropped: Dropped?

  /// An angle that must be defined.
  func angle(_ name: String) throws -> Double {
    let angle = try #require(angles[name], "no key \(name)")
    return try #require(angle, "\(name) is undefined")
  }
}

extension BuiltProgram {
  /// Runs `fisher --json` on a file and reads what it prints.
  static func analysis(_ file: String, _ options: String...) throws -> FisherDocument {
    let outcome = try fisher([file, "--json"] + options)
    try #require(outcome.code == 0, "\(outcome.error)")
    return try JSONDecoder().decode(FisherDocument.self, from: Data(outcome.output.utf8))
  }
}
