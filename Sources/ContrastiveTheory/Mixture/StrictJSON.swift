import Evidence
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

/// What Foundation's readers let pass.
func slip(in json: Data) -> MixtureError? {
  switch JSONSlip(in: json) {
  case .repeatedKey(let key)?: .repeatedKey(key)
  case .needlessComma(let index)?:
    .notJSON(problem: "a comma before a closing bracket at \(json.place(of: index))")
  case nil: nil
  }
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
  /// The text with 0 for each number outside strings that is as small as that to a double: readers of JSON and of CSV take it for 0, and
  /// Foundation's refuses it. Nil where there is none.
  var withoutUnderflows: Data? {
    var (text, number) = (Data(), Data())
    var (isString, isEscaped, isChanged) = (false, false, false)
    func endNumber() {
      isChanged = isChanged || number.isUnderflow
      text += number.isUnderflow ? Data("0".utf8) : number
      number = Data()
    }
    for byte in self {
      if !isString, "0123456789+-.eE".utf8.contains(byte) {
        number.append(byte)
        continue
      }
      endNumber()
      text.append(byte)
      if byte == UInt8(ascii: "\""), !isEscaped { isString.toggle() }
      isEscaped = isString && byte == UInt8(ascii: "\\") && !isEscaped
    }
    endNumber()
    return isChanged ? text : nil
  }

  /// Whether this is a number of JSON with an exponent, and zero to a double.
  private var isUnderflow: Bool {
    guard let exponent = firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }) else { return false }
    return (try? JSONDecoder().decode(Double.self, from: self[..<exponent])) != nil
      && Array(self).withUnsafeBufferPointer { DecimalNumber.value($0) } == 0
  }

  /// The line and the column of a byte, in words.
  fileprivate func place(of index: Index) -> String {
    let before = self[..<Swift.min(index, endIndex)]
    let line = before.count { $0 == UInt8(ascii: "\n") } + 1
    let column = before.reversed().prefix { $0 != UInt8(ascii: "\n") }.count + 1
    return "line \(line), column \(column)"
  }
}
