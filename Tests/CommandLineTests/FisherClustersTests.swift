import Foundation
import Testing

@Suite struct `fisher --clusters` {
  private struct Document: Decodable {
    struct Mean: Decodable {
      var mean: Double
      var low: Double
      var high: Double
    }
    struct Clusters: Decodable {
      var splits: Int
      var dimension: Int
      var confidence: Double
      var methods: [String: [String: Mean]]
      var differences: [String: [String: Mean]]
    }
    var clusters: Clusters?
  }

  private func analysis(_ arguments: String...) throws -> Document {
    let outcome = try BuiltProgram.fisher(["--json"] + arguments)
    try #require(outcome.code == 0, "\(outcome.error)")
    return try JSONDecoder().decode(Document.self, from: Data(outcome.output.utf8))
  }

  @Test func `iris: the keys, and that the differences are those of the means`() throws {
    let found = try #require(
      try analysis("Tests/Data/iris.csv", "--label", "class", "--clusters").clusters)
    #expect(found.splits == 20 && found.dimension == 2 && found.confidence == 0.95)
    #expect(Set(found.methods.keys) == ["infonce", "infonceScaled", "lda", "pca", "pcaScaled", "raw"])
    for (name, difference) in found.differences {
      let (first, second) = try #require(
        name.firstIndex(of: "-").map { (name[..<$0], name[$0...].dropFirst()) })
      for index in ["ari", "nmi", "ami"] {
        let mean = try #require(difference[index])
        let (a, b) = (
          try #require(found.methods[String(first)]?[index]),
          try #require(found.methods[String(second)]?[index])
        )
        #expect(abs(mean.mean - (a.mean - b.mean)) <= 1e-14)
        #expect(mean.low <= mean.mean && mean.mean <= mean.high && a.low <= a.mean && a.mean <= a.high)
      }
    }
    #expect(try #require(found.differences["infonce-pca"]?["ari"]).low > 0)
    let plain = try analysis("Tests/Data/iris.csv", "--label", "class")
    #expect(plain.clusters == nil)
  }

  @Test func `the table is the same each time, and --rank bounds the coordinates`() throws {
    let arguments = ["Tests/Data/iris.csv", "--label", "class", "--clusters", "--rank", "1"]
    let first = try BuiltProgram.fisher(arguments)
    #expect(first.code == 0 && first.output.contains("r = 1") && first.output.contains("InfoNCE* - LDA"))
    #expect(try BuiltProgram.fisher(arguments).output == first.output)
  }

  @Test func `a file of CIFAR-100, its blocks averaged`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("images.bin", "")
    var bytes = Data()
    for image in 0..<60 {
      bytes += [UInt8(image % 2), UInt8(image % 3)]
      for colour in 0..<3 {
        let level = 100 + 40 * sin(Double(37 * image + 11 * colour * image * image))
        // The two coarse classes differ in red, and overlap.
        bytes += Data(repeating: UInt8(level + (colour == 0 ? Double(30 * (image % 2)) : 0)), count: 1024)
      }
    }
    try bytes.write(to: URL(filePath: file))
    let found = try #require(
      try analysis(file, "--label", "coarse", "--image-side", "1", "--clusters").clusters)
    #expect(found.dimension == 1)

    try bytes.dropLast(4).write(to: URL(filePath: file))
    try expectRefusal([file, "--label", "coarse"], "record 60: found 3070 bytes")
    try expectRefusal([file], "--label: found none, expected fine or coarse")
    try expectRefusal([file, "--label", "medium"], "\"medium\", expected fine or coarse")
    try expectRefusal([file, "--label", "fine", "--image-side", "5"], "--image-side: found 5")
  }

  @Test func `what has no rows, too few of them, or no images`() throws {
    try expectRefusal(
      ["Tests/Data/dropped-direction-bias-0.50.json", "--clusters"], "--clusters: found a mixture (JSON)")
    try expectRefusal(
      ["Tests/Data/iris.csv", "--label", "class", "--image-side", "4"], "--image-side: found a file without")
    try expectRefusal(
      ["Tests/Data/iris.csv", "--label", "class", "--strict"], "--strict: found labelled data")
    let folder = try TemporaryFolder()
    // Of three rows of a class one would be in the second half, where k-means makes each row a cluster of its own.
    let table = try folder.file("few.csv", "x,y\n1,a\n2,a\n4,a\n6,a\n3,b\n5,b\n7,b\n")
    try expectRefusal(
      [table, "--label", "y", "--clusters"],
      "few.csv: label: found 3 rows of the class \"b\"; expected at least 4")
  }

  @Test func `halves that have no comparison do not end the analysis`() throws {
    let folder = try TemporaryFolder()
    let half = try folder.file(
      "half.csv",
      "x,y,z,class\n1,2,1,a\n2,4,5,a\n5,5,1,a\n3,8,2,a\n4,1,3,b\n5,7,3,b\n4.5,3,9,b\n2,6,4,b\n")
    let arguments = [half, "--label", "class"]
    let note =
      "clusters: not computed: a half of the rows, drawn at random: the within-class covariance is singular"
    let (plain, table) = (
      try BuiltProgram.fisher(arguments), try BuiltProgram.fisher(arguments + ["--clusters"])
    )
    #expect(table.code == 0 && table.output.hasPrefix(plain.output.dropLast() + "\n\nNote: \(note)"))
    let found = try BuiltProgram.analysis(half, "--label", "class", "--clusters")
    #expect(found.notes.contains { $0.hasPrefix(note) })
    #expect(try analysis(half, "--label", "class", "--clusters").clusters == nil)
  }

  private func expectRefusal(
    _ arguments: [String], _ fragment: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try BuiltProgram.fisher(arguments)
    #expect(outcome.code == 2 && outcome.output.isEmpty, sourceLocation: sourceLocation)
    #expect(outcome.error.contains(fragment), "\(outcome.error)", sourceLocation: sourceLocation)
  }
}
