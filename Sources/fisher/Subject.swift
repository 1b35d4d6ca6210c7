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

  /// The rows, where there are any.
  var data: LabelledData? {
    switch self {
    case .mixture: nil
    case .data(let data, _): data
    }
  }

  /// Reads a file.
  /// - Throws: an error that says what is wrong in the file, and where.
  /// - Parameters:
  ///   - label: the column of the class, or the label of CIFAR-100.
  ///   - imageSide: the width of the images in the table, of CIFAR-100 only; it divides 32.
  init(path: String, label: String?, imageSide: Int?) throws {
    let file = try InputFile(path: path)
    guard imageSide == nil || file.format == .cifar100 else {
      throw InputFile.Failure(
        description: "--image-side: found a file without images; expected one of CIFAR-100 (.bin)")
    }
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
    case .cifar100:
      guard let label = label.flatMap(LabelledData.CIFAR100Label.init) else {
        throw InputFile.Failure(
          description: "--label: found \(label.map { "\"\($0)\"" } ?? "none"), "
            + "expected fine or coarse for a file of CIFAR-100 (.bin)")
      }
      let side = imageSide ?? LabelledData.cifar100Side
      let data = try LabelledData(cifar100: file.chunks, label: label, side: side)
      self = .data(data, try ClassMixture(data))
    }
  }
}
