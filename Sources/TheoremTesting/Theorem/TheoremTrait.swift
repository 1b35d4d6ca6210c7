import Foundation

/// Marks a suite as a theorem, and ties it to its proof.
///
/// The theorem's id and title are the stem of its file, as in `T10_InfoNCEStaysInFisherSubspace.swift`. Its statement
/// is the `///` comment in front of the suite. A theorem that is not open has a file of the same stem in the Proofs folder
/// of the package, whose first quoted block (`>`) is the same statement, word for word.
///
///     /// Every number is at most its square plus one.
///     @Suite(.theorem(.open))
///     struct `T1 Squares` {
///       @Test func `of normal deviates`() throws {
///         try forAll(Family("numbers") { $0.normal("x") }) { .atMost(Estimate(exactly: $0), Estimate(exactly: $0).squared + 1) }
///       }
///     }
public struct TheoremTrait: SuiteTrait, TestTrait, TestScoping {
  /// What is known of the statement.
  public let status: TheoremStatus
  /// The theorem's source file.
  let file: URL

  /// A suite's trait holds for the properties in it.
  public var isRecursive: Bool { true }

  /// Fails the suite when the theorem and its proof do not agree, a setting does not parse, or its results cannot be written.
  /// - Throws: ``TheoremError``, `StoredCounterexampleError`, `SettingsError`, ``LedgerError``. (An expectation that fails here would be lost.)
  public func prepare(for test: Test) async throws {
    _ = try Settings.ofProcess.get()
    // Here, where it can wait for another process without keeping a thread: what the properties append later finds it open.
    try await Ledger.shared.open()
    // All tests of a run are prepared before the first of them starts. Whatever is wrong with it, the plan has it.
    let property = test.isSuite ? nil : PropertyIdentity(test)?.identity
    let isOnlyOne = property.map { Ledger.shared.announce($0, of: "\(test.id)") } ?? true
    try checkPlace(of: test.displayName ?? test.name, at: test.sourceLocation.filePath)
    if test.isSuite { try TheoremRegistry.shared.add(file) }
    // Also of a test, which may have a status of its own.
    try TheoremRegistry.shared.check(file, status)
    guard let property else { return test.isSuite ? try Self.checkCounterexamples(of: file) : () }
    if !isOnlyOne { throw TheoremError.sameName(theorem: property.theorem, property: property.property) }
    if test.isParameterized { throw TheoremError.severalCases(property: property.property) }
  }

  /// A test in an extension of the suite in another file has the trait as well; and a trait may be told another file than its own.
  /// - Throws: ``TheoremError/elsewhere(theorem:name:file:)``: what runs the tests of a theorem's file would leave it out, and what
  ///   reads a theorem's file would read another one.
  func checkPlace(of name: String, at path: String) throws(TheoremError) {
    let place = URL(fileURLWithPath: path)
    guard place != file else { return }
    let isNamesake = place.lastPathComponent == file.lastPathComponent
    throw .elsewhere(
      theorem: TheoremFile.stem(file), name: name, file: isNamesake ? path : place.lastPathComponent)
  }

  /// Around the suite as a whole, and around each of its tests.
  public func scopeProvider(for test: Test, testCase: Test.Case?) -> TheoremTrait? {
    test.isSuite || testCase != nil ? self : nil
  }

  /// Runs a test of the theorem, which has to state one property: also one that does not come to that has its result. When the
  /// suite has run, a theorem that is disproved has to have shown a counterexample.
  public func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    if test.isSuite {
      // Suites within the theorem's have the trait as well.
      let isWhole = test.id.nameComponents.count == 1
      if isWhole { try checkTests() }
      try await function()
      if isWhole { try checkDisproof() }
    } else if let identity = PropertyIdentity(test) {
      try await identity.state(at: test.sourceLocation, function)
    } else {
      try await function()
    }
  }

  /// - Throws: ``TheoremError/notRunning(theorem:property:)`` for a test of the file that the compiler leaves out: it covers no
  ///   clause. In a process that was told which tests to run nobody but the command line can tell.
  private func checkTests() throws {
    let options = CommandLine.arguments.map { $0.prefix { $0 != "=" } }
    // What an editor starts says by other means what is to run.
    guard options.contains("--testing-library"), !options.contains("--filter"), !options.contains("--skip")
    else { return }
    try Statement.check(file: file, running: Ledger.shared.announced(of: TheoremFile.id(file)))
  }

  /// - Throws: ``TheoremError/noCounterexample(theorem:)``. A run of some of the tests says nothing of that.
  private func checkDisproof() throws {
    let theorem = TheoremFile.id(file)
    guard status == .disproved, try Settings.ofProcess.get().mode == .check,
      !TheoremRegistry.shared.isViolated(theorem)
    else { return }
    let source = try TheoremFile.text(of: file)
    if TheoremFile.properties(source, besides: Ledger.shared.announced(of: theorem)).isEmpty {
      throw TheoremError.noCounterexample(theorem: TheoremFile.stem(file))
    }
  }

  /// Fails when a stored counterexample cannot be read, or belongs to no property of the theorem: it would be lost in
  /// silence.
  /// - Throws: `StoredCounterexampleError` naming the file.
  static func checkCounterexamples(of file: URL) throws {
    guard let package = TheoremFile.package(above: file) else { return }
    let source = try TheoremFile.text(of: file)
    let folder = TheoremFile.counterexamples(of: package)
    for stored in try CounterexampleHeader.files(of: TheoremFile.id(file), in: folder) {
      let property = try CounterexampleHeader(file: stored).property
      guard TheoremFile.states(source, property) else {
        throw StoredCounterexampleError(
          file: stored.path,
          reason: "found the property \"\(property)\", expected one of \(file.lastPathComponent)")
      }
    }
  }
}

extension Trait where Self == TheoremTrait {
  /// The suite states a theorem of this status.
  /// - Parameters:
  ///   - status: what is known of the statement.
  ///   - file: the theorem's source file; leave it out.
  public static func theorem(_ status: TheoremStatus, file: String = #filePath) -> TheoremTrait {
    TheoremTrait(status: status, file: URL(fileURLWithPath: file))
  }
}
