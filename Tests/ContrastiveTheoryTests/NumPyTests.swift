import Foundation
import LinearAlgebra
import Testing

@testable import ContrastiveTheory

/// Files of NumPy, byte by byte as it writes them; none of this code is that of the reader.
private enum Written {
  static func array(
    _ type: String, _ shape: String, order: String = "False", version: UInt8 = 1, _ entries: [UInt8]
  )
    -> Data
  {
    var header = "{'descr': '\(type)', 'fortran_order': \(order), 'shape': (\(shape)), }"
    let lengthBytes = version == 1 ? 2 : 4
    header += String(repeating: " ", count: 63 - (8 + lengthBytes + header.utf8.count) % 64) + "\n"
    var file = Data([0x93] + Array("NUMPY".utf8) + [version, 0])
    file += little(header.utf8.count, lengthBytes)
    return file + header.utf8 + entries
  }

  static func little(_ number: Int, _ size: Int) -> [UInt8] {
    (0..<size).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  static func doubles(_ numbers: [Double]) -> [UInt8] {
    numbers.flatMap { little(Int(bitPattern: UInt(truncatingIfNeeded: $0.bitPattern)), 8) }
  }

  static func floats(_ numbers: [Float]) -> [UInt8] { numbers.flatMap { little(Int($0.bitPattern), 4) } }

  /// An archive with sizes in its directory only, as `numpy.savez` writes it.
  static func archive(_ files: [(String, Data)], method: Int = 0) -> Data {
    var (body, directory) = (Data(), Data())
    for (name, contents) in files {
      let start = body.count
      let sum = little(checksum(contents), 4)
      let extra = [1, 0, 16, 0] + little(contents.count, 8) + little(contents.count, 8)
      body += little(0x0403_4b50, 4) + little(45, 2) + little(0, 2) + little(method, 2) + little(0, 4) + sum
      body += Array(repeating: 0xff, count: 8) + little(name.utf8.count, 2) + little(extra.count, 2)
      body += Array(name.utf8) + extra + Array(contents)
      directory += little(0x0201_4b50, 4) + little(45, 2) + little(45, 2) + little(0, 2) + little(method, 2)
      directory += little(0, 4) + sum + little(contents.count, 4) + little(contents.count, 4)
      directory += little(name.utf8.count, 2) + little(0, 12) + little(start, 4) + Array(name.utf8)
    }
    let end = little(0x0605_4b50, 4) + little(0, 4) + little(files.count, 2) + little(files.count, 2)
    return body + directory + end + little(directory.count, 4) + little(body.count, 4) + little(0, 2)
  }

  /// CRC-32 bit by bit.
  private static func checksum(_ data: Data) -> Int {
    var value: UInt32 = .max
    for byte in data {
      value ^= UInt32(byte)
      for _ in 0..<8 { value = value >> 1 ^ (value & 1 == 0 ? 0 : 0xedb8_8320) }
    }
    return Int(~value)
  }
}

@Suite struct `Labelled data of NumPy` {
  private let table = Matrix(columnVectors: [[1, -2.5], [300, 0.5], [4, 6]])
  private let numbers = Written.array("<f8", "3, 2", Written.doubles([1, -2.5, 300, 0.5, 4, 6]))
  private let labels = Written.array("<i8", "3,", [1, 0, 1].flatMap { Written.little($0, 8) })

  private func read(_ x: Data, _ y: Data) throws -> LabelledData {
    try LabelledData(numPy: Written.archive([("X.npy", x), ("y.npy", y)]), label: nil)
  }

  @Test func `one table in all its types, orders and versions`() throws {
    let spellings = [
      numbers, Written.array("<f8", "3, 2", version: 2, Written.doubles([1, -2.5, 300, 0.5, 4, 6])),
      Written.array("<f8", "3, 2", version: 3, Written.doubles([1, -2.5, 300, 0.5, 4, 6])),
      Written.array("<f8", "3, 2", order: "True", Written.doubles([1, 300, 4, -2.5, 0.5, 6])),
      Written.array("<f4", "3, 2", Written.floats([1, -2.5, 300, 0.5, 4, 6])),
    ]
    for spelling in spellings {
      let data = try read(spelling, labels)
      #expect(data.values == table && data.columnNames == ["1", "2"])
      #expect(data.classNames == ["1", "0"] && data.classes == [0, 1, 0])
    }
  }

  @Test func `whole numbers of every size, with their sign`() throws {
    for (type, size, isSigned) in [
      ("<i8", 8, true), ("<i4", 4, true), ("<i2", 2, true), ("|i1", 1, true), ("<u4", 4, false),
      ("<u2", 2, false), ("|u1", 1, false), ("|b1", 1, false),
    ] {
      let numbers = [0, 1, isSigned ? -1 : (1 << (8 * size)) - 1]
      let data = try read(Written.array(type, "3, 1", numbers.flatMap { Written.little($0, size) }), labels)
      #expect(data.values.storage == numbers.map(Double.init), "\(type)")
    }
  }

  @Test func `labels are texts, whole numbers or others`() throws {
    let wide = "ab\u{0}é\u{0}\u{0}\u{1F600}c\u{0}".unicodeScalars.flatMap { Written.little(Int($0.value), 4) }
    let text = try read(numbers, Written.array("<U3", "3,", wide))
    #expect(text.classNames == ["ab", "é", "\u{1F600}c"])
    let bytes = try read(
      numbers, Written.array("|S2", "3, 1", Array("ab".utf8) + [99, 0] + Array("ab".utf8)))
    #expect(bytes.classNames == ["ab", "c"] && bytes.classes == [0, 1, 0])
    let real = try read(numbers, Written.array("<f8", "3,", Written.doubles([1, 0.5, 1])))
    #expect(real.classNames == ["1", "0.5"])
  }

  @Test func `labels that differ are distinct classes, or refused`() throws {
    let large = try read(
      numbers, Written.array("<i8", "3,", [1 << 53, 1 << 53 + 1, -1].flatMap { Written.little($0, 8) }))
    #expect(large.classNames == ["9007199254740992", "9007199254740993", "-1"])
    let largest = [-1, -2, 0].flatMap { Written.little($0, 8) }
    #expect(
      try read(numbers, Written.array("<u8", "3,", largest)).classNames
        == ["18446744073709551615", "18446744073709551614", "0"])
    #expect(try read(Written.array("<u8", "3, 1", largest), labels).values.storage == [0x1p64, 0x1p64, 0])
    // NumPy fills a text with zeros at its end; others are part of it.
    let inner = try read(numbers, Written.array("|S3", "3,", [97, 0, 98, 97, 0, 99, 97, 0, 0]))
    #expect(inner.classNames == ["a\0b", "a\0c", "a"])
    let accents = [0xe9, 0, 0x65, 0x301, 0x65, 0].flatMap { Written.little($0, 4) }
    let distinct = try read(numbers, Written.array("<U2", "3,", accents))
    #expect(
      distinct.classes == [0, 1, 2] && distinct.doubts.contains { $0.hasPrefix("Classes of almost one name") }
    )
    for wrong in [
      Written.array("|S1", "3,", [0xe9, 0xe8, 97]),
      Written.array("<U1", "3,", [0xd800, 0xd801, 97].flatMap { Written.little($0, 4) }),
    ] {
      #expect { try read(numbers, wrong) } throws: {
        "\($0)".hasPrefix("y[0]: found a label that is no text in U")
      }
    }
  }

  @Test func `what else an archive holds is not read, and a name that stands twice is refused`() throws {
    let others = [("n.npy", Written.array("<i8", "", Written.little(60, 8))), ("README.txt", Data("X".utf8))]
    let data = try LabelledData(
      numPy: Written.archive([("X.npy", numbers), ("y.npy", labels)] + others), label: nil)
    #expect(data.values == table && data.classes == [0, 1, 0])
    #expect(throws: NumPyError.archive("the file X.npy 2 times")) {
      try LabelledData(
        numPy: Written.archive([("X.npy", numbers), ("X.npy", numbers), ("y.npy", labels)]), label: nil)
    }
  }

  @Test func `a table alone has its labels in a column`() throws {
    let data = try LabelledData(numPy: numbers, label: "1")
    #expect(data.columnNames == ["2"] && data.classNames == ["1", "300", "4"])
    #expect(data.values.storage == [-2.5, 0.5, 6])
    #expect(throws: LabelledDataError.unknownLabel("3", columns: ["1", "2"])) {
      try LabelledData(numPy: numbers, label: "3")
    }
  }

  @Test func `what is no such file is refused`() throws {
    func message(_ body: () throws -> LabelledData) -> String {
      do {
        _ = try body()
        return "no error"
      } catch { return "\(error)" }
    }
    let cut = Data(numbers.dropLast())
    let cases: [(String, String)] = [
      (message { try read(cut, labels) }, "X: found 47 bytes, expected those of 3 x 2 entries"),
      (message { try read(numbers + [0], labels) }, "X: found 49 bytes"),
      (message { try read(Written.array(">f8", "3, 2", []), labels) }, "the type >f8"),
      (message { try read(numbers, Written.array("|O", "3,", [])) }, "y: found numbers of the type |O"),
      (message { try read(Written.array("<f8", "3, 2, 1", []), labels) }, "the shape (3, 2, 1)"),
      (message { try read(Written.array("<f8", "4611686018427387904, 4", []), labels) }, "X: found 0 bytes"),
      (
        message { try read(Written.array("<f8", "3,", Written.doubles([1, 2, 3])), labels) },
        "X: found one dimension"
      ),
      (
        message { try read(Written.array("<f8", "0, 2", []), Written.array("<f8", "0,", [])) },
        "0 x 2 entries"
      ),
      (
        message { try read(numbers, Written.array("|u1", "2,", [1, 2])) }, "y: found 2 x 1 labels, expected 3"
      ),
      (
        message { try read(Written.array("<f8", "3, 1", Written.doubles([1, .infinity, 2])), labels) },
        "X[1, 0]: found inf"
      ),
      (
        message { try read(Written.array("<f8", "3, 1", Written.doubles([1, .nan, .nan])), labels) },
        "found missing values in 2 of 3 rows, column 1: 2, the first in row 2"
      ),
      (
        message { try LabelledData(numPy: Written.archive([("X.npy", numbers)], method: 8), label: nil) },
        "X.npy: found a compressed file"
      ),
      (
        message { try LabelledData(numPy: Written.archive([("arr_0.npy", numbers)]), label: nil) },
        "no array X but arr_0"
      ),
      (
        message { try LabelledData(numPy: Written.archive([("README.txt", numbers)]), label: nil) },
        "no array X, nor any other"
      ),
      (
        message {
          let header = [0x93] + Array("NUMPY".utf8) + [2, 0, 0, 0, 1, 0]
          return try LabelledData(numPy: Data(header) + Data(count: 1 << 16), label: "1")
        }, "a header that is cut off, too long"
      ),
      (message { try LabelledData(numPy: Data("PK".utf8), label: nil) }, "no directory at its end"),
    ]
    for (found, fragment) in cases { #expect(found.contains(fragment)) }
  }

  @Test func `a byte that is changed in an archive is found, or changes nothing`() throws {
    let archive = Written.archive([("X.npy", numbers), ("y.npy", labels)])
    for place in archive.indices {
      var broken = archive
      broken[place] ^= 0x55
      if let data = try? LabelledData(numPy: broken, label: nil) {
        #expect(data.values == table && data.classes == [0, 1, 0], "byte \(place)")
      }
      _ = try? LabelledData(numPy: archive.prefix(place), label: nil)
    }
  }
}
