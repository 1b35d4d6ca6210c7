/// Decimal numbers as text: digits with a sign, a point and an exponent as one likes, and nothing else. No spaces, no
/// hexadecimals, no words for infinity.
enum DecimalNumber {
  /// The double nearest to the number; nil for what is no number, and for what is too large for a double.
  static func value(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
    guard let parts = Parts(text) else { return nil }
    // Both factors are exact, so that the only rounding is the last one (Clinger 1990).
    if parts.digits <= 19, parts.mantissa < 1 << 53, abs(parts.exponent) < powersOfTen.count {
      let size = Double(parts.mantissa)
      let power = powersOfTen[abs(parts.exponent)]
      let value = parts.exponent < 0 ? size / power : size * power
      return parts.isNegative ? -value : value
    }
    return Double(String(decoding: text, as: UTF8.self)).flatMap { $0.isFinite ? $0 : nil }
  }

  /// The powers of ten that are doubles exactly.
  private static let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
  ]

  /// mantissa · 10^exponent; the mantissa is right for up to 19 digits.
  private struct Parts {
    var isNegative = false
    var mantissa: UInt64 = 0
    /// Digits without the zeros before them.
    var digits = 0
    var exponent = 0

    init?(_ text: UnsafeBufferPointer<UInt8>) {
      var position = 0
      func digit() -> UInt64? {
        guard position < text.count else { return nil }
        let digit = text[position] &- UInt8(ascii: "0")
        return digit < 10 ? UInt64(digit) : nil
      }
      func sign() -> Bool {
        guard position < text.count else { return false }
        let byte = text[position]
        if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") { position += 1 }
        return byte == UInt8(ascii: "-")
      }

      isNegative = sign()
      let start = position
      while let next = digit() {
        add(next)
        position += 1
      }
      var count = position - start
      if position < text.count, text[position] == UInt8(ascii: ".") {
        position += 1
        let point = position
        while let next = digit() {
          add(next)
          position += 1
        }
        exponent = point - position
        count += position - point
      }
      guard count > 0 else { return nil }
      if position < text.count, text[position] | 0x20 == UInt8(ascii: "e") {
        position += 1
        let isSmall = sign()
        guard var power = digit().map(Int.init) else { return nil }
        position += 1
        while let next = digit() {
          // Beyond this every double is zero or infinite.
          power = min(power * 10 + Int(next), 1_000_000)
          position += 1
        }
        exponent += isSmall ? -power : power
      }
      guard position == text.count else { return nil }
    }

    private mutating func add(_ digit: UInt64) {
      mantissa = mantissa &* 10 &+ digit
      if digits > 0 || digit > 0 { digits += 1 }
    }
  }
}
