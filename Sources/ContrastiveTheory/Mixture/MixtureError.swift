/// What is wrong with the parameters of a mixture, in the words of its JSON form.
public enum MixtureError: Error, Equatable, Sendable {
  /// The text is no JSON.
  case notJSON(problem: String)
  case missingKey(String, expected: String)
  case unknownKey(String, expected: String)
  /// A key stands twice: readers differ in which of the two they take.
  case repeatedKey(String)
  /// A value of the JSON is of another kind than was expected.
  case wrongType(key: String, found: String, expected: String)
  case noComponents
  case noDimensions
  /// A list does not have the shape that the other parameters ask for.
  case shape(key: String, found: String, expected: String)
  /// An entry is NaN or infinite.
  case notFinite(key: String)
  case weightNotPositive(component: Int, weight: Double)
  case weightsDoNotSumToOne(sum: Double, tolerance: Double)
  case notSymmetric(key: String, row: Int, column: Int, difference: Double)
  case notPositiveDefinite(key: String, smallestEigenvalue: Double)
}

extension MixtureError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notJSON(let problem): "not JSON: \(problem)"
    case .missingKey(let key, let expected): "\(key): the key is missing; expected the \(expected)"
    case .unknownKey(let key, let expected): "\(key): unknown key; expected only the \(expected)"
    case .repeatedKey(let key): "\(key): the key stands twice; expected it once"
    case .wrongType(let key, let found, let expected): "\(key): found \(found), expected \(expected)"
    case .noComponents: "weights: the list is empty; a mixture has at least one component"
    case .noDimensions: "means: the vectors are empty; a mixture has at least one dimension"
    case .shape(let key, let found, let expected): "\(key): found \(found), expected \(expected)"
    case .notFinite(let key): "\(key): an entry is NaN or infinite; expected finite numbers"
    case .weightNotPositive(let component, let weight):
      "weights[\(component)]: found \(weight), expected a number above 0"
    case .weightsDoNotSumToOne(let sum, let tolerance):
      "weights: the sum is \(sum), expected 1 (within \(tolerance)); they are not renormalised silently"
    case .notSymmetric(let key, let row, let column, let difference):
      "\(key): not symmetric, entries (\(row), \(column)) and (\(column), \(row)) differ by \(difference)"
    case .notPositiveDefinite(let key, let eigenvalue):
      "\(key): not positive definite, smallest eigenvalue \(eigenvalue); expected all above 0"
    }
  }
}
