import Evidence
import Terminal

/// Theorems by hypotheses: where each is needed, where it is not, and where neither is shown.
///
/// Hypotheses that three theorems or more share are columns: those whose titles have the same words, but for articles and the
/// like. What fewer theorems assume stands in a last column, and so does what is beyond the most common ten.
struct HypothesisMatrix {
  private static let mostColumns = 10

  /// What is known of the necessity of a hypothesis, and by what.
  struct Cell {
    /// As in "H1".
    let id: String
    let title: String
    let note: String
    let isNeeded: Bool
    let isUnneeded: Bool
    let isNotShown: Bool
    /// As in "needed", "what shows it did not hold in this run".
    let word: String
  }

  struct Slot {
    let column: String
    let cells: [Cell]
  }

  struct Row {
    let id: String
    let title: String
    let slots: [Slot]
    let own: [Cell]
    /// Whether the page says more of the theorem.
    var isLink = false
  }

  let columns: [String]
  let rows: [Row]

  init(_ document: ReportDocument) {
    let theorems = document.theorems.filter { $0.text?.hypotheses.isEmpty == false }
    var titles: [Set<String>: [String]] = [:]
    for theorem in theorems {
      // A theorem counts once, however often it uses the words.
      for (words, same) in Dictionary(grouping: theorem.hypotheses, by: \.words) {
        titles[words, default: []].append(same[0].title)
      }
    }
    let shared = titles.filter { $0.value.count > 2 && !$0.key.isEmpty }
      .map { (words: $0.key, name: Self.shortest($0.value), count: $0.value.count) }
      .sorted { ($1.count, $0.name) < ($0.count, $1.name) }.prefix(Self.mostColumns)
    columns = shared.map(\.name)
    let keys = shared.map(\.words)
    rows = theorems.map { theorem in
      Row(
        id: theorem.id, title: theorem.title,
        slots: shared.map { column in
          Slot(
            column: column.name,
            cells: theorem.hypotheses.filter { $0.words == column.words }.map { Cell($0, of: theorem) })
        },
        own: theorem.hypotheses.filter { !keys.contains($0.words) }.map { Cell($0, of: theorem) })
    }
  }

  private static func shortest(_ titles: [String]) -> String {
    (titles.min { ($0.count, $0) < ($1.count, $1) } ?? "").cut(to: 100)
  }
}

extension ReportDocument.Theorem {
  fileprivate var hypotheses: [TheoremText.Hypothesis] { text?.hypotheses ?? [] }
}

extension TheoremText.Hypothesis {
  /// The words that tell the hypothesis from others.
  fileprivate var words: Set<String> {
    let fillers: Set = ["a", "an", "the", "is", "are", "mixture", "that", "Σ", "π"]
    let words = title.split { $0.isWhitespace || $0 == "," }.map(String.init)
    return Set(words.filter { !fillers.contains($0) })
  }
}

extension HypothesisMatrix.Cell {
  init(_ hypothesis: TheoremText.Hypothesis, of theorem: ReportDocument.Theorem) {
    (id, title, note) = (hypothesis.id, hypothesis.title, hypothesis.note)
    let held = Set(theorem.properties.filter { $0.verdict == .holds }.map(\.name))
    let isShown = hypothesis.shownBy.allSatisfy(held.contains)
    isUnneeded = hypothesis.necessity == .unneeded
    isNeeded = hypothesis.necessity == .needed && isShown
    isNotShown = !isUnneeded && !isNeeded
    word =
      switch hypothesis.necessity {
      case .needed where !isShown: "what shows it did not hold in this run"
      case .needed: hypothesis.shownBy.isEmpty ? "needed, shown elsewhere" : "needed"
      case .unneeded: "not needed"
      case .notShown: "necessity not shown"
      }
  }
}
