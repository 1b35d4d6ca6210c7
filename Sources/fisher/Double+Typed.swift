import Evidence

extension Double {
  /// A number that the user gave, all of its digits.
  var typed: String { Double(shortDecimal(self)) == self ? shortDecimal(self) : "\(self)" }
}
