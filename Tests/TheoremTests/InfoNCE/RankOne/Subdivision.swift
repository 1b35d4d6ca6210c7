import TheoremTesting

/// A box cut into parts, each of which one of a few inequalities excludes: the certificate of a proof by cases over a compact
/// domain.
///
/// As a text it begins with the whole box. A digit i halves a part across axis i, and tells of the lower half, then of the upper
/// one. A letter leaves the part whole, and names the inequality. So the parts cover the box by construction; what is
/// left to check is each inequality on its part. White space says nothing.
///
///     let quarters = try Subdivision(of: [Interval(lower: 0, upper: 1)], "0 a 0 a b")  // [0, ½], [½, ¾] and [¾, 1]
struct Subdivision: Sendable {
  /// A part, and the inequality that excludes it.
  struct Part: Sendable {
    /// A range for each axis.
    let box: [Interval]
    let inequality: Character
  }

  enum Failure: Error { case unknown(Character), surplus(Character), unfinished(parts: Int) }

  /// In the order of the text.
  let parts: [Part]

  /// - Throws: ``Failure`` for a text that does not tell of the whole box, or of more.
  init(of box: [Interval], _ text: String) throws(Failure) {
    var (open, parts) = ([box], [Part]())
    for character in text where !character.isWhitespace {
      guard let part = open.popLast() else { throw .surplus(character) }
      if let axis = character.wholeNumberValue, part.indices.contains(axis) {
        open += part.halves(across: axis)
      } else if character.isLetter {
        parts.append(Part(box: part, inequality: character))
      } else {
        throw .unknown(character)
      }
    }
    guard open.isEmpty else { throw .unfinished(parts: open.count) }
    self.parts = parts
  }

  /// The text of a subdivision that a search finds: what no inequality excludes is halved.
  /// - Parameters:
  ///   - limit: the largest number of characters.
  ///   - axis: the one to halve a part across.
  ///   - inequality: the one that excludes a part; nil for none.
  /// - Returns: nil where there are more.
  static func search(
    _ box: [Interval], limit: Int, halvingAcross axis: ([Interval]) -> Int,
    until inequality: ([Interval]) -> Character?
  ) -> String? {
    var (open, text) = ([box], "")
    while let part = open.popLast() {
      guard text.utf8.count < limit else { return nil }
      if let letter = inequality(part) {
        text.append(letter)
      } else {
        let axis = axis(part)
        text += "\(axis)"
        open += part.halves(across: axis)
      }
    }
    return text
  }
}

extension [Interval] {
  /// The upper half and the lower one, which share their boundary.
  fileprivate func halves(across axis: Int) -> [[Interval]] {
    let (range, middle) = (self[axis], self[axis].midpoint)
    return [
      Interval(lower: middle, upper: range.upper), Interval(lower: range.lower, upper: middle),
    ].map { half in
      var box = self
      box[axis] = half
      return box
    }
  }
}
