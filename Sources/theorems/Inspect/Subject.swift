import ContrastiveTheory
import Foundation

/// What a file holds: a mixture, or labelled data and the mixture of its classes.
enum Subject {
  case mixture(GaussianMixture)
  case data(LabelledData, ClassMixture)

  var mixture: GaussianMixture {
    switch self {
    case .mixture(let mixture): mixture
    case .data(_, let classes): classes.mixture
    }
  }

  /// Reads a file.
  /// - Throws: an error that says what is wrong in the file, and where.
  init(path: String, label: String?) throws {
    let file = try InputFile(path: path)
    switch file.format {
    case .json:
      guard label == nil else {
        throw InputFile.Failure(
          description: "--label: found a mixture (JSON), which has no columns; expected labelled data (CSV)")
      }
      self = .mixture(try GaussianMixture(json: file.contents(limit: InputFile.jsonLimit)))
    case .csv:
      guard let label else {
        let names = try LabelledData.columnNames(csv: file.chunks).joined(separator: ", ")
        throw InputFile.Failure(
          description: "--label: missing; labelled data (CSV) need the column of the class, one of \(names)")
      }
      let data = try LabelledData(csv: file.chunks, label: label)
      self = .data(data, try ClassMixture(data))
    }
  }
}
