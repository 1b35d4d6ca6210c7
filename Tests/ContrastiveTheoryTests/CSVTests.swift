import Foundation
import LinearAlgebra
import RandomNumbers
import Testing

@testable import ContrastiveTheory

/// A text in chunks of a given size.
private func chunks(_ text: Data, size: Int = 1 << 16) -> () throws -> Data? {
  var rest = text
  return {
    defer { rest = Data(rest.dropFirst(size)) }
    return rest.isEmpty ? nil : rest.prefix(size)
  }
}

private func read(_ text: String, label: String = "y", size: Int = 1 << 16) throws -> LabelledData {
  try LabelledData(csv: chunks(Data(text.utf8), size: size), label: label)
}

@Suite struct `Labelled data in CSV` {
  private let plain = "a,y,b\n1,u,-2.5\n3e2,v,.5\n+4,u,6.\n"

  private func expectPlain(_ data: LabelledData, _ comment: Comment) {
    #expect(data.columnNames == ["a", "b"], comment)
    #expect(data.values == Matrix(columnVectors: [[1, -2.5], [300, 0.5], [4, 6]]), comment)
    #expect(data.classNames == ["u", "v"], comment)
    #expect(data.classes == [0, 1, 0], comment)
    #expect(data.classSizes == [2, 1], comment)
  }

  @Test func `one table in all its spellings, in chunks of any size`() throws {
    let spellings = [
      plain, String(plain.dropLast()), plain.replacing("\n", with: "\r\n"), "\u{FEFF}" + plain,
      "\u{FEFF}\"a\",\"y\",\"b\"\n\"1\",\"u\",\"-2.5\"\n3e2,v,.5\n+4,u,\"6.\"",
    ]
    for spelling in spellings {
      for size in [1, 2, 3, 5, 1 << 16] {
        expectPlain(try read(spelling, size: size), "\(spelling.debugDescription) by \(size)")
      }
    }
  }

  @Test func `quotes hold commas, quotes and line ends, and lines are still counted`() throws {
    let text = "a,\"the \"\"y\"\"\"\n1,\"u, v\"\n2,\"u\r\nv\"\n3,\"\"\"\"\n"
    let data = try read(text, label: "the \"y\"")
    #expect(data.classNames == ["u, v", "u\r\nv", "\""])
    #expect(
      throws: LabelledDataError.malformed(
        line: 6, column: nil, found: "3 cells", expected: "2 cells, as many as there are column names")
    ) {
      try read(text + "1,2,3\n", label: "the \"y\"")
    }
  }

  @Test func `numbers come out as Swift reads them`() throws {
    var generator = CounterBasedGenerator(key: 51)
    let numbers = (0..<2000).map { _ in generator.normal() * exp(100 * generator.normal()) }
    let data = try read("x,y\n" + numbers.map { "\($0),c\n" }.joined())
    #expect(data.values.storage.map(\.bitPattern) == numbers.map(\.bitPattern))
  }

  @Test func `decimals of every length and size come out as the C library reads them`() throws {
    var generator = CounterBasedGenerator(key: 52)
    var texts = [
      "0", "-0", "-0.0e5", "9007199254740993", "9007199254740992", "0.1", ".1", "1.", "1e22", "1e23", "1e-22",
      "1e-23",
      "123456789012345678901234567890", "0.000000000000000000000000000000123", "4.9e-324", "1e-400",
      "1.7976931348623157e308", "000000000000000000000000000001.5", "1e0000000000000000000000022",
      "18446744073709551617", "1e-99999999999999999999",
    ]
    for _ in 0..<5000 {
      let digits = (0..<generator.integer(in: 1...22)).map { _ in "\(generator.integer(in: 0...9))" }.joined()
      let point = generator.integer(in: 0...digits.count)
      texts.append(
        "\(digits.prefix(point)).\(digits.dropFirst(point))e\(generator.integer(in: -30...30))")
    }
    let data = try read("x,y\n" + texts.map { "\($0),c\n" }.joined())
    for (text, number) in zip(texts, data.values.storage) {
      #expect(number.bitPattern == strtod(text, nil).bitPattern, "\(text)")
    }
  }

  @Test func `what is no table is refused with its line and its column`() {
    func malformed(_ line: Int, _ column: String?, _ found: String, _ expected: String) -> LabelledDataError {
      .malformed(line: line, column: column, found: found, expected: expected)
    }
    let number = "a finite decimal number without spaces"
    let cells = "3 cells, as many as there are column names"
    let cases: [(String, LabelledDataError)] = [
      ("", .empty), ("a,y,b\n", .noRows), ("a,y,b", .noRows), ("y\nu\n", .onlyLabels),
      ("a,z,b\n1,u,2\n", .unknownLabel("y", columns: ["a", "z", "b"])),
      ("a,y,a\n1,u,2\n", malformed(1, "3", "the name \"a\" a second time", "distinct names")),
      ("a,y,\n1,u,2\n", malformed(1, "3", "an empty cell", "a column name")),
      ("a,y,b\n1,u\n", malformed(2, nil, "2 cells", cells)),
      ("a,y,b\n1,u,2\n1,u,2,\n", malformed(3, nil, "4 cells", cells)),
      ("a,y,b\n1,u,2\n\n", malformed(3, nil, "an empty line", cells)),
      ("a,y,b\n1,u,2\n,u,2\n", malformed(3, "\"a\"", "an empty cell", number)),
      ("a,y,b\n1,,2\n", malformed(2, "\"y\"", "an empty cell", "the name of a class")),
      ("a,y,b\n1,u,\"2\n3,v,4\n", malformed(2, "\"b\"", "a quote that is never closed", "a closing quote")),
      (
        "a,y,b\n1,u,\"2\"3\n",
        malformed(2, "\"b\"", "text after a closing quote", "a comma or the end of the line")
      ),
      (
        "a,y,b\n1,u\"v,3\n",
        malformed(2, "\"y\"", "a quote inside a cell", "quotes around the whole cell, doubled inside")
      ),
      (
        "a,y,b\r1,u,2\r",
        malformed(1, "3", "a carriage return that no line feed follows", "lines that end in LF or CR LF")
      ),
    ]
    for (text, error) in cases {
      for size in [1, 1 << 16] {
        #expect(throws: error, "\(text.debugDescription)") { try read(text, size: size) }
      }
    }
    for word in [
      "x", "NaN", "nan", "inf", "-Infinity", "1e999", " 1", "1 ", "0x10", "1,5".replacing(",", with: ";"),
      "--1", "1e", "e", ".",
    ] {
      #expect(throws: malformed(2, "\"a\"", "\"\(word)\"", number)) { try read("a,y,b\n\(word),u,2\n") }
    }
  }

  @Test func `bytes that are no UTF-8 are refused, not merged`() {
    let text = Data("a,y\n1,".utf8) + [0xe9] + Data("\n2,".utf8) + [0xe8, 0x0a]
    #expect(
      throws: LabelledDataError.malformed(
        line: 2, column: "\"y\"", found: "bytes that are no UTF-8", expected: "UTF-8 text")
    ) { try LabelledData(csv: chunks(text), label: "y") }
  }

  @Test func `a line without end and a header without end are refused early`() {
    var served = 0
    let endless: () throws -> Data? = {
      served += 1
      return Data(repeating: UInt8(ascii: "7"), count: 1 << 16)
    }
    guard
      case .malformed(1, "1", "more than 1048576 bytes", _)? = #expect(
        throws: LabelledDataError.self, performing: { try LabelledData(csv: endless, label: "y") })
    else {
      Issue.record("another error")
      return
    }
    #expect(served <= 17)

    let header = (0..<5000).map { "c\($0)" }.joined(separator: ",") + ",y\n"
    #expect(throws: LabelledDataError.tooManyColumns(5001)) { try read(header) }
  }

  @Test func `a table without end is refused when it is too large`() {
    // One chunk of rows again and again: more than any file holds.
    let rows = Data(String(repeating: String(repeating: "1,", count: 2000) + "u\n", count: 40).utf8)
    var begun = false
    let endless: () throws -> Data? = {
      defer { begun = true }
      return begun ? rows : Data(((0..<2000).map { "c\($0)," }.joined() + "y\n").utf8)
    }
    #expect(throws: LabelledDataError.tooManyNumbers(columns: 2000)) {
      try LabelledData(csv: endless, label: "y")
    }
  }

  @Test func `an error of the source is passed on`() {
    struct Broken: Error {}
    #expect(throws: Broken.self) { try LabelledData(csv: { throw Broken() }, label: "y") }
  }

  @Test func `the names alone are read from the first line`() throws {
    #expect(
      try LabelledData.columnNames(csv: chunks(Data("a,b,y\nthis is no number".utf8))) == ["a", "b", "y"])
  }
}
