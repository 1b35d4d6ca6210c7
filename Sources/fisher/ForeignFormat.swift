import Foundation

/// A kind of file that is not read, known by its first bytes.
struct ForeignFormat: CustomStringConvertible {
  /// What was found, and what to do.
  let description: String

  /// - Parameters:
  ///   - start: the beginning of a file.
  ///   - isBinary: whether it may be of images or of numbers, where any byte may stand.
  init?(of start: Data, isBinary: Bool) {
    if let known = Self.signatures.first(where: { $0.starts.contains(where: start.begins) }) {
      description = "found \(known.name); \(known.hint)"
    } else if let first = start.firstNameOfArchive, Self.firstOfWorkbooks.contains(where: first.hasPrefix) {
      description = "found a workbook of Excel or LibreOffice, or a document; expected CSV: save it as such"
    } else if !isBinary, start.prefix(1 << 12).contains(0), start.prefix(4).contains(where: { $0 != 0 }) {
      description = "found bytes 0, as text in UTF-16 and binary files have them; \(Self.encoding)"
    } else {
      return nil
    }
  }

  private static let encoding = "expected text in UTF-8: iconv -f UTF-16 -t UTF-8 FILE | fisher - ..."
  private static let data = "expected CSV, JSON or NumPy's .npz"

  private static func unpacked(by program: String) -> String {
    "expected the file itself: \(program) FILE | fisher - ..."
  }

  /// How the name of the first file begins in the archives that workbooks are; none is that of an array.
  private static let firstOfWorkbooks = [
    "[Content_Types].xml", "_rels/.rels", "docProps/", "xl/workbook.xml", "mimetypeapplication/",
  ]

  /// What the first column of a table is hardly called.
  private static let signatures: [(starts: [String], name: String, hint: String)] = [
    (["\u{1f}\u{8b}"], "data compressed by gzip", unpacked(by: "gunzip -c")),
    ((1...9).map { "BZh\($0)1AY&SY" }, "data compressed by bzip2", unpacked(by: "bunzip2 -c")),
    (["\u{fd}7zXZ"], "data compressed by xz", unpacked(by: "xz -dc")),
    (["\u{28}\u{b5}\u{2f}\u{fd}"], "data compressed by zstd", unpacked(by: "zstd -dc")),
    (
      ["\u{ff}\u{fe}\u{0}\u{0}"], "text in UTF-32",
      "expected text in UTF-8: iconv -f UTF-32 -t UTF-8 FILE | fisher - ..."
    ),
    (["\u{ff}\u{fe}", "\u{fe}\u{ff}"], "text in UTF-16", encoding),
    (["PAR1\u{15}"], "a Parquet file", "expected CSV: pandas.read_parquet(FILE).to_csv(..., index=False)"),
    (["\u{89}HDF"], "an HDF5 file", data),
    (["\u{d0}\u{cf}\u{11}\u{e0}"], "an Excel workbook", "expected CSV: save it as such"),
    (["%PDF-"], "a PDF", data),
    (
      ["<!", "<?", "<html", "<HTML"], "a page of HTML or XML",
      "expected the data themselves, in CSV, JSON or NumPy's .npz"
    ),
  ]
}

extension Data {
  /// The name of the first file and what follows it, where this is the beginning of a ZIP archive.
  fileprivate var firstNameOfArchive: String? {
    begins(with: "PK\u{3}\u{4}") ? String(decoding: dropFirst(30).prefix(64), as: UTF8.self) : nil
  }

  /// Whether the first bytes are these, one for each of the first 256 Unicode scalars.
  func begins(with bytes: String) -> Bool {
    starts(with: bytes.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })
  }
}
