/// Comments that nest.
package enum Comments {
  /// Behind a comment that begins at an index; the end where it stays open. The marks that open and close one are two bytes each.
  static func end(in bytes: [UInt8], from start: Int, _ opening: String, _ closing: String) -> Int {
    var (index, depth) = (start, 0)
    repeat {
      let rest = bytes[index...]
      if rest.isEmpty { break }
      let (opens, closes) = (rest.starts(with: opening.utf8), rest.starts(with: closing.utf8))
      depth += opens ? 1 : closes ? -1 : 0
      index += opens || closes ? 2 : 1
    } while depth > 0
    return index
  }

  /// A source of Coq without them.
  package static func removed(fromCoq source: String) -> String {
    let bytes = Array(source.utf8)
    var (code, index): ([UInt8], Int) = ([], 0)
    while index < bytes.count {
      if bytes[index...].starts(with: "(*".utf8) {
        index = end(in: bytes, from: index, "(*", "*)")
      } else {
        code.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: code, as: UTF8.self)
  }
}
