import Evidence
import Foundation
import Terminal

/// The report as JUnit XML, in the shape of Surefire that CI systems read: a suite for each theorem, a case for each
/// property. A refuted property is a failure, an undecided one an error.
struct JUnit {
  private let suites: [Suite]
  private let counts: Counts

  init(_ document: ReportDocument) {
    var suites = document.theorems.map(Suite.init)
    let problems = document.problems.map { Case(problem: $0) }
    let losses = (document.drift ?? []).filter(\.isLoss).map { Case(loss: $0) }
    if !problems.isEmpty { suites.append(Suite(name: "The run", cases: problems)) }
    if !losses.isEmpty { suites.append(Suite(name: "Lost since the baseline", cases: losses)) }
    self.suites = suites
    counts = Counts(suites.flatMap(\.cases))
  }

  /// - Throws: what the template throws.
  func xml() throws -> String { try Templates().render(self, with: "junit") }
}

private struct Counts {
  let tests: Int
  let failures: Int
  let errors: Int
  let time: String

  init(_ cases: [Case]) {
    tests = cases.count
    failures = cases.count { $0.failure != nil }
    errors = cases.count { $0.error != nil }
    time = cases.reduce(0) { $0 + $1.seconds }.fixed(3)
  }
}

private struct Suite {
  let name: String
  let counts: Counts
  let cases: [Case]

  init(name: String, cases: [Case]) {
    (self.name, self.cases, counts) = (name, Case.unique(cases), Counts(cases))
  }

  init(_ theorem: ReportDocument.Theorem) {
    let name = "\(theorem.id) \(theorem.title)"
    self.init(
      name: name,
      cases: theorem.properties.map {
        Case($0, among: theorem.properties, suite: name, file: theorem.text?.test)
      })
  }
}

private struct Case {
  struct Outcome {
    let type: String
    let message: String
    let text: String
  }

  private(set) var name: String
  let suite: String
  let file: String?
  let seconds: Double
  let time: String
  var failure: Outcome?
  var error: Outcome?

  init(
    _ property: ReportDocument.Property, among all: [ReportDocument.Property], suite: String, file: String?
  ) {
    // Always in the name, where they are not what they usually are: a case keeps its name whatever stands beside it.
    var marks = property.isSearch ? ["search"] : []
    if property.seed != 0 { marks.append("seed \(property.seed)") }
    let namesakes = all.filter {
      $0.name == property.name && $0.isSearch == property.isSearch && $0.seed == property.seed
    }
    if namesakes.count > 1 { marks += ["\(property.claim)", "\(property.planned) instances"] }
    self.init(
      name: property.name + (marks.isEmpty ? "" : " (\(marks.joined(separator: ", ")))"), suite: suite,
      file: file, seconds: property.seconds)
    let outcome = Outcome(
      type: property.verdict.rawValue, message: property.reason ?? property.verdict.rawValue,
      text: property.details)
    switch property.verdict {
    case .holds: break
    case .refuted: failure = outcome
    case .inconclusive: error = outcome
    }
  }

  init(problem: String) {
    self.init(name: problem, suite: "The run", file: nil, seconds: 0)
    error = Outcome(type: "problem", message: problem, text: "")
  }

  init(loss: Drift.Change) {
    self.init(name: "\(loss)", suite: "Lost since the baseline", file: nil, seconds: 0)
    failure = Outcome(type: loss.kind.rawValue, message: "\(loss)", text: "")
  }

  private init(name: String, suite: String, file: String?, seconds: Double) {
    // Jenkins takes what stands in front of a class name's last dot for a package.
    (self.name, self.suite, self.file) = (name.onOneLine, suite.replacing(".", with: "\u{2024}"), file)
    // As Surefire writes them: no exponent.
    (self.seconds, time) = (seconds, seconds.fixed(3))
  }

  /// The cases, those numbered that still have a name in common: two of one name are one for a reader.
  static func unique(_ cases: [Case]) -> [Case] {
    var taken: Set<String> = []
    return cases.map { one in
      var (one, number) = (one, 1)
      let name = one.name
      while !taken.insert(one.name).inserted {
        number += 1
        one.name = "\(name) #\(number)"
      }
      return one
    }
  }
}

extension ReportDocument.Property {
  /// The counts, the worst instance and how to replay it, a line each.
  var details: String {
    var lines = [
      "\(instances.counted("instance")), \(refuted) refuted, \(inconclusive) undecided; "
        + [marginWords(margin, sharpness), grade.map { "errors \($0)" } ?? "nothing was looked at"]
        .filter { !$0.isEmpty }.joined(separator: ", ")
    ]
    if let instance { lines.append("instance: \(instance)") }
    if let replay = replayWords(saved: saved, unsaved: unsaved) { lines.append(replay) }
    return lines.joined(separator: "\n")
  }
}
