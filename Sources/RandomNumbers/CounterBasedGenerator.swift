/// Philox 4×32-10 (Salmon, Moraes, Dror, Shaw, *Parallel random numbers: as easy as 1, 2, 3*, SC 2011).
///
/// Counter-based: number i of a stream is a function of the key and of i, so that an instance drawn from a key is
/// the same on every machine, in any order and in any process. The standard library promises no such stream.
public struct CounterBasedGenerator: RandomNumberGenerator, Sendable {
  private let key: (UInt32, UInt32)
  private let stream: UInt64
  private var block: UInt64
  private var second: UInt64?
  /// Numbers that stand before the stream's own.
  private let prescribed: [UInt64]
  /// How many numbers were drawn so far.
  public private(set) var drawn = 0

  /// The stream of a 64-bit key; streams of different keys, or of one key and different `stream` numbers, are
  /// independent for all practical purposes. Each holds 2⁶⁵ numbers of 64 bits.
  /// - Parameters:
  ///   - key: of 64 bits.
  ///   - stream: which of the key's streams.
  ///   - prescribed: numbers that are drawn before those of the stream, so that whoever optimises over what is
  ///     made from the numbers can choose them.
  public init(key: UInt64, stream: UInt64 = 0, prescribed: [UInt64] = []) {
    self.init(key: key, stream: stream, block: 0, prescribed: prescribed)
  }

  /// The stream from its number 2 `block` on.
  init(key: UInt64, stream: UInt64, block: UInt64, prescribed: [UInt64] = []) {
    self.key = Self.halves(key)
    self.stream = stream
    self.block = block
    self.prescribed = prescribed
  }

  /// The next 64 bits: the lower, then the upper half of a 128-bit block, each with its low word first.
  public mutating func next() -> UInt64 {
    drawn += 1
    if drawn <= prescribed.count { return prescribed[drawn - 1] }
    if let number = second {
      second = nil
      return number
    }
    let (low, high) = (Self.halves(block), Self.halves(stream))
    let words = Self.block(counter: (low.0, low.1, high.0, high.1), key: key)
    block &+= 1
    second = UInt64(words.3) << 32 | UInt64(words.2)
    return UInt64(words.1) << 32 | UInt64(words.0)
  }

  /// The bijection itself: ten rounds, with the published multipliers and Weyl increments.
  static func block(
    counter: (UInt32, UInt32, UInt32, UInt32), key: (UInt32, UInt32)
  ) -> (UInt32, UInt32, UInt32, UInt32) {
    var (c, k) = (counter, key)
    for _ in 0..<10 {
      let product0 = halves(UInt64(c.0) * 0xD251_1F53)
      let product1 = halves(UInt64(c.2) * 0xCD9E_8D57)
      c = (product1.1 ^ c.1 ^ k.0, product1.0, product0.1 ^ c.3 ^ k.1, product0.0)
      k = (k.0 &+ 0x9E37_79B9, k.1 &+ 0xBB67_AE85)
    }
    return c
  }

  /// The low and the high word of a number.
  private static func halves(_ number: UInt64) -> (UInt32, UInt32) {
    (UInt32(truncatingIfNeeded: number), UInt32(truncatingIfNeeded: number >> 32))
  }
}
