import Foundation

/// A kind of file that is not read, known by its first bytes.
struct ForeignFormat: CustomStringConvertible {
  /// What was found, and what to do.
  let description: String

  /// - Parameters:
  ///   - start: the beginning of a file.
  ///   - isImages: whether it may be of images, where any byte may stand.
  init?(of start: Data, isImages: Bool) {
    if let known = Self.signatures.first(where: { start.starts(with: $0.bytes) }) {
      description = "found \(known.name); \(known.hint)"
    } else if !isImages, !start.starts(with: Array("PK".utf8)), start.first != 0x93,
      start.prefix(1 << 12).contains(0), start.prefix(2).contains(where: { $0 != 0 })
    {
      description = "found bytes 0, as text in UTF-16 and binary files have them; \(Self.encoding)"
    } else {
      return nil
    }
  }

  private static let encoding = "expected text in UTF-8: iconv -f UTF-16 -t UTF-8 FILE | fisher - ..."

  private static let signatures: [(bytes: [UInt8], name: String, hint: String)] = [
    ([0x1f, 0x8b], "data compressed by gzip", "expected the file itself: gunzip -c FILE | fisher - ..."),
    (
      Array("BZh".utf8), "data compressed by bzip2",
      "expected the file itself: bunzip2 -c FILE | fisher - ..."
    ),
    (
      [0xfd, 0x37, 0x7a, 0x58, 0x5a], "data compressed by xz",
      "expected the file itself: xz -dc FILE | fisher - ..."
    ),
    (
      [0x28, 0xb5, 0x2f, 0xfd], "data compressed by zstd",
      "expected the file itself: zstd -dc FILE | fisher - ..."
    ),
    ([0xff, 0xfe], "text in UTF-16", encoding),
    ([0xfe, 0xff], "text in UTF-16", encoding),
    (
      Array("PAR1".utf8), "a Parquet file", "expected CSV: pandas.read_parquet(FILE).to_csv(..., index=False)"
    ),
    ([0x89, 0x48, 0x44, 0x46], "an HDF5 file", "expected CSV, JSON or NumPy's .npz"),
    ([0xd0, 0xcf, 0x11, 0xe0], "an Excel workbook", "expected CSV: save it as such"),
    (Array("%PDF".utf8), "a PDF", "expected CSV, JSON or NumPy's .npz"),
    (Array("<".utf8), "a page of HTML or XML", "expected the data themselves, in CSV, JSON or NumPy's .npz"),
  ]
}
