/// A parameter of a claim that says nothing, as a share above 1.
///
///     throw ParameterError("count", found: -1, expected: "at least 1")
public struct ParameterError: Error, Equatable, Sendable, CustomStringConvertible {
  public let parameter: String
  public let found: String
  public let expected: String

  public init(_ parameter: String, found: some Sendable, expected: String) {
    (self.parameter, self.found, self.expected) = (parameter, "\(found)", expected)
  }

  /// As in "detecting: found 0.1, expected a share above 0.2 and at most 1".
  public var description: String { "\(parameter): found \(found), expected \(expected)" }
}
