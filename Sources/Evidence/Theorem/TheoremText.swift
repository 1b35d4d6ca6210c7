/// What the files of a theorem say of it, so that a ledger alone suffices for a report.
package struct TheoremText: Codable, Sendable, Equatable {
  /// A hypothesis and what is known of its necessity.
  package struct Hypothesis: Codable, Sendable, Equatable {
    package enum Necessity: String, Codable, Sendable {
      /// Dropping it breaks the theorem, as the named properties or another theorem show.
      case needed
      /// The theorem holds without it.
      case unneeded
      /// Neither is known here.
      case notShown
    }

    /// As in "H1".
    package var id: String
    /// As in "the mixture is centred".
    package var title: String
    package var necessity: Necessity
    /// The properties that show the necessity; empty where it is not shown, or by another theorem.
    package var shownBy: [String]
    /// What the proof says of the necessity, or of the hypothesis where it does not speak of it.
    package var note: String

    package init(id: String, title: String, necessity: Necessity, shownBy: [String], note: String) {
      (self.id, self.title, self.necessity) = (id, title, necessity)
      (self.shownBy, self.note) = (shownBy, note)
    }
  }

  /// A machine-checked part of the proof.
  package struct CoqName: Codable, Sendable, Equatable {
    package var name: String
    /// Its file, relative to the package.
    package var file: String

    package init(name: String, file: String) { (self.name, self.file) = (name, file) }
  }

  package var statement: String
  /// The theorem's source file, relative to the package.
  package var test: String
  /// The file of the proof, or of the notes on an open statement, relative to the package; nil when there is none.
  package var proof: String?
  package var coq: [CoqName]
  package var hypotheses: [Hypothesis]

  package init(
    statement: String, test: String, proof: String?, coq: [CoqName] = [], hypotheses: [Hypothesis] = []
  ) {
    (self.statement, self.test, self.proof) = (statement, test, proof)
    (self.coq, self.hypotheses) = (coq, hypotheses)
  }
}
