/// A failure of a property, on its way to Swift Testing.
struct Failure: Sendable {
  let text: String
  let sourceLocation: SourceLocation

  /// What becomes of a failure: an issue of the running test, at its end where that is a theorem's, so that nothing in the test
  /// can take it for a known one. Tests of the engine, whose planted falsehoods are to fail, listen instead.
  @TaskLocal static var report: @Sendable (Failure) -> Void = { failure in
    if let stated = StatedProperties.current { stated.add(failure) } else { failure.record() }
  }

  func record() { Issue.record("\(text)", sourceLocation: sourceLocation) }
}
