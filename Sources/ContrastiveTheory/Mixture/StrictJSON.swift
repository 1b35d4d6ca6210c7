import Foundation

// Decoding with errors that say where a value stands, what it is and what was expected. Foundation's own errors name
// Swift's types, and do not say where a number does not fit.

/// A list of finite numbers.
struct NumberList: Decodable {
  let numbers: [Double]

  init(from decoder: any Decoder) throws {
    var list = try decoder.list(expected: "a list of numbers")
    var numbers: [Double] = []
    while !list.isAtEnd {
      let index = list.currentIndex
      let number = try? list.decode(Double.self)
      guard let number, number.isFinite else {
        // A value that is no number is still the next one.
        let found = try number.map { "\($0)" } ?? list.decode(JSONKind.self).description
        throw MixtureError.wrongType(
          key: "\(list.codingPath.path)[\(index)]", found: found, expected: "a finite number")
      }
      numbers.append(number)
    }
    self.numbers = numbers
  }
}

/// A list of lists of one kind.
struct NestedList<Element: Decodable>: Decodable {
  let elements: [Element]

  init(from decoder: any Decoder) throws {
    var list = try decoder.list(expected: "a list of lists")
    var elements: [Element] = []
    while !list.isAtEnd { elements.append(try list.decode(Element.self)) }
    self.elements = elements
  }
}

/// What stands at a place.
struct JSONKind: Decodable, CustomStringConvertible {
  /// In words, for an error.
  let description: String
  /// The string, if it is one.
  private(set) var string: String?

  static let beyondRange = "a number beyond the range of a double"

  init(from decoder: any Decoder) throws {
    if (try? decoder.container(keyedBy: NoKey.self)) != nil {
      description = "an object"
    } else if (try? decoder.unkeyedContainer()) != nil {
      description = "a list"
    } else {
      let value = try decoder.singleValueContainer()
      if value.decodeNil() {
        description = "null"
      } else if let flag = try? value.decode(Bool.self) {
        description = "\(flag)"
      } else if let string = try? value.decode(String.self) {
        description = "the string \"\(string)\""
        self.string = string
      } else if let number = try? value.decode(Double.self) {
        description = "\(number)"
      } else {
        description = Self.beyondRange
      }
    }
  }

  private enum NoKey: CodingKey {}
}

extension Decoder {
  /// The list that stands here.
  fileprivate func list(expected: String) throws -> any UnkeyedDecodingContainer {
    guard let list = try? unkeyedContainer() else {
      let found = try JSONKind(from: self).description
      throw MixtureError.wrongType(key: codingPath.path, found: found, expected: expected)
    }
    return list
  }
}

extension [any CodingKey] {
  /// The path as it is written, as in `means[1][0]`.
  var path: String {
    reduce(into: "") { path, key in
      path += key.intValue.map { "[\($0)]" } ?? (path.isEmpty ? key.stringValue : ".\(key.stringValue)")
    }
  }
}

/// What Foundation's readers let pass: a key that stands twice in the outermost object, of which they take one and say nothing, and
/// a comma before a closing bracket.
func slip(in json: Data) -> MixtureError? {
  var keys: Set<String> = []
  var (depth, isEscaped) = (0, false)
  // Where the string begins that is being read, and the last one that was read.
  var start: Data.Index?
  var string = Data()
  // The last byte outside strings that is no space.
  var last: UInt8 = 0
  for (index, byte) in zip(json.indices, json) {
    if let begin = start {
      if byte == UInt8(ascii: "\""), !isEscaped {
        string = json[begin...index]
        start = nil
      }
      isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
    } else {
      switch byte {
      case UInt8(ascii: "\""): start = index
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if last == UInt8(ascii: ",") {
          return .notJSON(problem: "a comma before a closing bracket at \(json.place(of: index))")
        }
        depth -= 1
      case UInt8(ascii: ":") where depth == 1:
        guard let key = try? JSONDecoder().decode(String.self, from: string) else { break }
        if !keys.insert(key).inserted { return .repeatedKey(key) }
      default: break
      }
      if !byte.isJSONSpace { last = byte }
    }
  }
  return nil
}

/// Why a text is no JSON, and whether Foundation tells the place, which then is part of it.
func syntaxProblem(in json: Data) -> (description: String, isPlaced: Bool) {
  guard json.contains(where: { !$0.isJSONSpace }) else { return ("it is empty", false) }
  do {
    _ = try JSONSerialization.jsonObject(with: json, options: .fragmentsAllowed)
  } catch {
    let problem = (error as NSError).userInfo["NSDebugDescription"] as? String ?? "\(error)"
    guard let match = problem.firstMatch(of: #/ around character (\d+)\.?$/#), let offset = Int(match.1)
    else {
      return (problem, false)
    }
    return ("\(problem[..<match.range.lowerBound]) at \(json.place(of: json.startIndex + offset))", true)
  }
  return ("a number is beyond the range of a double", false)
}

extension Data {
  /// The line and the column of a byte, in words.
  fileprivate func place(of index: Index) -> String {
    let before = self[..<Swift.min(index, endIndex)]
    let line = before.count { $0 == UInt8(ascii: "\n") } + 1
    let column = before.reversed().prefix { $0 != UInt8(ascii: "\n") }.count + 1
    return "line \(line), column \(column)"
  }
}

extension UInt8 {
  fileprivate var isJSONSpace: Bool { [0x20, 0x09, 0x0a, 0x0d].contains(self) }
}
