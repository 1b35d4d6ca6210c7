import Foundation

/// A counterexample as a file: the choices that make the instance, what it came to, and what computed it.
///
/// The files are meant to be committed. Every run tries those of a property before it draws instances.
package struct StoredCounterexample: Codable, Sendable, Equatable {
  package var schema = CounterexampleHeader.currentSchema
  /// The theorem's id, as in "T16".
  package var theorem: String
  /// The property's name.
  package var property: String
  /// The choices of the instance, as simple as shrinking made them.
  package var instance: Choices
  /// The choices of the instance as it was found.
  package var found: Choices
  /// Its number among the instances of the seed; nil when a search found it.
  package var index: Int?
  package var seed: UInt64
  /// By how much the statement is violated beyond every error: below 0, in units of the scale of what was compared.
  package var margin: Double?
  /// The largest error, in the same units.
  package var sharpness: Double?
  /// The version of this program.
  package var version = programVersion
  /// The LAPACK that computed it.
  package var provider: String

  package init(
    theorem: String, property: String, instance: Choices, found: Choices, index: Int?, seed: UInt64,
    verdict: Verdict, provider: String
  ) {
    (self.theorem, self.property, self.instance, self.found) = (theorem, property, instance, found)
    (self.index, self.seed, self.provider) = (index, seed, provider)
    (margin, sharpness) = (verdict.margin, verdict.sharpness.isFinite ? verdict.sharpness : nil)
  }

  /// Reads a file.
  /// - Throws: ``StoredCounterexampleError`` naming the file and what is wrong with it.
  package init(file: URL) throws(StoredCounterexampleError) {
    // Told first: of what schema it is, and whose.
    _ = try CounterexampleHeader(file: file)
    self = try StoredCounterexampleError.reading(file) { data in
      try JSONDecoder.ofEvidence().decode(Self.self, from: data)
    }
  }

  /// Writes the file into a folder, which is made if need be; the whole file appears at once. The name tells the theorem,
  /// the property and the instance, so that the same counterexample found again is the same file.
  /// - Returns: the file.
  package func save(in folder: URL) throws -> URL {
    let digest = String(fnv1a(try JSONEncoder.ofEvidence().encode(instance)), radix: 16)
    let words = property.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
    let name = "\(theorem)_\(words.prefix(8).joined(separator: "-"))_\(digest).json"
    let file = folder.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try (JSONEncoder.ofEvidence(.prettyPrinted).encode(self) + Data("\n".utf8)).write(
      to: file, options: .atomic)
    return file
  }
}

/// Whose counterexample a file holds: all that can be read without its choices.
package struct CounterexampleHeader: Decodable, Sendable, Equatable {
  package static let currentSchema = 3

  private let schema: Int
  /// The theorem's id.
  package let theorem: String
  /// The property's name.
  package let property: String

  /// Reads the beginning of a file.
  /// - Throws: ``StoredCounterexampleError`` naming the file and what is wrong with it.
  package init(file: URL) throws(StoredCounterexampleError) {
    self = try StoredCounterexampleError.reading(file) { data in
      let header = try JSONDecoder().decode(CounterexampleHeader.self, from: data)
      guard header.schema == Self.currentSchema else {
        throw DecodingError.dataCorrupted(
          .init(
            codingPath: [], debugDescription: "schema \(header.schema), expected \(Self.currentSchema)"))
      }
      return header
    }
  }

  /// The files of a theorem in a folder, sorted by name; none when there is no such folder.
  /// - Throws: ``StoredCounterexampleError`` for a folder that cannot be read.
  package static func files(of theorem: String, in folder: URL) throws(StoredCounterexampleError) -> [URL] {
    try files(in: folder).filter { $0.lastPathComponent.hasPrefix(theorem + "_") }
  }

  /// Those of all theorems, likewise.
  package static func files(in folder: URL) throws(StoredCounterexampleError) -> [URL] {
    do {
      // By its path: by its URL Foundation takes what is no folder for an empty one.
      return try FileManager.default.contentsOfDirectory(atPath: folder.path)
        .filter { $0.hasSuffix(".json") }.sorted().map { folder.appendingPathComponent($0) }
    } catch CocoaError.fileReadNoSuchFile {
      return []
    } catch {
      let cause = (error as? CocoaError)?.underlying ?? error
      throw StoredCounterexampleError(
        file: folder.path, reason: "the folder cannot be read: \(cause.localizedDescription)")
    }
  }
}

/// A file that holds no counterexample, or one that is out of date.
package struct StoredCounterexampleError: Error, Sendable, Equatable, CustomStringConvertible {
  package let file: String
  package let reason: String

  package init(file: String, reason: String) { (self.file, self.reason) = (file, reason) }

  package var description: String { "counterexample \(file): \(reason); mend the file or remove it" }

  fileprivate static func reading<Content>(
    _ file: URL, _ decode: (Data) throws -> Content
  ) throws(StoredCounterexampleError) -> Content {
    do {
      let data = try Data(contentsOf: file)
      if let slip = JSONSlip(in: data) { throw StoredCounterexampleError(file: file.path, reason: "\(slip)") }
      return try decode(data)
    } catch let error as StoredCounterexampleError {
      throw error
    } catch let error as DecodingError {
      throw StoredCounterexampleError(file: file.path, reason: error.clause)
    } catch {
      throw StoredCounterexampleError(
        file: file.path, reason: "cannot be read: \(error.localizedDescription)")
    }
  }
}
