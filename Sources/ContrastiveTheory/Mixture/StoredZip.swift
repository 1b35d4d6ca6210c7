import Foundation

/// A ZIP archive that stores its files as they are (PKWARE, *APPNOTE.TXT*, 6.3), as `numpy.savez` writes it.
struct StoredZip {
  /// What the directory says of a file.
  private struct Entry {
    let name: String
    let method: Int
    let checksum: Int
    let size: Int
    let start: Int
  }

  private let bytes: [UInt8]
  private let entries: [Entry]

  /// The names of the files, in the order of the archive's directory.
  var names: [String] { entries.map(\.name) }

  /// Reads the directory.
  /// - Throws: ``NumPyError`` for what is no such archive, or damaged.
  init(_ archive: Data) throws(NumPyError) {
    guard !archive.isEmpty else { throw .archive("nothing: the file is empty") }
    bytes = [UInt8](archive)
    // The directory's end is the last record, of 22 bytes and a comment.
    let last = bytes.count - 22
    guard last >= 0,
      let end = stride(from: last, through: max(last - 0xffff, 0), by: -1)
        .first(where: { [bytes] in bytes.number($0, 4) == 0x0605_4b50 }),
      let count = bytes.number(end + 10, 2), var place = bytes.number(end + 16, 4)
    else { throw .archive("no directory at its end: it is cut off, or no archive") }
    var entries: [Entry] = []
    for _ in 0..<count {
      guard bytes.number(place, 4) == 0x0201_4b50, let method = bytes.number(place + 10, 2),
        let checksum = bytes.number(place + 16, 4), let size = bytes.number(place + 20, 4),
        let nameLength = bytes.number(place + 28, 2), let extraLength = bytes.number(place + 30, 2),
        let commentLength = bytes.number(place + 32, 2), let start = bytes.number(place + 42, 4),
        let name = bytes.slice(place + 46, nameLength)
      else { throw .archive("a damaged directory") }
      entries.append(
        Entry(
          name: String(decoding: name, as: UTF8.self), method: method, checksum: checksum, size: size,
          start: start))
      place += 46 + nameLength + extraLength + commentLength
    }
    self.entries = entries
  }

  /// What a file holds; nil where there is none of this name.
  /// - Throws: ``NumPyError`` for a file that is compressed, damaged or stands twice, of which readers take one or the other.
  func contents(of name: String) throws(NumPyError) -> Data? {
    let found = entries.filter { $0.name == name }
    guard let entry = found.first else { return nil }
    guard found.count == 1 else { throw .archive("the file \(name) \(found.count) times") }
    guard entry.method == 0 else { throw .compressed(name) }
    guard bytes.number(entry.start, 4) == 0x0403_4b50, let before = bytes.number(entry.start + 26, 2),
      let extra = bytes.number(entry.start + 28, 2),
      let contents = bytes.slice(entry.start + 30 + before + extra, entry.size),
      Self.checksum(contents) == UInt32(entry.checksum)
    else { throw .archive("the file \(name), which is damaged or larger than 4 GB") }
    return Data(contents)
  }

  /// CRC-32, the polynomial of IEEE 802.3 with its bits reversed.
  private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    let table = (0..<256).map { index in
      (0..<8).reduce(UInt32(index)) { value, _ in value >> 1 ^ (value & 1 == 1 ? 0xedb8_8320 : 0) }
    }
    return ~bytes.reduce(~0) { value, byte in value >> 8 ^ table[Int((value ^ UInt32(byte)) & 0xff)] }
  }
}

extension [UInt8] {
  /// The whole number of a few bytes, the lowest first; nil where they are not all there.
  fileprivate func number(_ place: Int, _ size: Int) -> Int? {
    slice(place, size).map { Int($0.littleEndian) }
  }

  fileprivate func slice(_ place: Int, _ size: Int) -> ArraySlice<UInt8>? {
    guard place >= 0, place <= count, size <= count - place else { return nil }
    return self[place..<(place + size)]
  }
}
