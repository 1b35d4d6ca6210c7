import Foundation

/// What is wrong with arrays of NumPy in a file.
public enum NumPyError: Error, Equatable, Sendable {
  /// The file is no archive of arrays as `numpy.savez` writes it.
  case archive(String)
  /// An entry of the archive is compressed.
  case compressed(String)
  /// An array is not what it should be.
  case array(String, found: String, expected: String)
}

extension NumPyError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .archive(let found): "found \(found); expected arrays as numpy.savez writes them"
    case .compressed(let name):
      "\(name): found a compressed file, expected arrays as numpy.savez writes them (not savez_compressed)"
    case .array(let name, let found, let expected): "\(name): found \(found), expected \(expected)"
    }
  }
}

/// An array in NumPy's format .npy, versions 1 to 3 (NumPy, *NEP 1*): numbers or text of up to two dimensions.
struct NumPyArray {
  let name: String
  /// The number of rows, and of columns: 1 for an array of one dimension.
  let rows: Int
  let columns: Int
  let dimensions: Int
  private let type: EntryType
  private let isFortranOrder: Bool
  private let entries: [UInt8]

  /// - Throws: ``NumPyError`` for what is no such array, or not as long as it says.
  init(_ file: Data, name: String) throws(NumPyError) {
    func problem(_ found: String, _ expected: String) -> NumPyError {
      .array(name, found: found, expected: expected)
    }
    let bytes = [UInt8](file)
    guard bytes.count >= 10, bytes.starts(with: Self.signature) else {
      throw problem("no array of NumPy", "one as numpy.save writes it")
    }
    let lengthBytes = bytes[6] == 1 ? 2 : 4
    let headerLength = Int(bytes[8...].prefix(lengthBytes).littleEndian)
    let start = 8 + lengthBytes + headerLength
    guard (1...3).contains(bytes[6]), start <= bytes.count, headerLength <= Self.headerLimit else {
      throw problem("a header that is cut off, too long or of an unknown version", "version 1, 2 or 3")
    }
    let header = String(decoding: bytes[(8 + lengthBytes)..<start], as: UTF8.self)
    guard let order = header.firstMatch(of: #/'fortran_order': *(True|False)/#),
      let shape = header.firstMatch(of: #/'shape': *\(([0-9, ]*)\)/#),
      let description = header.firstMatch(of: #/'descr': *'([^']*)'/#)
    else { throw problem("the header \(header.prefix(100))", "a plain array") }
    let sizes = shape.1.split(separator: ",").map { Int($0.trimmingPrefix(" ")) }
    guard (1...2).contains(sizes.count), let rows = sizes[0], let columns = sizes.count == 2 ? sizes[1] : 1
    else { throw problem("the shape (\(shape.1))", "one or two dimensions") }
    guard let type = EntryType(description.1) else {
      throw problem(
        "numbers of the type \(description.1)",
        "float64, float32, integers or text; astype(float) or astype(str) makes them")
    }
    let (count, overflows) = rows.multipliedReportingOverflow(by: columns)
    let (size, isTooLong) = count.multipliedReportingOverflow(by: type.width)
    guard !overflows, !isTooLong, size == bytes.count - start else {
      throw problem(
        "\(bytes.count - start) bytes", "those of \(rows) x \(columns) entries of the type \(description.1)")
    }
    (self.name, self.rows, self.columns, self.type) = (name, rows, columns, type)
    dimensions = sizes.count
    isFortranOrder = order.1 == "True"
    entries = Array(bytes[start...])
  }

  /// The longest header, in bytes: that of version 1, and six times what NumPy itself trusts.
  private static let headerLimit = 0xffff

  static let signature = [0x93] + Array("NUMPY".utf8)

  var isText: Bool { type.kind == .bytes || type.kind == .codePoints }

  /// The number at a place; NaN in an array of text.
  func number(_ row: Int, _ column: Int) -> Double {
    let bits = bits(row, column)
    return switch type.kind {
    case .real: type.width == 8 ? Double(bitPattern: bits) : Double(Float(bitPattern: UInt32(bits)))
    case .signed: Double(type.signed(bits))
    case .unsigned: Double(bits)
    case .bytes, .codePoints: .nan
    }
  }

  /// The name of a class at a place: a text, or a number, whole ones without a point. Empty for NaN. What differs has different names.
  /// - Throws: ``NumPyError`` for what is no text.
  func label(_ row: Int, _ column: Int) throws(NumPyError) -> String {
    let text: String?
    switch type.kind {
    case .real:
      let number = number(row, column)
      return number.isNaN ? "" : Int(exactly: number).map(String.init) ?? "\(number)"
    case .signed: return "\(type.signed(bits(row, column)))"
    case .unsigned: return "\(bits(row, column))"
    case .bytes: text = String(validating: entry(row, column).withoutPadding, as: UTF8.self)
    case .codePoints:
      let bytes = entry(row, column)
      let codes = stride(from: bytes.startIndex, to: bytes.endIndex, by: 4).map { place in
        UInt32(truncatingIfNeeded: bytes[place..<(place + 4)].littleEndian)
      }
      text = String(validating: codes.withoutPadding, as: UTF32.self)
    }
    guard let text else {
      throw .array(
        "\(name)[\(row)]", found: "a label that is no text in \(type.kind == .bytes ? "UTF-8" : "Unicode")",
        expected: "such a text, or numbers")
    }
    return text
  }

  private func bits(_ row: Int, _ column: Int) -> UInt64 { entry(row, column).prefix(8).littleEndian }

  private func entry(_ row: Int, _ column: Int) -> ArraySlice<UInt8> {
    let start = type.width * (isFortranOrder ? row + rows * column : row * columns + column)
    return entries[start..<(start + type.width)]
  }
}

/// What the entries of an array are.
private struct EntryType {
  enum Kind { case real, signed, unsigned, bytes, codePoints }

  let kind: Kind
  /// Bytes of an entry.
  let width: Int

  private static let numbers: [Substring: (Kind, width: Int)] = [
    "<f8": (.real, 8), "<f4": (.real, 4),
    "<i8": (.signed, 8), "<i4": (.signed, 4), "<i2": (.signed, 2), "|i1": (.signed, 1),
    "<u8": (.unsigned, 8), "<u4": (.unsigned, 4), "<u2": (.unsigned, 2), "|u1": (.unsigned, 1),
    "|b1": (.unsigned, 1),
  ]

  /// Nil for a type that is not read.
  init?(_ description: Substring) {
    if let number = Self.numbers[description] {
      (kind, width) = number
    } else if let text = description.wholeMatch(of: #/(<U|\|S)([0-9]{1,6})/#), let length = Int(text.2) {
      // Text has as many code points (U) or bytes (S) as its type says.
      (kind, width) = text.1 == "<U" ? (.codePoints, 4 * length) : (.bytes, length)
    } else {
      return nil
    }
  }

  /// The number that has these lowest bits in two's complement.
  func signed(_ bits: UInt64) -> Int64 { Int64(bitPattern: bits << (64 - 8 * width)) >> (64 - 8 * width) }
}

extension BidirectionalCollection where Element: BinaryInteger {
  /// All but the zeros at the end, by which NumPy fills a text.
  fileprivate var withoutPadding: SubSequence {
    self[..<(lastIndex { $0 != 0 }.map { index(after: $0) } ?? startIndex)]
  }
}

extension ArraySlice<UInt8> {
  /// The number of these bytes, the lowest first.
  var littleEndian: UInt64 { reversed().reduce(0) { $0 << 8 | UInt64($1) } }
}
