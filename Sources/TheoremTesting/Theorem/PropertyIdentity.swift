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
  private let file: URL

  /// As in "T10/every minimiser": what instances are drawn by.
  var description: String { "\(theorem)/\(property)" }

  /// The identity of the running test, or nil outside a theorem's suite.
  static var current: PropertyIdentity? {
    guard let test = Test.current, let trait = test.traits.lazy.compactMap({ $0 as? TheoremTrait }).last
    else {
      return nil
    }
    let file = URL(fileURLWithPath: trait.file)
    let (theorem, stem) = (TheoremFile.id(file), TheoremFile.stem(file))
    let suite = test.id.nameComponents.first?.filter { $0 != "`" } ?? stem
    return PropertyIdentity(
      theorem: theorem,
      title: suite.hasPrefix(theorem + " ") ? String(suite.dropFirst(theorem.count + 1)) : suite,
      status: trait.status, property: test.displayName ?? test.name, file: file)
  }

  /// What the theorem's files say of it.
  var text: TheoremText? { TheoremText(file: file) }

  func isMeant(by header: CounterexampleHeader) -> Bool {
    header.theorem == theorem && header.property == property
  }

  /// The stored counterexamples of the property.
  /// - Throws: `StoredCounterexampleError` for a file whose instance is not, or no longer, one of the property.
  func storedCounterexamples<Instance>(_: Instance.Type) throws -> [StoredCounterexample<Instance>] {
    guard let folder = TheoremFile.counterexamples(beside: file) else { return [] }
    return try CounterexampleHeader.files(of: theorem, in: folder)
      .filter { isMeant(by: try CounterexampleHeader(file: $0)) }
      .map { try StoredCounterexample(file: $0) }
  }

  /// Stores an instance and returns its path, relative to the package where it lies in it; nil when it cannot be written.
  ///
  /// A counterexample goes into the package's folder of counterexamples, which is meant to be committed. What is undecided,
  /// or fails to be a counterexample, goes into the temporary folder, for a replay only.
  func save(_ counterexample: StoredCounterexample<some Codable & Sendable>, isCounterexample: Bool)
    -> String?
  {
    let kept = isCounterexample ? TheoremFile.counterexamples(beside: file) : nil
    let folder = kept ?? FileManager.default.temporaryDirectory.appendingPathComponent("theorems")
    guard let path = try? counterexample.save(in: folder).path else { return nil }
    let root = TheoremFile.package(above: file).map { $0.path + "/" } ?? ""
    return path.hasPrefix(root) ? String(path.dropFirst(root.count)) : path
  }
}

/// Where a theorem's file lies, and what belongs to it.
enum TheoremFile {
  /// As in "T10_InfoNCEStaysInFisherSubspace".
  static func stem(_ file: URL) -> String { file.deletingPathExtension().lastPathComponent }

  /// As in "T10".
  static func id(_ file: URL) -> String {
    stem(file).split(separator: "_").first.map(String.init) ?? stem(file)
  }

  /// The folder of the package that the file belongs to.
  static func package(above file: URL) -> URL? {
    var folder = file.deletingLastPathComponent()
    while folder.path != "/" {
      if FileManager.default.fileExists(atPath: folder.appendingPathComponent("Package.swift").path) {
        return folder
      }
      folder.deleteLastPathComponent()
    }
    return nil
  }

  /// The folder of the package's proofs.
  static func proofs(beside file: URL) -> URL? { package(above: file)?.appendingPathComponent("Proofs") }

  /// The folder of the package's stored counterexamples.
  static func counterexamples(beside file: URL) -> URL? {
    package(above: file)?.appendingPathComponent("Tests/Counterexamples")
  }
}
