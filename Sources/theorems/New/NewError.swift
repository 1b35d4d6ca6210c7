/// Why no file was made.
enum NewError: Error, Equatable, CustomStringConvertible {
  case title(found: String, expected: String)
  case duplicate(title: String, path: String)
  case exists(path: String)
  case unreadable(path: String, reason: String)
  case unwritable(path: String, reason: String)
  case targets([String])
  case noTheorem(String)
  case noStatement(path: String)

  var description: String {
    switch self {
    case .title(let found, let expected): "title: found \"\(found)\", expected \(expected)"
    case .duplicate(let title, let path): "\(path) has the title \"\(title)\" already"
    case .exists(let path): "\(path) exists; nothing was written"
    case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)"
    case .unwritable(let path, let reason): "\(path) cannot be written: \(reason)"
    case .targets(let paths):
      paths.isEmpty
        ? "no test target of the package imports TheoremTesting; name its folder with --into"
        : "several test targets state theorems, \(paths.joined(separator: ", ")); name one with --into"
    case .noTheorem(let name): "no theorem has the title or the id \"\(name)\""
    case .noStatement(let path): "\(path) has no statement yet; expected a /// comment right before @Suite"
    }
  }
}
