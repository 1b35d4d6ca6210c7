import Foundation

/// Which theorem and which of its properties a test is.
struct PropertyIdentity: Sendable, CustomStringConvertible {
  /// The stem of the theorem's file up to the underscore, as in "T10".
  let theorem: String
  /// The suite's name without the id, as in "InfoNCE stays in the Fisher subspace".
  let title: String
  let status: TheoremStatus
  /// The name of the test function.
  let property: String
  /// The theorem's source file.
  let file: URL

  /// As in "T10/every minimiser": what instances are drawn by.
  var description: String { "\(theorem)/\(property)" }

  /// The property as a plan names it.
  var identity: Plan.Property { Plan.Property(theorem: theorem, property: property) }

  /// A stored counterexample and its file.
  typealias Stored = (file: URL, counterexample: StoredCounterexample)

  /// The stored counterexamples of the property.
  /// - Throws: `StoredCounterexampleError` for a file that cannot be read.
  var storedCounterexamples: [Stored] {
    get throws {
      guard let package = TheoremFile.package(above: file) else { return [] }
      return try CounterexampleHeader.files(of: theorem, in: TheoremFile.counterexamples(of: package))
        .compactMap(stored)
    }
  }

  /// Tells some stored counterexamples from others; nil for none.
  static func digest(of stored: [Stored]) -> String? {
    let instances = stored.map {
      (try? JSONEncoder.ofEvidence().encode($0.counterexample.instance)) ?? Data()
    }
    return stored.isEmpty
      ? nil : String(fnv1a(instances.sorted { $0.lexicographicallyPrecedes($1) }.joined()), radix: 16)
  }

  /// The counterexample of a file; nil where it is that of another property.
  /// - Throws: as ``storedCounterexamples``.
  func stored(_ file: URL) throws -> Stored? {
    let header = try CounterexampleHeader(file: file)
    guard header.theorem == theorem, header.property == property else { return nil }
    return (file, try StoredCounterexample(file: file))
  }

  /// Takes back a file that was stored, by the path that ``save(_:isCounterexample:)`` gave.
  func remove(_ path: String) {
    guard let package = TheoremFile.package(above: file) else { return }
    try? FileManager.default.removeItem(at: URL(fileURLWithPath: path, relativeTo: package))
  }

  /// Stores an instance and returns its path, relative to the package where it lies in it.
  ///
  /// A counterexample goes into the package's folder of counterexamples, which is meant to be committed. What is undecided,
  /// or fails to be a counterexample, goes into the temporary folder, for a replay only.
  /// - Throws: what writing the file throws.
  func save(_ counterexample: StoredCounterexample, isCounterexample: Bool) throws -> String {
    let package = TheoremFile.package(above: file)
    let kept = isCounterexample ? package.map(TheoremFile.counterexamples) : nil
    let folder = kept ?? FileManager.default.temporaryDirectory.appendingPathComponent("theorems")
    let saved = try counterexample.save(in: folder)
    return package.map { TheoremFile.path(of: saved, in: $0) } ?? saved.path
  }
}

extension PropertyIdentity {
  /// The identity of the running test, or nil outside a theorem's suite.
  static var current: PropertyIdentity? { Test.current.flatMap(PropertyIdentity.init) }

  /// Nil for a test outside a theorem's suite.
  init?(_ test: Test) {
    guard let trait = test.traits.lazy.compactMap({ $0 as? TheoremTrait }).last else { return nil }
    file = trait.file
    (theorem, status) = (TheoremFile.id(file), trait.status)
    let names = test.id.nameComponents.map { $0.filter { $0 != "`" } }
    let suite = names.first ?? TheoremFile.stem(file)
    title = suite.hasPrefix(theorem + " ") ? String(suite.dropFirst(theorem.count + 1)) : suite
    property = TheoremFile.property(suites: names.dropFirst().dropLast(), name: test.displayName ?? test.name)
  }
}
