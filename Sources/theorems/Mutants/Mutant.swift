/// A named mistake: one edit of one source file that the tests should notice.
struct Mutant: Sendable, Equatable, Codable {
  /// In words, as in "the covariance for its inverse in F".
  let name: String
  /// The path of the file in the package.
  let file: String
  /// The text that is replaced; it stands in the file once.
  let find: String
  let replace: String
  /// A regular expression for the tests that are to notice it, with all their instances, in place of all that the table does not
  /// skip: for what these alone look at, or ten instances do not show.
  var tests: String?
  /// Why no test can tell the edited package from the package itself; nil for a mistake that must be found.
  var equivalence: String?
}
