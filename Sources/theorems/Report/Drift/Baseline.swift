import Evidence
import Foundation

extension ReportDocument {
  /// Reads an earlier `report.json` to compare with.
  /// - Throws: ``RunError`` naming the file, what was found and what was expected.
  init(baseline path: String) throws(RunError) {
    do {
      let data = try Data(contentsOf: URL(fileURLWithPath: path))
      if let slip = JSONSlip(in: data) { throw RunError.baseline(path: path, reason: "\(slip)") }
      // Told first: a report of another schema lacks keys of this one.
      let found = try JSONDecoder().decode(SchemaNumber.self, from: data).schema
      guard found == Self.currentSchema else {
        throw RunError.baseline(
          path: path,
          reason: "schema \(found), expected \(Self.currentSchema): make it again with this version")
      }
      self = try JSONDecoder.ofEvidence().decode(ReportDocument.self, from: data)
    } catch let error as RunError {
      throw error
    } catch let error as DecodingError {
      throw .baseline(path: path, reason: "no report.json of `theorems report`: \(error.clause)")
    } catch {
      throw .baseline(path: path, reason: "cannot be read: \(error.reason)")
    }
    let counts = theorems.flatMap(\.properties).flatMap {
      [$0.planned, $0.instances, $0.refuted, $0.inconclusive, $0.replayed, $0.rejected]
        + $0.coverage.flatMap { [$0.count, $0.drawn] }
    }
    guard counts.allSatisfy({ (0...LedgerLine.mostInstances).contains($0) }) else {
      throw .baseline(path: path, reason: "a count is none that a run comes to")
    }
    guard !theorems.isEmpty else {
      throw .baseline(path: path, reason: "it has no theorems, expected at least one")
    }
  }
}

private struct SchemaNumber: Decodable { let schema: Int }
