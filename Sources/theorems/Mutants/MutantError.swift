/// Why mutants could not be tried.
enum MutantError: Error, Equatable, CustomStringConvertible {
  case table(path: String, reason: String)
  case repeated(mutant: String)
  case edit(mutant: String, file: String, reason: String)
  case results(path: String, reason: String)
  case copy(path: String, reason: String)
  case nothingMatches(filter: [String])
  case noTest(pattern: String)

  var description: String {
    switch self {
    case .table(let path, let reason): "mutants \(path): cannot be read: \(reason)"
    case .repeated(let mutant): "mutant \"\(mutant)\": found twice, expected a name of its own"
    case .edit(let mutant, let file, let reason): "mutant \"\(mutant)\": \(file): \(reason)"
    case .results(let path, let reason): "results \(path): \(reason)"
    case .copy(let path, let reason): "copy \(path): cannot be written: \(reason)"
    case .nothingMatches(let filter):
      "no mutant's name or file holds \(filter.map { "\"\($0)\"" }.joined(separator: " or "))"
    case .noTest(let pattern): "no test's name or file fits \"\(pattern)\""
    }
  }
}
