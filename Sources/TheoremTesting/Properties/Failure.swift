import Testing

/// A failure of a property, on its way to Swift Testing.
struct Failure: Sendable {
  let text: String
  let sourceLocation: SourceLocation

  /// What becomes of a failure: an issue of the running test. Tests of the engine, whose planted falsehoods are to fail,
  /// listen instead.
  @TaskLocal static var report: @Sendable (Failure) -> Void = {
    Issue.record("\($0.text)", sourceLocation: $0.sourceLocation)
  }
}
