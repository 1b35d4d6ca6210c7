import Foundation
import Testing

/// Marks a suite as a theorem, and ties it to its proof.
///
/// The theorem's id and title are the stem of its file, as in `T10_InfoNCEStaysInFisherSubspace.swift`. Its statement
/// is the `///` comment in front of the suite. A theorem that is not open has a file of the same stem in the Proofs folder
/// of the package, whose first quoted block (`>`) is the same statement, word for word.
public struct TheoremTrait: SuiteTrait, TestTrait {
  /// What is known of the statement.
  public let status: TheoremStatus
  /// The theorem's source file.
  let file: String

  /// A suite's trait holds for the properties in it.
  public var isRecursive: Bool { true }

  /// Fails the suite when the theorem and its proof do not agree, or its results cannot be written.
  /// - Throws: ``TheoremError``, ``LedgerError``. (An expectation that fails here would be lost.)
  public func prepare(for test: Test) async throws {
    guard test.isSuite else { return }
    ParentWatch.start()
    try Ledger.shared.open()
    try Statement.check(file: URL(fileURLWithPath: file), status: status)
  }
}

extension Trait where Self == TheoremTrait {
  /// The suite states a theorem of this status.
  /// - Parameter file: the theorem's source file; leave it out.
  public static func theorem(_ status: TheoremStatus, file: String = #filePath) -> TheoremTrait {
    TheoremTrait(status: status, file: file)
  }
}

/// Which theorem and which of its properties a test is.
struct PropertyIdentity: Sendable {
  /// The stem of the theorem's file up to the underscore, as in "T10".
  let theorem: String
  /// The suite's name without the id, as in "InfoNCE stays in the Fisher subspace".
  let title: String
  let status: TheoremStatus
  /// The name of the test function.
  let property: String

  /// The identity of the running test, or nil outside a theorem's suite.
  static var current: PropertyIdentity? {
    guard let test = Test.current, let trait = test.traits.lazy.compactMap({ $0 as? TheoremTrait }).last
    else {
      return nil
    }
    let stem = URL(fileURLWithPath: trait.file).deletingPathExtension().lastPathComponent
    let theorem = stem.split(separator: "_").first.map(String.init) ?? stem
    let suite = test.id.nameComponents.first?.filter { $0 != "`" } ?? stem
    return PropertyIdentity(
      theorem: theorem,
      title: suite.hasPrefix(theorem + " ") ? String(suite.dropFirst(theorem.count + 1)) : suite,
      status: trait.status, property: test.displayName ?? test.name)
  }
}
