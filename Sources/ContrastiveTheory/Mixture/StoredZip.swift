import Foundation

/// The files in a ZIP archive that stores them as they are (PKWARE, *APPNOTE.TXT*, 6.3), as `numpy.savez` writes it.
struct StoredZip {
  /// The files by name, in the order of the archive's directory.
  let files: [(name: String, contents: Data)]

  /// - Throws: ``NumPyError`` for what is no such archive, is damaged or compressed.
  init(_ archive: Data) throws(NumPyError) {
    guard !archive.isEmpty else { throw .archive("nothing: the file is empty") }
    let bytes = [UInt8](archive)
    // The directory's end is the last record, of 22 bytes and a comment.
    let last = bytes.count - 22
    guard last >= 0,
      let end = stride(from: last, through: max(last - 0xffff, 0), by: -1)
        .first(where: { bytes.number($0, 4) == 0x0605_4b50 }),
      let count = bytes.number(end + 10, 2), var place = bytes.number(end + 16, 4)
    else { throw .archive("no directory at its end: it is cut off, or no archive") }
    var files: [(name: String, contents: Data)] = []
    for _ in 0..<count {
      guard bytes.number(place, 4) == 0x0201_4b50, let method = bytes.number(place + 10, 2),
        let checksum = bytes.number(place + 16, 4), let size = bytes.number(place + 20, 4),
        let nameLength = bytes.number(place + 28, 2), let extraLength = bytes.number(place + 30, 2),
        let commentLength = bytes.number(place + 32, 2), let start = bytes.number(place + 42, 4),
        let name = bytes.slice(place + 46, nameLength)
      else { throw .archive("a damaged directory") }
      let shown = String(decoding: name, as: UTF8.self)
      guard method == 0 else { throw .compressed(shown) }
      guard bytes.number(start, 4) == 0x0403_4b50, let before = bytes.number(start + 26, 2),
        let extra = bytes.number(start + 28, 2),
        let contents = bytes.slice(start + 30 + before + extra, size),
        Self.checksum(contents) == UInt32(checksum)
      else { throw .archive("the file \(shown), which is damaged or larger than 4 GB") }
      files.append((shown, Data(contents)))
      place += 46 + nameLength + extraLength + commentLength
    }
    self.files = files
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
    slice(place, size)?.reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  fileprivate func slice(_ place: Int, _ size: Int) -> ArraySlice<UInt8>? {
    guard place >= 0, place <= count, size <= count - place else { return nil }
    return self[place..<(place + size)]
  }
}
