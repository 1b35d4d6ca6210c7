import Foundation

// How numbers are written for people: everywhere in these ways.

extension Double {
  /// With so many significant digits, as in "0.0123" or "1.23e-12".
  package func significant(_ digits: Int) -> String { String(format: "%.\(digits)g", self) }

  /// With so many decimals, as in "12.3".
  package func fixed(_ decimals: Int) -> String { String(format: "%.\(decimals)f", self) }

  /// A share in hundredths, as in "30%".
  package func percent(_ decimals: Int = 0) -> String { (100 * self).fixed(decimals) + "%" }

  /// With so many significant digits, up or down from the number, as a bound that is told has to be.
  package func significant(_ digits: Int, _ rule: FloatingPointRoundingRule) -> String {
    let nearest = significant(digits)
    guard isFinite, let told = Double(nearest), rule == .up ? told < self : told > self else {
      return nearest
    }
    let unit = pow(10, floor(log10(told == 0 ? magnitude : told.magnitude)) - Double(digits) + 1)
    return (told + (rule == .up ? unit : -unit)).significant(digits)
  }
}

extension Int {
  /// With a noun, as in "1 row" and "2 rows".
  /// - Parameter several: the plural of a noun that takes more than an s.
  package func counted(_ one: String, _ several: String? = nil) -> String {
    "\(self) \(self == 1 ? one : several ?? one + "s")"
  }
}

/// Three significant digits.
package func shortDecimal(_ value: Double) -> String { value.significant(3) }

/// Three significant digits of a bound, which are no less than it.
package func boundDecimal(_ bound: Double) -> String { bound.significant(3, .up) }
