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
      "\(name): found a compressed file, expected arrays as numpy.savez writes them (not savez_compressed, nor a workbook)"
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
  private let type: String
  private let width: Int
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
    let headerLength = bytes[8...].prefix(lengthBytes).reversed().reduce(0) { $0 << 8 | Int($1) }
    let start = 8 + lengthBytes + headerLength
    guard (1...3).contains(bytes[6]), start <= bytes.count else {
      throw problem("a header that is cut off or of an unknown version", "version 1, 2 or 3")
    }
    let header = String(decoding: bytes[(8 + lengthBytes)..<start], as: UTF8.self)
    guard let order = header.firstMatch(of: #/'fortran_order': *(True|False)/#),
      let shape = header.firstMatch(of: #/'shape': *\(([0-9, ]*)\)/#),
      let description = header.firstMatch(of: #/'descr': *'([^']*)'/#)
    else { throw problem("the header \(header.prefix(100))", "a plain array") }
    let sizes = shape.1.split(separator: ",").map { Int($0.trimmingPrefix(" ")) }
    guard (1...2).contains(sizes.count), let rows = sizes[0], let columns = sizes.count == 2 ? sizes[1] : 1
    else { throw problem("the shape (\(shape.1))", "one or two dimensions") }
    let type = String(description.1)
    guard let width = Self.width(of: type) else {
      throw problem(
        "numbers of the type \(type)",
        "float64, float32, integers or text; astype(float) or astype(str) makes them")
    }
    let (count, overflows) = rows.multipliedReportingOverflow(by: columns)
    let (size, isTooLong) = count.multipliedReportingOverflow(by: width)
    guard !overflows, !isTooLong, size == bytes.count - start else {
      throw problem(
        "\(bytes.count - start) bytes", "those of \(rows) x \(columns) entries of the type \(type)")
    }
    (self.name, self.rows, self.columns, self.type, self.width) = (name, rows, columns, type, width)
    dimensions = sizes.count
    isFortranOrder = order.1 == "True"
    entries = Array(bytes[start...])
  }

  static let signature = [0x93] + Array("NUMPY".utf8)

  /// Bytes of an entry, of the types that are read; nil for another.
  private static func width(of type: String) -> Int? {
    switch type {
    case "<f8", "<i8": 8
    case "<f4", "<i4", "<u4": 4
    case "<i2", "<u2": 2
    case "|i1", "|u1", "|b1": 1
    default:
      // Text has as many code points (U) or bytes (S) as its type says.
      type.firstMatch(of: #/^(<U|\|S)([0-9]{1,6})$/#).flatMap { match in
        Int(match.2).map { match.1 == "<U" ? 4 * $0 : $0 }
      }
    }
  }

  var isText: Bool { type.contains(/[US]/) }

  /// The number at a place; NaN in an array of text.
  func number(_ row: Int, _ column: Int) -> Double {
    func bits<Bits: FixedWidthInteger>(_: Bits.Type) -> Bits {
      entry(row, column).reversed().reduce(0) { $0 << 8 | Bits(truncatingIfNeeded: $1) }
    }
    return switch type {
    case "<f8": Double(bitPattern: bits(UInt64.self))
    case "<f4": Double(Float(bitPattern: bits(UInt32.self)))
    case "<i8": Double(bits(Int64.self))
    case "<i4": Double(bits(Int32.self))
    case "<u4": Double(bits(UInt32.self))
    case "<i2": Double(bits(Int16.self))
    case "<u2": Double(bits(UInt16.self))
    case "|i1": Double(Int8(bitPattern: bits(UInt8.self)))
    case "|u1", "|b1": Double(bits(UInt8.self))
    default: .nan
    }
  }

  /// The name of a class at a place: a text, or a number, whole ones without a point. Empty for NaN.
  func label(_ row: Int, _ column: Int) -> String {
    guard isText else {
      let number = number(row, column)
      return number.isNaN ? "" : Int(exactly: number).map(String.init) ?? "\(number)"
    }
    let bytes = Array(entry(row, column))
    if type.first == "|" { return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self) }
    let scalars = stride(from: 0, to: bytes.count, by: 4).compactMap { place in
      Unicode.Scalar(bytes[place..<(place + 4)].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
    }
    return String(String.UnicodeScalarView(scalars.prefix { $0.value != 0 }))
  }

  private func entry(_ row: Int, _ column: Int) -> ArraySlice<UInt8> {
    let start = width * (isFortranOrder ? row + rows * column : row * columns + column)
    return entries[start..<(start + width)]
  }
}
