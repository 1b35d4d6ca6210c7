import Foundation
import Testing

/// Every bad input ends with exit code 2 and one or two lines that say what, where and what was expected.
@Suite struct `fisher refuses` {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func expectRefusal(
    _ arguments: [String], _ fragments: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try BuiltProgram.fisher(arguments)
    let comment: Comment = "\(arguments): \(outcome.error)"
    #expect(outcome.code == 2, comment, sourceLocation: sourceLocation)
    #expect(outcome.output.isEmpty, comment, sourceLocation: sourceLocation)
    #expect((1...2).contains(outcome.errorLines.count), comment, sourceLocation: sourceLocation)
    #expect(outcome.error.hasPrefix("error: "), comment, sourceLocation: sourceLocation)
    for fragment in fragments {
      #expect(
        outcome.error.contains(fragment), "\(fragment) is missing in \(comment)",
        sourceLocation: sourceLocation)
    }
  }

  @Test func `options that are out of range, unknown or missing`() throws {
    let file = "Tests/Data/iris.csv"
    let cases: [([String], [String])] = [
      ([], ["<file>"]), (["", "--label", "class"], ["<file>", "an empty name"]),
      ([file, "--label", "class", "--bias", "1.5"], ["--bias", "1.5", "[0, 1]"]),
      ([file, "--label", "class", "--bias", "-0.1"], ["--bias", "-0.1", "[0, 1]"]),
      ([file, "--label", "class", "--bias", "nan"], ["--bias", "nan", "[0, 1]"]),
      ([file, "--label", "class", "--bias", "half"], ["--bias", "half", "[0, 1]"]),
      ([file, "--label", "class", "--resolution", "0"], ["--resolution", "0.0", "between 0 and 1"]),
      ([file, "--label", "class", "--resolution", "1"], ["--resolution", "1.0", "between 0 and 1"]),
      ([file, "--label", "class", "--rank", "0"], ["--rank", "0", "at least 1"]),
      ([file, "--label", "class", "--rank", "-3"], ["--rank", "-3", "at least 1"]),
      ([file, "--label", "class", "--rank", "1.5"], ["--rank", "1.5", "at least 1"]),
      ([file, "--label", "class", "--ranks", "1"], ["--ranks"]),
      ([file, "more.csv", "--label", "class"], ["more.csv"]),
      ([file], ["--label", "sepal_length_cm, sepal_width_cm, petal_length_cm, petal_width_cm, class"]),
      (
        [file, "--label", "species"],
        ["\"species\"", "sepal_length_cm, sepal_width_cm, petal_length_cm, petal_width_cm, class"]
      ),
      (
        ["Tests/Data/dropped-direction-bias-0.50.json", "--label", "class"], ["--label", "a mixture (JSON)"]
      ),
    ]
    for (arguments, fragments) in cases { try expectRefusal(arguments, fragments) }
  }

  @Test func `files that cannot be read`() throws {
    try expectRefusal(
      ["no-such-file.csv", "--label", "y"], ["no-such-file.csv", "No such file or directory"])
    try expectRefusal(["no\nsuch.json"], [#"no\nsuch.json"#, "No such file or directory"])
    try expectRefusal(["Tests/Data", "--label", "y"], ["Tests/Data", "Is a directory"])
    #if os(Linux)
      try expectRefusal(["/proc/self/mem"], ["/proc/self/mem", "Input/output error"])
    #endif
    if getuid() != 0 {
      let secret = try folder.file("secret.json", "{}")
      try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: secret)
      try expectRefusal([secret], ["secret.json", "Permission denied"])
    }
    try expectRefusal(["/dev/null", "--label", "y"], ["/dev/null", "empty"])
    try expectRefusal([folder.file("empty.json", "")], ["empty.json", "not JSON", "empty"])
    try expectRefusal([folder.file("empty.csv", ""), "--label", "y"], ["empty.csv", "empty"])
  }

  @Test func `files that are too large, before they are held in memory`() throws {
    let sparse = try folder.file("sparse.json", "")
    #expect(truncate(sparse, 1 << 40) == 0)
    try expectRefusal([sparse], ["sparse.json", "too large", "256 MB"])
    let table = try folder.file("sparse.csv", "")
    #expect(truncate(table, 1 << 40) == 0)
    try expectRefusal([table, "--label", "y"], ["sparse.csv", "line 1", "1048576 bytes"])
    let wide = try folder.file("wide.csv", (0..<5000).map { "c\($0)" }.joined(separator: ","))
    try expectRefusal([wide, "--label", "c1"], ["wide.csv", "line 1", "5000 columns", "4096"])
    let columns = (0..<2100).map { "c\($0)" }.joined(separator: ",")
    let row = (0..<2100).map { "\($0 % 7)" }.joined(separator: ",")
    let large = try folder.file("large.csv", "\(columns)\n\(row)\n\(row)\n")
    try expectRefusal(
      [large, "--label", "c1"], ["large.csv", "found 2099 dimensions, expected at most 2048"])
  }

  @Test func `a column of thousands of values taken for the classes`() throws {
    let rows = (0..<3000).map { "\($0 % 7),\($0 / 2)\n" }
    let file = try folder.file("prices.csv", "a,price\n" + rows.joined())
    try expectRefusal(
      [file, "--label", "price"],
      ["prices.csv", "found 1500 classes, expected at most 256", "is it the right column?"])
  }

  @Test func `more rows than are clustered in a minute`() throws {
    let rows = (0..<33_000).map { "\($0 % 7),\($0 % 5),\($0 % 3)\n" }
    let file = try folder.file("long.csv", "a,b,y\n" + rows.joined())
    try expectRefusal(
      [file, "--label", "y", "--clusters"],
      ["long.csv", "--clusters: found 33000 rows, expected at most 32768", "at random"])
  }

  @Test func `JSON that is no mixture`() throws {
    func json(
      _ weights: String = "[0.5, 0.5]", means: String = "[[1, 2], [3, 4]]", type: String = "tied",
      _ covariances: String = "[[1, 0], [0, 1]]", more: String = ""
    ) -> String {
      #"{"weights": \#(weights), "means": \#(means), "covariance_type": "\#(type)", "#
        + #""covariances": \#(covariances)\#(more)}"#
    }
    let cases: [(String, [String])] = [
      ("{\"weights\": [0.5,\n 0.5 \"means\"", ["not JSON", "line 2", "column 6"]),
      ("[1, 2]", ["a list", "an object"]),
      ("{}", ["weights", "missing"]),
      (json(more: #", "tol": 1"#), ["tol", "unknown key", "covariance_type"]),
      (json("[0.5, 0.6]"), ["weights", "1.1", "expected 1", "not renormalised"]),
      (json("[1.5, -0.5]"), ["weights[1]", "-0.5", "above 0"]),
      (json("[0.5, NaN]"), ["weights[1]", "nan", "finite"]),
      (json("[0.5, 1e999]"), ["weights[1]", "beyond the range", "finite"]),
      (json(means: "[[1, Infinity], [3, 4]]"), ["means[0][1]", "inf", "finite"]),
      (json(means: "[[1, 2], [3]]"), ["means[1]", "1 number", "expected 2"]),
      (json(means: "[[1, 2]]"), ["means", "1 vectors", "expected 2"]),
      (json(means: #"[[1, 2], [3, "4"]]"#), ["means[1][1]", "the string \"4\"", "finite number"]),
      (json(type: "diagonal"), ["covariance_type", "diagonal", "tied, full, diag, spherical"]),
      (
        json("[0.5, 0.5]", "[[1, 0, 0], [0, 1, 0], [0, 0, 1]]"),
        ["covariances[0]", "3 numbers", "expected 2"]
      ),
      (json("[0.5, 0.5]", "[[1, 0.5], [0, 1]]"), ["covariances", "not symmetric", "(1, 0)", "0.5"]),
      (
        json("[0.5, 0.5]", "[[1, 2], [2, 1]]"),
        ["covariances", "not positive definite", "eigenvalue -1", "above 0"]
      ),
      (json("[0.5, 0.5]", "[[1, 1], [1, 1]]"), ["covariances", "not positive definite"]),
      (json(type: "spherical", "[1, 0]"), ["covariances", "not positive definite", "0.0"]),
      (json(means: "[[1e200, 0], [-1e200, 0]]"), ["double precision", "orders of magnitude apart"]),
      (json(means: "[[1e12, 0], [-1e12, 1e12]]"), ["double precision", "orders of magnitude apart"]),
      (
        json(means: "[[1e300, 0], [1e300, 1]]"),
        ["double precision", "means up to 1e+300 standard deviations from zero"]
      ),
      (
        json(means: "[[1, 0], [-1, 0]]", type: "diag", "[[1, 1], [1e100, 1e-100]]"),
        ["double precision", "covariances of the components too many orders of magnitude apart"]
      ),
      (
        json(means: "[[1e150, 0], [-1e150, 0]]"),
        ["double precision", "means up to 1e+150 standard deviations"]
      ),
      (
        json(means: "[[1, 0], [0, 0]]", type: "diag", "[[1, 1e-320], [2, 1e-320]]"),
        ["double precision", "condition number inf; other units may help"]
      ),
    ]
    for (text, fragments) in cases {
      try expectRefusal([folder.file("bad.json", text)], ["bad.json"] + fragments)
    }
  }

  @Test func `CSV that is no labelled data`() throws {
    let head = "a,b,y\n1,2,u\n2,1,u\n3,5,v\n4,1,v\n"
    let cases: [(String, [String])] = [
      ("a,b,y\n", ["line 2", "end of the file"]),
      ("y\nu\nv\n", ["line 1", "no column beside \"y\"", "commas, semicolons or tabs"]),
      ("a,a,y\n1,2,u\n", ["line 1", "\"a\"", "second time", "distinct"]),
      (head + "5,6\n", ["line 6", "2 cells", "expected 3"]),
      (head + "5,x,v\n", ["line 6", "column \"b\"", "\"x\"", "number"]),
      (head + "5,,v\n", ["missing values in 1 of 5 rows, b 1, the first in line 6"]),
      (head + "5,nan,v\n,?,v\n", ["missing values in 2 of 6 rows, a 1, b 2", "line 6"]),
      (head + "inf,5,v\n", ["line 6", "column \"a\"", "\"inf\"", "finite"]),
      (head + "1e999,5,v\n", ["line 6", "column \"a\"", "\"1e999\"", "beyond the range of a double"]),
      (head + "1\(String(repeating: "0", count: 400)),5,v\n", ["000…\"", "beyond the range of a double"]),
      (head + "5,6,\"v\n", ["line 6", "column \"y\"", "never closed", "closing quote"]),
      ("a,b,y\n1,2,u\n2,1,u\n4,2,u\n", ["one class only", "\"u\"", "at least two"]),
      ("a,b,y\n1,2,u\n1,2,v\n", ["no column that varies"]),
      ("a,b,y\n1,2,u\n2,2,u\n0,3,v\n4,3,v\n", ["Fisher's criterion is infinite", "differ in b "]),
      ("a,b,y\n1,2,u\n2,7,v\n4,3,w\n", ["Fisher's criterion is infinite", "3 rows in 3 classes", "rank 0"]),
    ]
    for (text, fragments) in cases {
      try expectRefusal([folder.file("bad.csv", text), "--label", "y"], ["bad.csv"] + fragments)
    }
  }

  /// Each line of the cases: what a program writes, and words that name the cause.
  @Test func `what other programs write is refused with its cause`() throws {
    let rows = "1,2,u\n2,1,u\n3,5,v\n4,1,v\n"
    let head = "a,b,y\n" + rows
    let cases: [(String, [String])] = [
      ("5.1,3.5,u\n" + rows, ["line 1: found numbers, 5.1, 3.5, expected the names", "--no-header"]),
      (
        "2019,2020,y\n1,2,u\n",
        ["line 1: found numbers, 2019, 2020", "whose names are numbers are to be renamed"]
      ),
      ("a,b,y\n1,2,u,\n", ["line 2", "4 cells", "does each line end in a separator?"]),
      (",a,b,y\n0,1,2,u\n", ["line 1, column 1", "index=False (pandas)", "row.names = FALSE (R)"]),
      ("\"a\",\"b\",\"y\"\n\"1\",1,2,\"u\"\n", ["line 2", "4 cells", "row.names = FALSE"]),
      ("\n" + head, ["line 1", "found an empty line, expected the names of the columns"]),
      ("a,b,y,\n1,2,u,\n", ["line 1, column 4", "does each line end in a separator?"]),
      (head.replacing(",", with: ", "), ["no column \"y\"", "is it \" y\"?"]),
      (head.replacing("3,5", with: "3, 5"), ["line 4", "spaces beside a separator"]),
      (head.replacing(",", with: "|"), ["no column \"y\"", "commas, semicolons or tabs"]),
      ("# made by hand\n" + head, ["no column \"y\"", "# made by hand", "commas, semicolons or tabs"]),
      (head.replacing(",", with: ";").replacing("3;", with: "3,1;"), ["line 4", "\"3,1\"", "a point"]),
      (head.replacing("3,5", with: "\"3,500\",5"), ["line 4", "\"3,500\"", "not grouped"]),
      ("id,a,y\nr1,2,u\n", ["line 2, column \"id\"", "\"r1\"", "only column of text"]),
      (head.replacing("\n", with: "\r"), ["line 1", "carriage return"]),
      ("<!DOCTYPE html>", ["HTML"]), ("%PDF-1.7", ["a PDF"]),
    ]
    for (text, fragments) in cases {
      try expectRefusal([folder.file("other.csv", text), "--label", "y"], ["other.csv"] + fragments)
    }
    let bytes: [(Data, [String])] = [
      (Data([0x1f, 0x8b, 8, 0]), ["gzip", "gunzip -c"]), (Data("BZh91AY&SY".utf8), ["bunzip2"]),
      (Data([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]), ["xz -dc"]), (Data([0x28, 0xb5, 0x2f, 0xfd]), ["zstd -dc"]),
      (Data("PAR1".utf8) + [0x15, 4, 0x15, 0], ["a Parquet file", "read_parquet"]),
      (Data("\u{feff}<html><body>".utf8), ["HTML"]), (Data("<?xml".utf8), ["XML"]),
      (try #require(head.data(using: .utf16)), ["UTF-16", "iconv"]),
      (try #require(head.data(using: .utf16LittleEndian)), ["UTF-16", "iconv"]),
      (Data([0xff, 0xfe, 0, 0]) + (try #require(head.data(using: .utf32LittleEndian))), ["iconv -f UTF-32"]),
      (try #require(head.data(using: .utf32BigEndian)), ["bytes 0"]),
      (
        Data("PK\u{3}\u{4}".utf8) + Data(count: 26) + Data("[Content_Types].xml".utf8),
        ["a workbook of Excel"]
      ),
      (
        Data("PK\u{3}\u{4}".utf8) + Data(count: 26) + Data("mimetypeapplication/vnd.oasis".utf8),
        ["LibreOffice"]
      ),
    ]
    for name in ["bytes.csv", "bytes.txt", "bytes.json", "bytes.npz"] {
      for (data, fragments) in bytes {
        try expectRefusal([folder.file(name, data), "--label", "y"], [name] + fragments)
      }
    }
  }

  @Test func `a name that tells another format than the text is the cause`() throws {
    let table = "a,b,y\n1,2,u\n2,1,u\n3,5,v\n4,1,v\n"
    let named = try folder.file("table.json", table)
    for options in [["--label", "y"], []] {
      try expectRefusal([named] + options, ["table.json", "does not begin as JSON does", "ends in .csv"])
    }
    let mixture = #"{"weights": [1], "means": [[1]], "covariance_type": "spherical", "covariances": [1]}"#
    let text = try folder.file("mixture.csv", mixture)
    for options in [["--label", "y"], []] {
      try expectRefusal([text] + options, ["mixture.csv", "begins as JSON does", "ends in .json"])
    }
    // A column may be called so.
    let braces = try folder.file("braces.csv", "{" + table)
    #expect(try BuiltProgram.fisher([braces, "--label", "y"]).code == 0)
  }

  @Test func `weights whose sum is refused are told within what it may be`() throws {
    func file(_ weight: String) throws -> String {
      try folder.file(
        "weights.json",
        #"{"weights": [\#(weight), 0.5], "means": [[1], [2]], "covariance_type": "spherical", "covariances": [1, 1]}"#
      )
    }
    try expectRefusal([file("0.5000031")], ["expected 1 (within 1e-06)"])
    try expectRefusal([file("0.5000001"), "--strict"], ["expected 1 (within 1e-09)"])
  }

  @Test func `a table in another encoding`() throws {
    let latin1 = Data("a,y\n1,".utf8) + [0xe9] + Data("\n2,v\n".utf8)
    try expectRefusal(
      [folder.file("latin1.csv", latin1), "--label", "y"], ["line 2", "column \"y\"", "UTF-8"])
  }
}
