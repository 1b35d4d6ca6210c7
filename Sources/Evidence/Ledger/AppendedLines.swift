import Foundation

/// The whole lines of a file that another process appends to, each of them once.
package struct AppendedLines: Sendable {
  /// A line and its number in the file, counted from 1.
  package typealias Line = (number: Int, bytes: Data)

  private let file: URL
  private var offset: UInt64 = 0
  private var number = 0
  /// What stands behind the last line feed so far.
  private var unfinished = Data()

  package init(of file: URL) { self.file = file }

  /// The lines that were finished since the last call; the first call starts at the beginning.
  /// - Throws: `CocoaError` when the file cannot be read.
  package mutating func next() throws -> [Line] {
    let handle = try FileHandle(forReadingFrom: file)
    defer { try? handle.close() }
    try handle.seek(toOffset: offset)
    let added = try handle.readToEnd() ?? Data()
    offset += UInt64(added.count)
    var parts = Array(unfinished + added).split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    unfinished = parts.popLast().map { Data($0) } ?? Data()
    return parts.map { part in
      number += 1
      return (number, Data(part))
    }
  }

  /// The last line, if the file does not end with a line feed as of the last call of ``next()``.
  package var torn: Line? { unfinished.isEmpty ? nil : (number + 1, unfinished) }
}
