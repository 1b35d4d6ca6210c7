import Evidence
import Foundation

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
  func xml() throws -> String {
    try Templates.render(self, with: "junit")
  }
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
    time = seconds(cases.reduce(0) { $0 + $1.seconds })
  }
}

private struct Suite {
  let name: String
  let counts: Counts
  let cases: [Case]

  init(name: String, cases: [Case]) {
    (self.name, self.cases, counts) = (xmlText(name), cases, Counts(cases))
  }

  init(_ theorem: ReportDocument.Theorem) {
    let name = "\(theorem.id) \(theorem.title)"
    self.init(
      name: name,
      cases: theorem.properties.map { Case($0, suite: name, file: theorem.text?.test) })
  }
}

private struct Case {
  struct Outcome {
    let type: String
    let message: String
    let text: String
  }

  let name: String
  let suite: String
  let file: String?
  let seconds: Double
  let time: String
  var failure: Outcome?
  var error: Outcome?

  init(_ property: ReportDocument.Property, suite: String, file: String?) {
    // Two entries of one name: a search, or another seed.
    let search = property.isSearch ? " (search)" : ""
    let seed = property.seed == 0 ? "" : " (seed \(property.seed))"
    self.init(
      name: property.name + search + seed, suite: suite, file: file, seconds: property.seconds)
    let outcome = Outcome(
      type: property.verdict.rawValue, message: xmlText(property.reason ?? property.verdict.rawValue),
      text: xmlText(property.details))
    switch property.verdict {
    case .holds: break
    case .refuted: failure = outcome
    case .inconclusive: error = outcome
    }
  }

  init(problem: String) {
    self.init(name: problem, suite: "The run", file: nil, seconds: 0)
    error = Outcome(type: "problem", message: xmlText(problem), text: "")
  }

  init(loss: Drift.Change) {
    self.init(name: "\(loss)", suite: "Lost since the baseline", file: nil, seconds: 0)
    failure = Outcome(type: loss.kind.rawValue, message: xmlText("\(loss)"), text: "")
  }

  private init(name: String, suite: String, file: String?, seconds: Double) {
    (self.name, self.suite, self.file) = (xmlText(name), xmlText(suite), file.map(xmlText))
    (self.seconds, time) = (seconds, theorems.seconds(seconds))
  }
}

extension ReportDocument.Property {
  /// The counts, the worst instance and how to replay it, a line each.
  var details: String {
    var lines = [
      "\(instances) instances, \(refuted) refuted, \(inconclusive) undecided; "
        + ([marginWords(margin, sharpness), "errors \(grade)"].filter { !$0.isEmpty }.joined(separator: ", "))
    ]
    if let instance { lines.append("instance: \(instance)") }
    if let saved { lines.append("replay: swift run theorems replay \(saved)") }
    return lines.joined(separator: "\n")
  }
}

/// Seconds as Surefire writes them: no exponent.
private func seconds(_ value: Double) -> String { value.fixed(3) }

/// The text without what XML 1.0 cannot hold, not even escaped.
private func xmlText(_ text: String) -> String {
  String(
    String.UnicodeScalarView(
      text.unicodeScalars.map { scalar in
        switch scalar.value {
        case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...: scalar
        default: "\u{FFFD}"
        }
      }))
}
