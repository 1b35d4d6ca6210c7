import Foundation
import Testing

/// The proofs on paper say nothing of the machine-checked ones that is not so.
@Suite struct `Links of the proofs` {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Proofs")

  /// A name in backticks that links to a file of Coq, as in [`T10_stability`](Coq/T10_CriticalPoints.v).
  private struct Link: Hashable {
    let name: String
    let file: String
  }

  private func contents(_ path: String) throws -> String {
    try String(contentsOf: Self.folder.appendingPathComponent(path), encoding: .utf8)
  }

  private func pages() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter { $0.hasSuffix(".md") }
      .sorted()
  }

  private func testFile(of page: String) throws -> String {
    let path = try #require(contents(page).firstMatch(of: /`(Tests\/TheoremTests\/[^`]+\.swift)`/)?.1)
    return try contents("../\(path)")
  }

  private func links(of page: String) throws -> [Link] {
    try contents(page).matches(of: /\[`([^`]+)`\]\((Coq\/[^)]+)\)/).map {
      Link(name: String($0.1), file: String($0.2))
    }
  }

  @Test func `every theorem of Coq that is named stands in the file that is linked`() throws {
    var count = 0
    for page in try pages() {
      for link in try links(of: page) {
        count += 1
        let source = try contents(link.file)
        let statement = try Regex("(Theorem|Lemma|Corollary)\\s+\(link.name)\\b")
        #expect(source.contains(statement), "\(page): \(link.file) has no \(link.name)")
      }
    }
    #expect(count > 60)
  }

  @Test func `what a proof calls machine-checked is audited`() throws {
    let audits = try contents("Coq/Audit.v") + contents("Coq/AuditReals.v")
    let audited = Set(audits.matches(of: /let _ := @(\w+) in/).map { String($0.1) })
    #expect(audited.count > 30)
    for page in try pages() {
      for link in try links(of: page) { #expect(audited.contains(link.name), "\(page): \(link.name)") }
    }
  }

  @Test func `each hypothesis says whether it is needed, and by which property`() throws {
    var count = 0
    for page in try pages() where page.hasPrefix("T") {
      let text = try contents(page)
      let section = text.components(separatedBy: "\n## ").first { $0.hasPrefix("Hypotheses\n") } ?? ""
      let test = try testFile(of: page)
      for bullet in section.components(separatedBy: "\n* ").dropFirst() {
        count += 1
        let words = bullet.components(separatedBy: "\n\n")[0].split(whereSeparator: \.isWhitespace)
        let hypothesis = words.joined(separator: " ")
        let labels = ["Needed:", "Not needed:", "Necessity not shown:"].filter(hypothesis.contains)
        #expect(labels.count == 1, "\(page): \(hypothesis) has the labels \(labels)")
        for property in hypothesis.matches(of: /`([^`]+ cannot be dropped)`/) {
          #expect(test.contains("func `\(property.1)`"), "\(page): no \(property.1)")
        }
      }
    }
    #expect(count > 80)
  }

  @Test func `relative links lead somewhere`() throws {
    for page in try pages() {
      for match in try contents(page).matches(of: /\]\(([^)#:]+)\)/) {
        let path = Self.folder.appendingPathComponent(String(match.1)).path
        #expect(FileManager.default.fileExists(atPath: path), "\(page): \(match.1)")
      }
    }
  }
}
