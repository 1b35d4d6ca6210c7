import Foundation

// How numbers are written for people: everywhere in these ways.

extension Double {
  /// With so many significant digits, as in "0.0123" or "1.23e-12".
  package func significant(_ digits: Int) -> String { String(format: "%.\(digits)g", self) }

  /// With so many decimals, as in "12.3".
  package func fixed(_ decimals: Int) -> String { String(format: "%.\(decimals)f", self) }

  /// A share in hundredths, as in "30%".
  package func percent(_ decimals: Int = 0) -> String { (100 * self).fixed(decimals) + "%" }
}

/// Three significant digits.
package func shortDecimal(_ value: Double) -> String { value.significant(3) }
