import Foundation
import Testing

/// What is taken for granted when a file is read is said in the table and in the JSON.
@Suite struct `fisher reads` {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func iris() throws -> String {
    try String(contentsOf: BuiltProgram.data.appending(path: "iris.csv"), encoding: .utf8)
  }

  @Test func `standard input that is not ready yet is waited for`() throws {
    let (input, output) = (Pipe(), Pipe())
    let descriptor = input.fileHandleForReading.fileDescriptor
    try #require(fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK) == 0)
    let process = Process()
    process.executableURL = BuiltProgram.folder.appending(path: "fisher")
    process.arguments = ["-", "--label", "y"]
    (process.standardInput, process.standardOutput) = (input, output)
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data("x,y\n1,a\n2,a\n".utf8))
    Thread.sleep(forTimeInterval: 0.2)
    try input.fileHandleForWriting.write(contentsOf: Data("3,b\n5,b\n".utf8))
    try input.fileHandleForWriting.close()
    let told = try output.fileHandleForReading.readToEnd().map { String(decoding: $0, as: UTF8.self) }
    process.waitUntilExit()
    #expect(process.terminationStatus == 0 && told?.contains("4 rows") == true)
  }

  @Test func `one table in several spellings, with the same result and a note`() throws {
    let iris = try iris()
    let plain = try BuiltProgram.analysis("Tests/Data/iris.csv", "--label", "class")
    #expect(plain.notes == [] && plain.classSizes == [50, 50, 50])
    let rows = iris.split(separator: "\n").dropFirst().joined(separator: "\n") + "\n"
    let spellings: [(String, String, [String], Int)] = [
      ("semicolons.csv", iris.replacing(",", with: ";"), ["--label", "class"], 1),
      ("tabs.tsv", iris.replacing(",", with: "\t"), ["--label", "class"], 1),
      ("told.csv", "sep=;\n" + iris.replacing(",", with: ";"), ["--label", "class"], 1),
      ("ended.csv", iris + "\n\n", ["--label", "class"], 0),
      ("dashed.csv", iris.replacing("class", with: "-class"), ["--label", "-class"], 0),
      ("rows.csv", rows, ["--no-header", "--label", "5"], 0),
    ]
    for (name, text, options, notes) in spellings {
      let outcome = try BuiltProgram.fisher([folder.file(name, text), "--json"] + options)
      try #require(outcome.code == 0, "\(name): \(outcome.error)")
      let found = try JSONDecoder().decode(FisherDocument.self, from: Data(outcome.output.utf8))
      #expect(found.infonce.gram == plain.infonce.gram, "\(name)")
      #expect(found.notes.count == notes, "\(name): \(found.notes)")
    }
    let table = try BuiltProgram.fisher([
      folder.file("again.csv", iris.replacing(",", with: ";")), "--label", "class",
    ])
    #expect(table.output.contains("\nNote: Cells are set apart by semicolons.\n"))
  }

  @Test func `names of columns are not taken for what other files begin with`() throws {
    let rows = "1,2,u\n2,1,u\n3,5,v\n4,1,v\n4,6,v\n5,3,u\n"
    for first in ["PAR1", "PAR2", "<5um", "BZhang", "BZh9", "PK", "%PDF"] {
      for name in ["table", "table.csv"] {
        let file = try folder.file(name, "\(first),b,y\n" + rows)
        #expect(try BuiltProgram.analysis(file, "--label", "y").columns == [first, "b"])
      }
    }
    let mixture = try Data(contentsOf: BuiltProgram.data.appending(path: "dropped-direction-bias-0.50.json"))
    #expect(
      try BuiltProgram.analysis(folder.file("marked", Data([0xef, 0xbb, 0xbf]) + mixture)).columns == nil)
  }

  @Test func `an array is read whatever its file is called`() throws {
    let header = "{'descr': '<f8', 'fortran_order': False, 'shape': (6, 3), }"
    var array = Data([0x93]) + Data("NUMPY".utf8) + Data([1, 0, UInt8(header.utf8.count), 0])
    array += Data(header.utf8)
    for number: Double in [1, 2, 0, 2, 1, 0, 3, 5, 1, 4, 1, 1, 4, 6, 1, 5, 3, 0] {
      withUnsafeBytes(of: number.bitPattern.littleEndian) { array.append(contentsOf: $0) }
    }
    for name in ["table.npy", "table", "table.csv", "table.tsv", "table.json"] {
      let found = try BuiltProgram.analysis(folder.file(name, array), "--label", "3")
      #expect(found.columns == ["1", "2"] && found.classSizes == [3, 3], "\(name)")
    }
  }

  @Test func `a file of the name - is not standard input`() throws {
    let large = try folder.file("-", "")
    #expect(truncate(large, 1 << 40) == 0)
    let mixture = BuiltProgram.data.appending(path: "dropped-direction-bias-0.50.json").path
    let outcome = try BuiltProgram.fisher(shell: "cd '\(folder.url.path)' && \"$0\" - < '\(mixture)'")
    #expect(outcome.code == 0, "\(outcome.error)")
  }

  @Test func `a tilde in a path is a character, and names that are no UTF-8 are refused`() throws {
    let home = folder.url.appending(path: "~")
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: false)
    _ = try folder.file("~/iris.csv", iris())
    let line = "cd '\(folder.url.path())' && \"$0\" '~/iris.csv' --label class --html "
    #expect(try BuiltProgram.fisher(shell: line + "'~/page.html'").code == 0)
    #expect(FileManager.default.fileExists(atPath: home.appending(path: "page.html").path()))
    let unknown = try BuiltProgram.fisher(shell: line + "\"$(printf 'h\\377.html')\"")
    #expect(unknown.code == 2 && unknown.error.contains("an argument that is no UTF-8"), "\(unknown.error)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path()) == ["~"])
  }

  @Test func `classes of almost one name are told, and the first ten are listed`() throws {
    let iris = try iris()
    let file = try folder.file("slip.csv", iris + "5,3,1,0.2,Setosa\n5,3,1,0.3,setosa \n")
    let table = try BuiltProgram.fisher([file, "--label", "class"])
    #expect(table.output.contains("Note: Classes of almost one name: \"setosa\", \"Setosa\", \"setosa \"."))
    let accents = try BuiltProgram.analysis(
      folder.file("accents.csv", "x,y\n1,\u{e9}\n2,\u{e9}\n4,e\u{301}\n5,e\u{301}\n3,e\u{301}\n1,e\u{301}\n"),
      "--label", "y")
    #expect(accents.classSizes == [2, 4] && accents.notes.count == 1)
    let digits = "x,y\n" + (0..<60).map { "\($0 % 7)\($0 % 4),class\($0 % 12)\n" }.joined()
    let many = try BuiltProgram.fisher([folder.file("many.csv", digits), "--label", "y"])
    #expect(many.output.contains("class8 5, class9 5 and 2 more."))
  }

  @Test func `measurements that were taken for the classes are told`() throws {
    let rows = (0..<120).map { "\($0 % 7),\(Double($0 % 12) / 4)\n" }
    let found = try BuiltProgram.analysis(
      folder.file("prices.csv", "a,price\n" + rows.joined()), "--label", "price")
    #expect(found.notes.contains { $0.contains("The names of all 12 classes are numbers") })
  }

  @Test func `a mixture of 32-bit numbers is rounded, with a note, unless it is to be exact`() throws {
    let file = try folder.file(
      "fitted.json",
      """
      {"weights_": [0.3333333432674408, 0.6666666865348816], "means_": [[0, 1], [2, 0]], "covariance_type": "tied",
       "covariances_": [[1, 0.10000000149011612], [0.10000000894069672, 1]], "converged_": true}
      """)
    let found = try BuiltProgram.analysis(file)
    #expect(found.notes.count == 2 && found.verdict.contained == "holds")
    let exact = try BuiltProgram.fisher([file, "--strict"])
    #expect(exact.code == 2 && exact.error.contains("weights: the sum is 1.0000000298"))
  }

  @Test func `arrays of NumPy`() throws {
    // Three rows of two numbers and a label, as numpy.save writes them.
    let text = "{'descr': '|u1', 'fortran_order': False, 'shape': (6, 3), }"
    let header = text + String(repeating: " ", count: 117 - text.utf8.count) + "\n"
    let file = Data([0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0]) + Data(header.utf8)
    let table = file + [1, 5, 0, 2, 3, 0, 4, 4, 0, 7, 5, 1, 9, 6, 1, 8, 8, 1]
    for name in ["table.npy", "table"] {
      let found = try BuiltProgram.analysis(folder.file(name, table), "--label", "3")
      #expect(found.columns == ["1", "2"] && found.classSizes == [3, 3])
    }
    let cut = try BuiltProgram.fisher([folder.file("cut.npy", table.dropLast()), "--label", "3"])
    #expect(cut.code == 2 && cut.error.contains("found 17 bytes"))
    let unnamed = try BuiltProgram.fisher([folder.file("table.npy", table)])
    #expect(unnamed.code == 2 && unnamed.error.contains("label: found none, expected one of 1, 2, 3"))
  }

  @Test func `files that are broken at random end with a message or with a result`() throws {
    let iris = try iris()
    let sources: [(String, Data, [String])] = [
      ("broken.csv", Data(iris.utf8), ["--label", "class"]),
      ("broken", Data(iris.replacing(",", with: ";").utf8), ["--no-header", "--label", "5"]),
      (
        "broken.json",
        try Data(contentsOf: BuiltProgram.data.appending(path: "dropped-direction-bias-0.50.json")), []
      ),
    ]
    var state: UInt64 = 25
    func next(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    for round in 0..<20 {
      for (name, whole, options) in sources {
        var broken = whole
        for _ in 0...next(3) {
          let place = next(broken.count)
          switch next(4) {
          case 0: broken[place] = UInt8(next(256))
          case 1: broken.remove(at: place)
          case 2: broken = broken.prefix(place + 1)
          default:
            broken.insert(
              contentsOf: Array(",\";\n\r\0[]{}-e.9".utf8.dropFirst(next(12)).prefix(2)), at: place)
          }
        }
        let outcome = try BuiltProgram.fisher([folder.file(name, Data(broken)), "--json"] + options)
        #expect(
          outcome.code == 0 || outcome.code == 2, "round \(round), \(name): \(outcome.end) \(outcome.error)")
        #expect(outcome.output.isEmpty == (outcome.code == 2) && !outcome.output.contains("nan"))
      }
    }
  }
}
