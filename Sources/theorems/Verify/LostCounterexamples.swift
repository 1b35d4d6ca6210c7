import Evidence
import Foundation

extension Verification {
  /// The stored counterexamples that no property would try: those that cannot be read, and those that belong to no property
  /// of the theorem that their name begins with.
  /// - Parameter asked: the ids that were asked for, whose files are looked at; empty for all files.
  static func lostCounterexamples(
    _ records: RunRecords, asked: [String], in package: PackageUnderTest
  ) -> [StoredCounterexampleError] {
    // Of a run that broke down at its start nothing is known.
    guard !records.tests.isEmpty else { return [] }
    let folder = TheoremFile.counterexamples(of: URL(fileURLWithPath: package.root))
    let files: [URL]
    do { files = try CounterexampleHeader.files(in: folder) } catch { return [error] }
    return files.compactMap { file in
      let theorem = TheoremFile.id(file)
      guard asked.isEmpty || asked.contains(theorem) else { return nil }
      return reason(why: file, isLostTo: theorem, records)
    }
  }

  private static func reason(
    why file: URL, isLostTo theorem: String, _ records: RunRecords
  ) -> StoredCounterexampleError? {
    let header: CounterexampleHeader
    do { header = try CounterexampleHeader(file: file) } catch { return error }
    if header.theorem != theorem {
      return StoredCounterexampleError(
        file: file.path,
        reason: "found the theorem \(header.theorem), expected \(theorem) as in the file's name")
    }
    guard !records.tests.contains(where: { $0.theorem == theorem && $0.property == header.property }) else {
      return nil
    }
    return StoredCounterexampleError(
      file: file.path, reason: "\(theorem) has no property \"\(header.property)\"")
  }
}
