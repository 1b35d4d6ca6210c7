import Foundation

/// Reads records of comma-separated values one after another, strictly by RFC 4180: a cell may stand in double quotes,
/// lines end in LF or CR LF, a byte order mark is skipped. A quote that stays open, a quote or text where none may
/// stand, and a lone carriage return are errors, not guesses. Semicolons or tabs are separators where ``CSVDialect`` says so.
///
/// It holds one chunk of the text and one record, whatever the length of the text.
struct CSVReader {
  /// The longest record, in bytes: a longer one is no table of numbers.
  static let recordLimit = 1 << 20

  /// What is wrong in a text, and where.
  struct Problem: Error {
    /// Counted from 1.
    let line: Int
    /// The cell, counted from 0.
    let cell: Int
    let found: String
    let expected: String
  }

  /// The line where the record begins, counted from 1.
  private(set) var line = 0

  private let nextChunk: () throws -> Data?
  private var chunk: [UInt8] = []
  private var position = 0
  /// By what cells are set apart; nil until the first record is read.
  private(set) var dialect: CSVDialect?
  private var nextLine = 1
  /// The cells of the record one after another, quotes removed, and where each ends.
  private var text: [UInt8] = []
  private var ends: [Int] = []

  /// - Parameter nextChunk: the next bytes of the text; nil or no bytes at its end.
  init(_ nextChunk: @escaping () throws -> Data?) { self.nextChunk = nextChunk }

  /// The number of cells of the record.
  var cellCount: Int { ends.count }

  /// Whether the record is an empty line.
  var isEmptyLine: Bool { ends.count == 1 && text.isEmpty }

  /// The text of a cell.
  func string(_ cell: Int) throws(Problem) -> String {
    guard let string = String(validating: text[range(cell)], as: UTF8.self) else {
      throw Problem(line: line, cell: cell, found: "bytes that are no UTF-8", expected: "UTF-8 text")
    }
    return string
  }

  /// The number in a cell: decimal digits with a sign, a point and an exponent as the cell likes, and nothing else; nil for
  /// what is no number.
  func number(_ cell: Int) -> Double? {
    let range = range(cell)
    return text.withUnsafeBufferPointer { text in
      DecimalNumber.value(UnsafeBufferPointer(rebasing: text[range]))
    }
  }

  /// Whether a cell stands for a value that is not there.
  func isMissing(_ cell: Int) -> Bool { beginning(cell).isMissingValue }

  /// What is wrong with a cell that holds no number.
  func numberProblem(_ cell: Int) -> Problem {
    let text = beginning(cell)
    let hint = isTooLarge(cell) ? "it is beyond the range of a double" : text.noNumberHint
    let found = range(cell).count > Self.beginningLength ? "\(text)…" : text
    return Problem(
      line: line, cell: cell, found: text.isEmpty ? "an empty cell" : "\"\(found)\"",
      expected: "a finite decimal number" + (hint.map { "; \($0)" } ?? ""))
  }

  /// Of a cell that is told, or stands for a missing value, in bytes.
  private static let beginningLength = 40

  private func beginning(_ cell: Int) -> String {
    String(decoding: text[range(cell)].prefix(Self.beginningLength), as: UTF8.self)
  }

  /// Whether a cell holds digits whose number no double is as large as.
  private func isTooLarge(_ cell: Int) -> Bool {
    let bytes = text[range(cell)]
    return bytes.contains { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      && Double(String(decoding: bytes, as: UTF8.self))?.isInfinite == true
  }

  private func range(_ cell: Int) -> Range<Int> { (cell == 0 ? 0 : ends[cell - 1])..<ends[cell] }

  private enum State { case start, plain, quoted, closed }

  /// Reads the next record; false at the end of the text.
  /// - Throws: ``Problem``, or what the source of the chunks throws.
  mutating func next() throws -> Bool {
    let separator = try dialect?.separator ?? begin()
    text.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    line = nextLine
    guard try refill() else { return false }
    var state = State.start
    while true {
      guard text.count + ends.count < Self.recordLimit else {
        throw problem("more than \(Self.recordLimit) bytes", "a line of numbers (is a quote left open?)")
      }
      if state == .start || state == .plain, try refill(), takePlainText(upTo: separator) { state = .plain }
      guard let byte = try read() else {
        if state == .quoted { throw problem("a quote that is never closed", "a closing quote") }
        ends.append(text.count)
        return true
      }
      switch (state, byte) {
      case (.quoted, .quote): state = .closed
      case (.quoted, _):
        text.append(byte)
        if byte == .lineFeed { nextLine += 1 }
      case (_, separator):
        ends.append(text.count)
        state = .start
      case (_, .lineFeed):
        ends.append(text.count)
        nextLine += 1
        return true
      case (_, .carriageReturn):
        guard try refill(), chunk[position] == .lineFeed else {
          throw problem("a carriage return that no line feed follows", "lines that end in LF or CR LF")
        }
      case (.start, .quote): state = .quoted
      case (.closed, .quote):
        text.append(byte)
        state = .quoted
      case (.plain, .quote):
        throw problem("a quote inside a cell", "quotes around the whole cell, doubled inside")
      case (.closed, _):
        throw problem("text after a closing quote", "a separator or the end of the line")
      default:
        text.append(byte)
        state = .plain
      }
    }
  }

  private func problem(_ found: String, _ expected: String) -> Problem {
    Problem(line: line, cell: ends.count, found: found, expected: expected)
  }

  /// Takes what the chunk has before the next byte that means something, at once; false when that is nothing.
  private mutating func takePlainText(upTo separator: UInt8) -> Bool {
    let end = chunk.withUnsafeBufferPointer { chunk in
      var end = position
      while end < chunk.count, chunk[end] != separator, !chunk[end].isSyntax { end += 1 }
      text.append(contentsOf: UnsafeBufferPointer(rebasing: chunk[position..<end]))
      return end
    }
    defer { position = end }
    return end > position
  }

  private mutating func read() throws -> UInt8? {
    guard try refill() else { return nil }
    defer { position += 1 }
    return chunk[position]
  }

  /// Makes sure that a byte is at hand; false at the end of the text.
  private mutating func refill() throws -> Bool {
    if position < chunk.count { return true }
    chunk = try nextChunk().map { [UInt8]($0) } ?? []
    position = 0
    return !chunk.isEmpty
  }

  /// Skips what stands before the records, and finds out from the first line by what cells are set apart.
  private mutating func begin() throws -> UInt8 {
    while chunk.count < Self.recordLimit, CSVDialect.firstLine(of: chunk[...]) == nil,
      let more = try nextChunk(), !more.isEmpty
    { chunk += more }
    position = chunk.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    let dialect = CSVDialect(of: chunk[position...])
    if dialect.preamble > 0 {
      position += dialect.preamble
      nextLine += 1
    }
    self.dialect = dialect
    return dialect.separator
  }
}

extension UInt8 {
  static let quote = UInt8(ascii: "\"")
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")

  fileprivate var isSyntax: Bool { self == .lineFeed || self == .quote || self == .carriageReturn }
}
