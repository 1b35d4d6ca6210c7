import ContrastiveTheory

/// What is analysed: a mixture, or labelled data and the mixture of its classes.
enum Subject {
  /// A mixture, and what of it was rounded, in words.
  case mixture(GaussianMixture, notes: [String])
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

  /// The linear algebra of a certificate takes some minutes in so many dimensions, and eight times as long in twice as many.
  static let dimensionLimit = 2048

  /// A sample for so many components takes a minute, and eight times as long for twice as many.
  static let componentLimit = 256

  /// k-means takes a minute on so many rows, and three times as long on twice as many.
  static let clusteredRowLimit = 32768

  /// Estimates the mixture of the classes, where there are data.
  /// - Throws: ``InputFile/Failure`` for more dimensions or classes than are analysed; as `ClassMixture`.
  init(_ source: Source) throws {
    guard source.dimension <= Self.dimensionLimit else {
      throw InputFile.Failure(
        "found \(source.dimension) dimensions, expected at most \(Self.dimensionLimit): the time that a certificate "
          + "takes grows with their cube; average neighbouring columns (of images, by --image-side) or leave some out"
      )
    }
    guard source.componentCount <= Self.componentLimit else {
      let (kind, hint) =
        if case .data = source { ("classes", "; is it the right column?") } else { ("components", "") }
      throw InputFile.Failure(
        "found \(source.componentCount) \(kind), expected at most \(Self.componentLimit): the time that a "
          + "certificate takes grows with their cube\(hint)")
    }
    switch source {
    case .mixture(let mixture, let notes): self = .mixture(mixture, notes: notes)
    case .data(let data): self = .data(data, try ClassMixture(data))
    }
  }
}
