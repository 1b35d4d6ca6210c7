import Foundation
import Testing

/// Data flows one way through the theory, from mixture to verdict: no stage names a type or a function of a later one.
@Suite struct StagesTests {
  private static let stages = [
    "Estimates", "Subspace", "Mixture", "Pairs", "SpectralMethods", "Integration", "Loss", "Minimizer",
    "Sample", "Verdict", "Clustering",
  ]

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Sources/ContrastiveTheory")

  /// The files of a stage without comments, by name.
  private static func sources(of stage: String) throws -> [String: String] {
    let files = try FileManager.default.contentsOfDirectory(
      at: folder.appending(path: stage), includingPropertiesForKeys: nil)
    return Dictionary(
      uniqueKeysWithValues: try files.map { file in
        let text = try String(contentsOf: file, encoding: .utf8)
        return (file.lastPathComponent, text.replacing(/\/\/[^\n]*/, with: ""))
      })
  }

  /// The types and functions of a file, and static functions of long names, which no other stage has by chance.
  private static func declarations(_ source: String) -> Set<String> {
    let text = "\n" + source
    let global = text.matches(of: /\n(?:public |package )?(?:struct|enum|protocol|func) (\w+)/).map(\.1)
    let members = text.matches(of: /\n  (?:public |package )?static func (\w{9,})/).map(\.1)
    return Set((global + members).map(String.init))
  }

  @Test func `every folder is a stage`() throws {
    let found = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    #expect(Set(found) == Set(Self.stages))
  }

  @Test func `no arrow runs back`() throws {
    let sources = try Self.stages.map(Self.sources)
    let declared = sources.map {
      $0.values.reduce(into: Set<String>()) { $0.formUnion(Self.declarations($1)) }
    }
    for (stage, files) in sources.enumerated() {
      let earlier = declared[...stage].reduce(into: Set<String>()) { $0.formUnion($1) }
      let later = declared[(stage + 1)...].reduce(into: Set<String>()) { $0.formUnion($1) }
        .subtracting(earlier)
      for (file, source) in files {
        let words = Set(source.matches(of: /\w+/).map { String($0.0) })
        let back = words.intersection(later).sorted()
        #expect(back.isEmpty, "\(Self.stages[stage])/\(file) uses \(back.joined(separator: ", "))")
      }
    }
    // The check sees what there is: the oldest arrow of all.
    #expect(declared[1].contains("leadingEigenspace") && declared[7].contains("Certificate"))
  }
}
