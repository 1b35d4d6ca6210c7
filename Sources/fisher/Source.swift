import ContrastiveTheory

/// What a file holds.
enum Source {
  /// A mixture, and what of it was rounded, in words.
  case mixture(GaussianMixture, notes: [String])
  case data(LabelledData)

  /// The number of coordinates or columns.
  var dimension: Int {
    switch self {
    case .mixture(let mixture, _): mixture.dimension
    case .data(let data): data.columnNames.count
    }
  }

  /// The number of components or classes.
  var componentCount: Int {
    switch self {
    case .mixture(let mixture, _): mixture.componentCount
    case .data(let data): data.classNames.count
    }
  }

  /// Reads a file.
  /// - Throws: an error that says what is wrong in the file, and where.
  /// - Parameters:
  ///   - label: the column of the class, or the label of CIFAR-100.
  ///   - hasHeader: false for CSV without a line of names.
  ///   - isStrict: whether a mixture is taken as it is, or may be of numbers rounded to 32 bits.
  ///   - imageSide: the width of the images in the table, of CIFAR-100 only; it divides 32.
  init(path: String, label: String?, hasHeader: Bool, isStrict: Bool, imageSide: Int?) throws {
    let file = try InputFile(path: path)
    do {
      self = try Self.read(file, label: label, hasHeader: hasHeader, isStrict: isStrict, imageSide: imageSide)
    } catch {
      guard let hint = file.nameHint else { throw error }
      throw InputFile.Failure("\(error); \(hint)")
    }
  }

  private static func read(
    _ file: InputFile, label: String?, hasHeader: Bool, isStrict: Bool, imageSide: Int?
  ) throws -> Source {
    guard hasHeader || file.format == .csv else {
      throw InputFile.Failure("--no-header: found a file that has none; expected CSV")
    }
    guard !isStrict || file.format == .json else {
      throw InputFile.Failure(
        "--strict: found labelled data, whose numbers are never rounded; expected a mixture (JSON)")
    }
    guard imageSide == nil || file.format == .cifar100 else {
      throw InputFile.Failure("--image-side: found a file without images; expected one of CIFAR-100 (.bin)")
    }
    switch file.format {
    case .json:
      guard label == nil else {
        throw InputFile.Failure(
          "--label: found a mixture (JSON), which has no columns; expected labelled data (CSV)")
      }
      let json = try file.contents(limit: InputFile.jsonLimit)
      guard !isStrict else { return .mixture(try GaussianMixture(json: json), notes: []) }
      let (mixture, notes) = try GaussianMixture.rounded(json: json)
      return .mixture(mixture, notes: notes)
    case .csv:
      guard let label else {
        let names = try LabelledData.columnNames(csv: file.chunks, hasHeader: hasHeader)
        throw InputFile.Failure(
          "--label: missing; labelled data (CSV) need the column of the class, one of "
            + names.prefix(100).joined(separator: ", ") + (names.count > 100 ? " ..." : ""))
      }
      return .data(try LabelledData(csv: file.chunks, label: label, hasHeader: hasHeader))
    case .numPy:
      return .data(try LabelledData(numPy: file.contents(limit: InputFile.numPyLimit), label: label))
    case .cifar100:
      guard let label = label.flatMap(LabelledData.CIFAR100Label.init) else {
        throw InputFile.Failure(
          "--label: found \(label.map { "\"\($0)\"" } ?? "none"), "
            + "expected fine or coarse for a file of CIFAR-100 (.bin)")
      }
      let side = imageSide ?? LabelledData.cifar100Side
      return .data(try LabelledData(cifar100: file.chunks, label: label, side: side))
    }
  }
}
