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
    var found: Set<UInt8> = []
    var isQuoted = false
    for byte in start {
      if byte == .quote { isQuoted.toggle() }
      guard !isQuoted else { continue }
      if byte == .lineFeed { break }
      if Self.known.contains(byte) { found.insert(byte) }
    }
    separator = found.count == 1 ? found.first ?? .comma : .comma
  }

  private static let known: Set<UInt8> = [.comma, .semicolon, .tab]
}

extension UInt8 {
  fileprivate static let comma = UInt8(ascii: ",")
  fileprivate static let semicolon = UInt8(ascii: ";")
  fileprivate static let tab = UInt8(ascii: "\t")
}
