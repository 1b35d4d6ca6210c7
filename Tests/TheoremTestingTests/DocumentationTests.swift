import Foundation
import Testing

/// What the documentation shows is compiled by the tests, here or in the package that depends on this one.
@Suite struct Documentation {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static func files(under folder: String, _ suffix: String) -> [URL] {
    let all =
      FileManager.default.enumerator(
        at: root.appendingPathComponent(folder), includingPropertiesForKeys: nil, options: .skipsHiddenFiles)?
      .allObjects as? [URL] ?? []
    return all.filter { $0.lastPathComponent.hasSuffix(suffix) }
  }

  private static var documents: [URL] {
    ["README.md", "CONTRIBUTING.md"].map(root.appendingPathComponent)
      + files(under: "Sources/TheoremTesting/TheoremTesting.docc", ".md")
  }

  @Test func `its code is code of the tests`() throws {
    let sources = try ["Tests", "Examples"].flatMap { Self.files(under: $0, ".swift") }
      .map { try String(contentsOf: $0, encoding: .utf8) }
    var count = 0
    for document in Self.documents {
      let text = try String(contentsOf: document, encoding: .utf8)
      for block in text.components(separatedBy: "```swift\n").dropFirst() {
        count += 1
        let code = block.components(separatedBy: "```")[0]
        #expect(
          sources.contains { $0.contains(code) }, "\(document.lastPathComponent): no test contains\n\(code)")
      }
    }
    #expect(count >= 7)
  }

  @Test func `the landing page lists every article`() throws {
    let articles = Self.files(under: "Sources/TheoremTesting/TheoremTesting.docc", ".md")
    #expect(articles.count == 9)
    let landing = try #require(articles.first { $0.lastPathComponent == "TheoremTesting.md" })
    let text = try String(contentsOf: landing, encoding: .utf8)
    for article in articles where article != landing {
      #expect(text.contains("<doc:\(article.deletingPathExtension().lastPathComponent)>"))
    }
  }
}
