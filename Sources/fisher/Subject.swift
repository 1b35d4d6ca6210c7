import ContrastiveTheory

/// What is analysed: a mixture, or labelled data and the mixture of its classes.
enum Subject {
  /// A mixture, and what of it was rounded, in words.
  case mixture(GaussianMixture, notes: [String] = [])
  case data(LabelledData, ClassMixture)

  var mixture: GaussianMixture {
    switch self {
    case .mixture(let mixture, _): mixture
    case .data(_, let classes): classes.mixture
    }
  }

  /// The rows, where there are any.
  var data: LabelledData? {
    switch self {
    case .mixture: nil
    case .data(let data, _): data
    }
  }

  /// What was taken for granted when the file was read, and what in it looks like a slip.
  var notes: [String] {
    switch self {
    case .mixture(_, let notes): notes
    case .data(let data, _): data.notes + data.doubts
    }
  }

  /// Estimates the mixture of the classes, where there are data.
  /// - Throws: as `ClassMixture`.
  init(_ source: Source) throws {
    switch source {
    case .mixture(let mixture, let notes): self = .mixture(mixture, notes: notes)
    case .data(let data): self = .data(data, try ClassMixture(data))
    }
  }
}
