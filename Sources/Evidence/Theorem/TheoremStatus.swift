/// What is known of a theorem's statement.
public enum TheoremStatus: String, Codable, Sendable {
  /// There is a proof.
  case proved
  /// It is false: there is a counterexample, and a proof that it is one.
  case disproved
  /// Neither is known.
  case open
  /// Nothing is claimed: it says what is measured.
  case measured
}
