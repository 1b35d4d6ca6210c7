/// By what the cells of a text are set apart: commas, or semicolons or tabs where these are plainly meant.
struct CSVDialect {
  let separator: UInt8
  /// The number of bytes before the first record: of the line `sep=;` by which Excel is told the separator.
  let preamble: Int
  /// In words, where it is not the comma.
  var note: String? {
    switch separator {
    case .semicolon: "Cells are set apart by semicolons."
    case .tab: "Cells are set apart by tabs."
    default: nil
    }
  }

  /// From the beginning of a text, its first line at least. Semicolons or tabs are meant by a first line that has only one of
  /// them and no comma, outside quotes.
  init(of start: ArraySlice<UInt8>) {
    let line = Array(start.prefix { $0 != .lineFeed && $0 != .carriageReturn })
    if line.count == 5, line.starts(with: "sep=".utf8), Self.known.contains(line[4]) {
      separator = line[4]
      preamble = min(start.count, start.prefix { $0 != .lineFeed }.count + 1)
      return
    }
    preamble = 0
    let found = Set(Self.unquoted(Self.firstLine(of: start) ?? start)).intersection(Self.known)
    separator = found.count == 1 ? found.first ?? .comma : .comma
  }

  /// The first line, which ends outside quotes; nil where it goes on.
  static func firstLine(of start: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    var isQuoted = false
    let end = start.firstIndex { byte in
      if byte == .quote { isQuoted.toggle() }
      return byte == .lineFeed && !isQuoted
    }
    return end.map { start[..<$0] }
  }

  private static func unquoted(_ line: ArraySlice<UInt8>) -> [UInt8] {
    var isQuoted = false
    return line.filter { byte in
      if byte == .quote { isQuoted.toggle() }
      return !isQuoted
    }
  }

  private static let known: Set<UInt8> = [.comma, .semicolon, .tab]
}

extension UInt8 {
  fileprivate static let comma = UInt8(ascii: ",")
  fileprivate static let semicolon = UInt8(ascii: ";")
  fileprivate static let tab = UInt8(ascii: "\t")
}
