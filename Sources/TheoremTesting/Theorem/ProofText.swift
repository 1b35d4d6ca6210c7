import Foundation

/// What a proof's page says beyond its statement.
enum ProofText {
  /// The page of a theorem's proof, without what a comment hides from its readers; nil where there is none.
  static func page(of file: URL, in package: URL) -> String? {
    let page = try? TheoremFile.text(of: TheoremFile.proof(of: file, in: package))
    return page?.replacing(#/(?s)<!--.*?(?:-->|$)/#, with: "")
  }

  /// A link to a source of Coq that gives no name, so that nobody looks for it; nil where there is none. One that is called by its
  /// file leads there and no more.
  static func strayCoqLink(_ markdown: String) -> Substring? {
    markdown.matches(of: #/\[([^\]]*)\]\((Coq\/[^)]*\.v)[^)]*\)/#).first {
      $0.1 != $0.2 && $0.0.wholeMatch(of: named) == nil
    }?.0
  }

  private static var named: Regex<(Substring, Substring, Substring)> { #/\[`([\w']+)`\]\((Coq\/\w+\.v)\)/# }

  /// The names of Coq that it links to, as in [`T10_stability`](Coq/T10_CriticalPoints.v), each once, as they stand.
  /// - Parameter folder: the folder of the page, relative to the package.
  static func coqNames(_ markdown: String, in folder: String) -> [TheoremText.CoqName] {
    markdown.matches(of: named).reduce(into: []) { names, match in
      let name = TheoremText.CoqName(name: String(match.1), file: "\(folder)/\(match.2)")
      if !names.contains(name) { names.append(name) }
    }
  }

  /// The bullets of the section "Hypotheses", as in "* **H1: the mixture is centred.** Used in S1. Needed: `centring cannot be dropped`."
  static func hypotheses(_ markdown: String) -> [TheoremText.Hypothesis] {
    let lines = markdown.split(separator: "\n", omittingEmptySubsequences: false)
    let section = lines.drop { $0 != "## Hypotheses" }.dropFirst().prefix { !$0.hasPrefix("## ") }
    var bullets: [String] = []
    var isOpen = false
    for line in section {
      if line.hasPrefix("* ") {
        bullets.append(String(line))
        isOpen = true
      } else if isOpen, line.hasPrefix("  ") {
        bullets[bullets.count - 1] += " " + line.drop(while: \.isWhitespace)
      } else {
        isOpen = false
      }
    }
    return bullets.compactMap(hypothesis)
  }

  /// The properties that show a hypothesis to be needed, by their names.
  private static func properties(_ note: Substring) -> [String] {
    note.matches(of: /`([^`]*cannot be dropped)`/).map { String($0.1) }
  }

  /// Nil for a bullet that is no hypothesis.
  private static func hypothesis(_ bullet: String) -> TheoremText.Hypothesis? {
    guard let match = bullet.wholeMatch(of: /\* \*\*(H\d+): (.+?)[.,:]?\*\*[.,:]?(.*)/) else { return nil }
    let text = match.3
    let found = markers.compactMap { marker, necessity in
      text.range(of: marker).map { (start: $0.lowerBound, necessity: necessity) }
    }.min { $0.start < $1.start }
    let note = text[(found?.start ?? text.startIndex)...]
    let necessity = found?.necessity ?? .notShown
    return TheoremText.Hypothesis(
      id: String(match.1), title: String(match.2), necessity: necessity,
      shownBy: necessity == .needed ? properties(note) : [],
      note: note.trimmingCharacters(in: .whitespaces))
  }

  private static let markers: [(String, TheoremText.Hypothesis.Necessity)] = [
    ("Needed:", .needed), ("Not needed:", .unneeded), ("Necessity not shown", .notShown),
  ]
}

extension TheoremText {
  /// What stands in a theorem's file and on the page of its proof; nil when the file has no statement, or belongs to no
  /// package.
  init?(file: URL) {
    guard let package = TheoremFile.package(above: file),
      let source = try? TheoremFile.text(of: file), let statement = Statement.inTest(source)
    else { return nil }
    self.init(statement: statement, test: TheoremFile.path(of: file, in: package), proof: nil)
    guard let page = ProofText.page(of: file, in: package) else { return }
    proof = TheoremFile.path(of: TheoremFile.proof(of: file, in: package), in: package)
    coq = ProofText.coqNames(page, in: "Proofs")
    hypotheses = ProofText.hypotheses(page)
  }
}
