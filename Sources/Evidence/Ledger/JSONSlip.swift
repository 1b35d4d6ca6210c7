import Foundation

/// What Foundation's readers of JSON let pass: of two values of a key they take one, and not always the same, and they read over a
/// comma before a closing bracket.
package enum JSONSlip: Equatable {
  case repeatedKey(String)
  /// With the place of the bracket.
  case needlessComma(Data.Index)

  /// The first one in what such a reader reads; nil for none. O(bytes).
  package init?(in json: Data) {
    // The keys so far of each object that is open; of a list there are none.
    var keys: [Set<String>] = []
    // Where the string begins that is being read, and the last one that was read.
    var start: Data.Index?
    var string = Data()
    var isEscaped = false
    // The last byte outside strings that is no space.
    var last: UInt8 = 0
    for (index, byte) in zip(json.indices, json) {
      if let begin = start {
        if byte == UInt8(ascii: "\""), !isEscaped {
          string = json[begin...index]
          start = nil
        }
        isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): start = index
      case UInt8(ascii: "{"), UInt8(ascii: "["): keys.append([])
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if last == UInt8(ascii: ",") {
          self = .needlessComma(index)
          return
        }
        keys.removeLast(min(1, keys.count))
      case UInt8(ascii: ":") where !keys.isEmpty:
        guard let key = string.text else { break }
        if !keys[keys.count - 1].insert(key).inserted {
          self = .repeatedKey(key)
          return
        }
      default: break
      }
      if !byte.isJSONSpace { last = byte }
    }
    return nil
  }
}

extension JSONSlip: CustomStringConvertible {
  package var description: String {
    switch self {
    case .repeatedKey(let key): "the key \"\(key)\" stands twice in an object"
    case .needlessComma: "a comma before a closing bracket"
    }
  }
}

extension Data {
  /// What a JSON string with its quotation marks says.
  fileprivate var text: String? {
    contains(UInt8(ascii: "\\"))
      ? try? JSONDecoder().decode(String.self, from: self)
      : String(validating: dropFirst().dropLast(), as: UTF8.self)
  }
}

extension UInt8 { package var isJSONSpace: Bool { [0x20, 0x09, 0x0a, 0x0d].contains(self) } }
