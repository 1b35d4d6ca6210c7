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
    let number = "a finite decimal number"
    let cells = "3 cells, as many as there are column names"
    let cases: [(String, LabelledDataError)] = [
      ("", .empty), ("a,y,b\n", .noRows), ("a,y,b", .noRows), ("y\nu\n", .onlyLabels("y")),
      ("a,z,b\n1,u,2\n", .unknownLabel("y", columns: ["a", "z", "b"])),
      ("a,y,a\n1,u,2\n", malformed(1, "3", "the name \"a\" a second time", "distinct names")),
      (
        "a,y,\n1,u,2\n",
        malformed(1, "3", "an empty cell", "a column name; does each line end in a separator?")
      ),
      ("a,y,b\n1,u\n", malformed(2, nil, "2 cells", cells)),
      ("a,y,b\n1,u,2\n1,u,2,\n", malformed(3, nil, "4 cells", cells)),
      ("a,y,b\n1,u,2\n\n\n3,u,2\n", malformed(3, nil, "an empty line", cells)),
      ("a,y,b\n1,u,\"2\n3,v,4\n", malformed(2, "\"b\"", "a quote that is never closed", "a closing quote")),
      (
        "a,y,b\n1,u,\"2\"3\n",
        malformed(2, "\"b\"", "text after a closing quote", "a separator or the end of the line")
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
    let spaces = "; spaces beside a separator belong to the cell (RFC 4180): take them out"
    let separators =
      "; cells are set apart by commas, or by semicolons or tabs where the first line has no comma"
    let text = "; the only column of text may be the label's"
    for (word, hint) in [
      ("inf", ""), ("-Infinity", ""), ("1e999", "; it is beyond the range of a double"), ("0x10", ""),
      ("--1", ""), ("1e", ""), ("x", text),
      ("e", text),
      (" 1", spaces), ("1 ", spaces), ("1;5", separators), ("1|5", separators),
      ("\"1,5\"", "; the decimal separator is a point, and digits are not grouped"),
    ] {
      let shown = "\"\(word.replacing("\"", with: ""))\""
      #expect(throws: malformed(2, "\"a\"", shown, number + hint)) { try read("a,y,b\n\(word),u,2\n") }
    }
  }

  @Test func `semicolons and tabs are read where the first line has no comma outside quotes`() throws {
    for separator in [";", "\t"] {
      let text = plain.replacing(",", with: separator)
      for size in [1, 7, 1 << 16] {
        let data = try read(text, size: size)
        expectPlain(data, "\(text.debugDescription)")
        #expect(data.notes.count == 1)
      }
      expectPlain(try read("sep=\(separator)\r\n" + text), "sep=")
      let quoted = try read("\"a,b\"\(separator)y\n1\(separator)u\n")
      #expect(quoted.columnNames == ["a,b"])
      let twoLines = try read("\"a\nb\"\(separator)y\n1\(separator)u\n", size: 1)
      #expect(twoLines.columnNames == ["a\nb"])
    }
    expectPlain(try read("sep=,\n" + plain), "sep=,")
    #expect(try read(plain).notes.isEmpty)
    #expect(throws: LabelledDataError.onlyLabels("a;y\tb")) { try read("a;y\tb\n", label: "a;y\tb") }
    // Lines are counted from the file's first, whatever it holds.
    #expect(throws: LabelledDataError.self) { try read("sep=;\na;y\n1;u\n2\n") }
    do { _ = try read("sep=;\na;y\n1;u\n2\n") } catch LabelledDataError.malformed(let line, _, _, _) {
      #expect(line == 4)
    }
  }

  @Test func `empty lines at the end are no rows`() throws {
    for end in ["\n", "\r\n\r\n", "\n\n\n"] { expectPlain(try read(plain + end), "\(end.debugDescription)") }
  }

  @Test func `a first line of numbers is no line of names, unless it counts`() throws {
    for text in ["5.1,3.5,u\n1,2,v\n", "1,1,u\n", "0,2,y\n", "-1,0,y\n", "a,7,y\n", "1,0,y\n"] {
      guard case .numbersForNames? = #expect(throws: LabelledDataError.self, performing: { try read(text) })
      else {
        Issue.record("\(text.debugDescription)")
        continue
      }
    }
    for text in ["0,1,y\n1,2,u\n", "y,1,2\nu,1,2\n"] {
      let data = try read(text)
      #expect(data.values.storage == [1, 2] && data.notes.count == 1, "\(text.debugDescription)")
    }
    let named = try LabelledData(
      csv: chunks(Data("1,y\n5,u\n6,v\n7,v\n8,u\n".utf8)), label: "2", hasHeader: false)
    #expect(named.notes.count == 1 && named.notes.first?.contains("\"y\" has the first row only") == true)
    let rows = "1,u,-2.5\n3e2,v,.5\n+4,u,6.\n"
    let data = try LabelledData(csv: chunks(Data(rows.utf8)), label: "2", hasHeader: false)
    #expect(data.columnNames == ["1", "3"] && data.rowCount == 3 && data.classNames == ["u", "v"])
    #expect(try LabelledData.columnNames(csv: chunks(Data(rows.utf8)), hasHeader: false) == ["1", "2", "3"])
  }

  @Test func `missing values are counted, column by column`() throws {
    let words = ["", "NA", "nan", "NaN", "NULL", "None", "?", " ", "-", "."]
    let text = "a,y,b\n1,u,2\n" + words.map { "\($0),u,2\n" }.joined() + "?,,?\n3,,4\n"
    guard
      case .missingValues(let missing)? = #expect(
        throws: LabelledDataError.self, performing: { try read(text) })
    else {
      Issue.record("another error")
      return
    }
    #expect(missing.columns.map(\.name) == ["a", "y", "b"] && missing.columns.map(\.count) == [11, 2, 1])
    #expect(missing.rowCount == 13 && missing.incompleteRowCount == 12 && missing.firstLine == 3)
    // A class may be called so, and is told.
    #expect(try read("a,y\n1,NA\n2,u\n").classNames == ["NA", "u"])
  }

  @Test func `what looks like a slip is told`() throws {
    func doubts(_ rows: String) throws -> [String] { try read("a,y\n" + rows).doubts }
    let many = String(repeating: "1,u\n2,v\n5,u\n", count: 3)
    #expect(try doubts(many).isEmpty)
    for slip in ["1,u \n", "1,U\n", "1, u\n"] {
      #expect(try doubts(many + slip + many).first?.hasPrefix("Classes of almost one name: \"u\"") == true)
    }
    let numbers = try read("a,y\n" + many.replacing("u", with: "1").replacing("v", with: "1.0"))
    #expect(numbers.doubts.count == 1)
    #expect(try doubts(many + "1,NA\n").contains { $0.contains("\"NA\" may stand for missing labels") })
    #expect(try doubts("0,u\n1,u\n2,v\n3,v\n4,u\n5,u\n").contains { $0.contains("numbers the rows") })
    #expect(try doubts("0,u\n1,u\n2,v\n3,v\n5,u\n4,u\n").isEmpty)
    #expect(try doubts("0,1\n1,2\n2,1\n7,3\n").contains { $0.contains("3 classes for 4 rows") })
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

  @Test func `a table that is broken anywhere is a table or an error, in chunks of any size`() {
    var generator = CounterBasedGenerator(key: 53)
    let pieces = Array("\",;\t\r\n\0e-.5NA?".utf8) + [0xff, 0xc3]
    for round in 0..<3000 {
      var text = Data(plain.utf8)
      for _ in 0...generator.integer(in: 0...3) {
        let place = generator.integer(in: 0...text.count)
        switch generator.integer(in: 0...2) {
        case 0: text.insert(pieces[generator.integer(in: 0...(pieces.count - 1))], at: place)
        case 1: text = Data(text.prefix(place))
        default: text.removeSubrange(place..<min(place + 1, text.count))
        }
      }
      func result(_ size: Int) -> String {
        do {
          let data = try LabelledData(csv: chunks(text, size: size), label: "y", hasHeader: round % 3 > 0)
          return "\(data.columnNames) \(data.values.storage) \(data.classNames) \(data.classes)"
        } catch { return "\(error)" }
      }
      #expect(result(1) == result(1 << 16), "\(text)")
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
