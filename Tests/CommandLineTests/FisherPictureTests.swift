import Foundation
import Testing

@Suite struct `fisher --html` {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func page(_ arguments: [String]) throws -> String {
    let file = folder.url.appending(path: "page.html")
    let outcome = try BuiltProgram.fisher(arguments + ["--html", file.path()])
    try #require(outcome.code == 0, "\(outcome.error)")
    #expect(!outcome.output.isEmpty)
    return try String(contentsOf: file, encoding: .utf8)
  }

  private func count(_ text: String, in page: String) -> Int { page.components(separatedBy: text).count - 1 }

  @Test func `three planes with every row and class, the sweep, the clusters and the table`() throws {
    let page = try page(["Tests/Data/iris.csv", "--label", "class", "--clusters"])
    #expect(count("class='dot'", in: page) == 3 * 150)
    #expect(count("class='mean'", in: page) == 9 && count("class='spread'", in: page) == 9)
    #expect(count("class='curve'", in: page) == 2)
    for text in ["<b>LDA</b>", "<b>InfoNCE</b>", "<b>PCA</b>", "<td>InfoNCE*</td>", "condition of W"] {
      #expect(page.contains(text), "\(text) is missing")
    }
    // Nothing is loaded, and every element is closed.
    for text in ["http", "<script", "url("] {
      #expect(!page.contains(text), "\(text) is there")
    }
    #expect(!page.contains(/\b(nan|inf)\b/))
    for element in ["svg", "figure", "div", "pre", "table", "text", "ellipse", "polyline"] {
      let empty = count("<\(element)", in: page) - count("</\(element)>", in: page)
      let isVoid = ["ellipse", "polyline"].contains(element)
      #expect(isVoid ? count("</\(element)>", in: page) == 0 : empty == 0, "\(element)")
    }
  }

  @Test func `mixtures, one dimension, one component and zero bias`() throws {
    func mixture(_ weights: String, _ means: String) throws -> String {
      try folder.file(
        "mixture.json",
        #"{"weights": \#(weights), "means": \#(means), "covariance_type": "spherical", "covariances": \#(weights)}"#
      )
    }
    for (weights, means) in [
      ("[0.5, 0.5]", "[[-1], [2]]"), ("[1]", "[[0, 0]]"), ("[0.5, 0.5]", "[[1, 0], [1, 0]]"),
    ] {
      for bias in ["0", "0.7"] {
        let page = try page([mixture(weights, means), "--bias", bias])
        #expect(count("<svg", in: page) == 4 && !page.contains(/\bnan\b/))
      }
    }
  }

  @Test(arguments: [("1e-120", "e-240"), ("1", ""), ("1e120", "e240")])
  func `units do not change the picture`(_ unit: String, _ square: String) throws {
    let file = try folder.file(
      "mixture.json",
      """
      {"weights": [0.5, 0.5], "means": [[\(unit), 0], [-\(unit), 0]], "covariance_type": "tied",
      "covariances": [[4\(square), 0], [0, 1\(square)]]}
      """)
    let page = try page([file])
    #expect(!page.contains(/\b(nan|inf)\b/))
    // Of the discriminant, and what InfoNCE keeps, the means are one standard deviation apart, with two more beyond each: five on 292
    // points. The second coordinate is as wide beside it, and half as wide among the principal components.
    #expect(count("rx='58.4' ry='58.4'", in: page) == 4)
    #expect(count("rx='58.4' ry='29.2'", in: page) == 2)
    #expect(count("one discriminant only, beside a principal component", in: page) == 1)
  }

  @Test(arguments: [true, false])
  func `of many rows some are drawn at random, whatever their order`(isSorted: Bool) throws {
    var random: UInt64 = 1
    let rows = (0..<3000).map { row in
      // Knuth's generator.
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let label = isSorted ? row / 750 : row % 4
      return "\(Double(random >> 11) * 0x1p-53 + Double(label)),\(row % 7),\(label)\n"
    }
    let page = try page([folder.file("many.csv", "x,z,y\n" + rows.joined()), "--label", "y"])
    #expect(count("class='dot'", in: page) == 3 * 1500 && count("1500 of 3000 rows are shown", in: page) == 1)
    for colour in ["#4e79a7", "#f28e2b", "#e15759", "#76b7b2"] {
      let drawn = count("class='dot' style='fill:\(colour)'", in: page)
      #expect(abs(drawn - 3 * 375) < 3 * 60, "\(colour): \(drawn)")
    }
    #expect(!(try self.page(["Tests/Data/iris.csv", "--label", "class"])).contains("rows are shown"))
  }

  @Test func `variances near the end of the range have a picture`() throws {
    let file = try folder.file(
      "mixture.json",
      """
      {"weights": [0.5, 0.5], "means": [[6e153, 0], [-6e153, 0]], "covariance_type": "tied",
      "covariances": [[8e307, 0], [0, 5e306]]}
      """)
    #expect(!(try page([file])).contains(/\b(nan|inf)\b/))
  }

  @Test func `with few rows the sweep is the best of several descents at every bias`() throws {
    let file = try folder.file(
      "mixture.json",
      """
      {"weights": [0.3, 0.3, 0.4], "means": [[0, 6], [5, -3], [-5, -4]], "covariance_type": "tied",
      "covariances": [[1, 0], [0, 1]]}
      """)
    let page = try page([file, "--rank", "1"])
    #expect(page.contains("it is the best of several descents"))
    for bias in ["0.25", "0.5", "0.75"] {
      let alone = try BuiltProgram.analysis(file, "--rank", "1", "--bias", bias)
      let length = alone.infonce.whitenedEigenvalues[0].squareRoot()
      let told = try #require(page.firstMatch(of: try Regex("bias \(bias): ([0-9.]+)</title>")))
      let text = try #require(told.output[1].substring)
      #expect(abs((Double(text) ?? .nan) - length) <= 0.005 * length, "\(bias): \(text), \(length)")
    }
  }

  @Test func `what stands beside the sweep has room`() throws {
    let file = try folder.file(
      "far.json",
      """
      {"weights": [0.3, 0.3, 0.4], "means": [[-1e6, 0], [1e6, 0], [0, 1e6]], "covariance_type": "tied",
       "covariances": [[1, 0], [0, 1]]}
      """)
    let labels = try page([file]).matches(of: #/<text x='([\d.]+)'[^>]*text-anchor='end'>([^<]*)/#)
    #expect(labels.contains { $0.2.contains("e-") })
    for label in labels { #expect((Double(label.1) ?? 0) >= 8 * Double(label.2.count), "\(label.2)") }
  }

  @Test func `names are shown as text`() throws {
    let file = try folder.file(
      "names.csv", "a,b,y\n1,2,<b>&'\u{202E}\n2,1,<b>&'\u{202E}\n0,1,<b>&'\u{202E}\n3,5,v\n4,1,v\n5,6,v\n")
    let page = try page([file, "--label", "y"])
    #expect(
      page.contains("&lt;b&gt;&amp;&#39;\\u{202E}") && !page.contains("<b>&") && !page.contains("\u{202E}"))
  }

  @Test(.onlyOnLinux) func `a link leads to the page, and what is no file takes it as it comes`() throws {
    let (link, file) = (folder.url.appending(path: "link").path, folder.url.appending(path: "page").path)
    try "old".write(toFile: file, atomically: true, encoding: .utf8)
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
    let arguments = ["Tests/Data/iris.csv", "--label", "class", "--html"]
    #expect(try BuiltProgram.fisher(arguments + [link]).code == 0)
    #expect(try String(contentsOfFile: file, encoding: .utf8).hasPrefix("<!DOCTYPE html>"))
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == file)
    let piped = try BuiltProgram.fisher(
      shell: "\"$0\" Tests/Data/iris.csv --label class --html /dev/stdout | grep -c '</html>'")
    #expect(piped.output == "1\n")
    let full = try BuiltProgram.fisher(arguments + ["/dev/full"])
    #expect(full.code == 2 && full.error.contains("--html: /dev/full cannot be written: "))
  }

  @Test func `the page does not replace the data, by whatever name`() throws {
    let (data, link, twin) = (
      folder.url.appending(path: "iris.csv").path, folder.url.appending(path: "link").path,
      folder.url.appending(path: "twin").path
    )
    let files = FileManager.default
    try files.copyItem(atPath: BuiltProgram.data.appending(path: "iris.csv").path, toPath: data)
    try files.createSymbolicLink(atPath: link, withDestinationPath: data)
    try files.linkItem(atPath: data, toPath: twin)
    for page in [data, link, twin] {
      for line in ["\"$0\" '\(data)'", "\"$0\" - < '\(data)'"] {
        let outcome = try BuiltProgram.fisher(shell: line + " --label class --html '\(page)'")
        #expect(outcome.code == 2 && outcome.error.contains("is the input"), "\(outcome.error)")
      }
    }
    #expect(files.contentsEqual(atPath: data, andPath: BuiltProgram.data.appending(path: "iris.csv").path))
  }

  @Test func `a page keeps its rights, and a link that leads nowhere yet is followed`() throws {
    let files = FileManager.default
    func write(_ name: String) throws -> (outcome: BuiltProgram.Run, path: String) {
      let path = folder.url.appending(path: name).path
      return (try BuiltProgram.fisher(["Tests/Data/iris.csv", "--label", "class", "--html", path]), path)
    }
    let old = try folder.file("old.html", "old")
    try files.setAttributes([.posixPermissions: 0o640], ofItemAtPath: old)
    #expect(try write("old.html").outcome.code == 0)
    #expect(try files.attributesOfItem(atPath: old)[.posixPermissions] as? Int == 0o640)
    for (name, target) in [("link", "new.html"), ("loop", "pool"), ("pool", "loop")] {
      try files.createSymbolicLink(
        atPath: folder.url.appending(path: name).path, withDestinationPath: target)
    }
    let (outcome, link) = try write("link")
    #expect(outcome.code == 0)
    #expect(try files.destinationOfSymbolicLink(atPath: link) == "new.html")
    #expect(try String(contentsOfFile: link, encoding: .utf8).hasPrefix("<!DOCTYPE html>"))
    let (refusal, loop) = try write("loop")
    #expect(refusal.code == 2)
    #expect(try files.destinationOfSymbolicLink(atPath: loop) == "pool")
  }

  @Test func `a path is the system's: what follows a link is not taken off by the text`() throws {
    let files = FileManager.default
    let (root, far) = (folder.url.path, folder.url.appending(path: "far/deep").path)
    try files.createDirectory(atPath: far, withIntermediateDirectories: true)
    try files.createSymbolicLink(atPath: "\(root)/link", withDestinationPath: far)
    let iris = try Data(contentsOf: BuiltProgram.data.appending(path: "iris.csv"))
    let (near, beyond) = (try folder.file("iris.csv", "no data"), try folder.file("far/iris.csv", iris))
    // link/.. is far.
    let refusal = try BuiltProgram.fisher([beyond, "--label", "class", "--html", "\(root)/link/../iris.csv"])
    #expect(refusal.code == 2 && refusal.error.contains("is the input"), "\(refusal.error)")
    let outcome = try BuiltProgram.fisher(
      ["\(root)/link/../iris.csv", "--label", "class", "--html", "\(root)/link/../page.html"])
    #expect(outcome.code == 0, "\(outcome.error)")
    #expect(try String(contentsOfFile: "\(root)/far/page.html", encoding: .utf8).hasPrefix("<!DOCTYPE html>"))
    #expect(!files.fileExists(atPath: "\(root)/page.html"))
    #expect(try Data(contentsOf: URL(filePath: beyond)) == iris)
    #expect(try String(contentsOfFile: near, encoding: .utf8) == "no data")
  }

  @Test(.onlyOnLinux, arguments: [">> log", "> log", "2>> log"])
  func `the page does not replace the file that output goes to`(_ redirection: String) throws {
    let log = try folder.file("log", "earlier\n")
    let iris = BuiltProgram.data.appending(path: "iris.csv").path
    for page in [redirection.hasPrefix("2") ? "/dev/stderr" : "/dev/stdout", log] {
      let command = "\"$0\" '\(iris)' --label class --json --html '\(page)' \(redirection)"
      let outcome = try BuiltProgram.fisher(shell: "cd '\(folder.url.path)'; \(command)")
      let told = try outcome.error + String(contentsOfFile: log, encoding: .utf8)
      #expect(outcome.code == 2 && told.contains("goes to, which the page would replace"), "\(told)")
    }
    if redirection.contains(">>") {
      #expect(try String(contentsOfFile: log, encoding: .utf8).hasPrefix("earlier\n"))
    }
  }

  @Test(arguments: ["-", "", "page.html/", "/no such folder/page.html", "Tests"])
  func `no place for a page is told before anything is computed`(_ path: String) throws {
    let outcome = try BuiltProgram.fisher(["no such file", "--html", path])
    #expect(outcome.code == 2 && outcome.error.hasPrefix("error: --html: "), "\(outcome.error)")
  }

  @Test func `a page that cannot be written ends with 2, and leaves nothing`() throws {
    let file = folder.url.appending(path: "missing/page.html").path()
    let outcome = try BuiltProgram.fisher(["Tests/Data/iris.csv", "--label", "class", "--html", file])
    #expect(outcome.code == 2 && outcome.output.isEmpty)
    #expect(outcome.error.contains("--html: \(file) cannot be written: "))
    // Where the disk is full, as far as the program can tell.
    let new = folder.url.appending(path: "new.html").path()
    let full = try BuiltProgram.fisher(
      shell: "ulimit -f 16; \"$0\" Tests/Data/iris.csv --label class --html '\(new)'")
    #expect(full.code == 2 && full.error.contains("new.html cannot be written: "), "\(full.error)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path()).isEmpty)
    // A bad input leaves the page of last time alone.
    let page = try folder.file("page.html", "last time")
    let bad = try BuiltProgram.fisher(["Tests/Data/iris.csv", "--label", "no", "--html", page])
    #expect(bad.code == 2)
    #expect(try String(contentsOf: URL(filePath: page), encoding: .utf8) == "last time")
  }
}
