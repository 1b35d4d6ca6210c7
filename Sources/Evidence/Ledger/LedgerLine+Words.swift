// How margins and errors are written for people: everywhere in these words.

/// As in "margin 0.21, to within 3e-12"; empty where nothing was compared.
package func marginWords(_ margin: Double?, _ sharpness: Double?) -> String {
  [margin.map { "margin \(shortDecimal($0))" }, sharpness.map { "to within \(boundDecimal($0))" }]
    .compactMap(\.self).joined(separator: ", ")
}

extension LedgerLine.Worst {
  /// As in "margin -0.21, to within 3e-12, estimated".
  package var numbers: String {
    let words = marginWords(margin, sharpness)
    return words.isEmpty ? "nothing was compared" : "\(words), \(grade)"
  }

  /// As in "errors: certificate 80%, rounding 20%"; nil where there are none.
  package var errors: String? {
    let shares = errorShares.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.percent())" }
    return shares.isEmpty ? nil : "errors: \(shares.joined(separator: ", "))"
  }
}

/// How to look at an instance again, as it can be typed, or why nobody can; nil where none was to be stored.
package func replayWords(saved: String?, unsaved: String?) -> String? {
  if let saved { return "replay: \(replayCommand(saved))" }
  return unsaved.map { "the instance could not be stored, and cannot be replayed: \($0)" }
}

/// As in "swift run theorems replay found.json".
package func replayCommand(_ file: String) -> String {
  let isWord = file.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-".contains($0)) }
  return "swift run theorems replay " + (isWord ? file : "'\(file.replacing("'", with: #"'\''"#))'")
}

extension LedgerLine {
  /// What went wrong, for the one issue that a property records; nil when it holds, or waits for other shards.
  package var failure: String? { judgement.isNotHolding ? shortcomings().joined(separator: "\n") : nil }

  /// Why the property does not hold, the worst instance with its error terms, and how to look at it again: a line each, or
  /// as many as its text has.
  /// - Parameter length: how much of the instance is told; nil for all of it.
  package func shortcomings(instanceOf length: Int? = nil) -> [String] {
    var lines = [reason ?? judgement.word]
    if let shown = simplest ?? worst {
      let parts = ["\(shown.outcome.rawValue): \(shown.numbers)", shown.errors, shown.reason, asDrawn]
      lines.append(parts.compactMap(\.self).joined(separator: ", "))
      let number = worst?.index.map { " \($0) of seed \(seed)" } ?? ""
      let start = shown.instance.prefix(length ?? .max)
      let rest = start.endIndex == shown.instance.endIndex ? "" : "… (in full with --json)"
      lines.append("instance\(number)\(simplest == nil ? "" : ", shrunk"): \(start)\(rest)")
    }
    if let replay = replayWords(saved: saved, unsaved: unsaved) { lines.append(replay) }
    return lines.flatMap {
      $0.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
    }
  }

  /// The margin of the instance that was shrunk, which is the one that the property has in tables.
  private var asDrawn: String? {
    simplest == nil ? nil : worst?.margin.map { "before it was shrunk margin \(shortDecimal($0))" }
  }
}
