/// Philox 4×32-10 (Salmon, Moraes, Dror, Shaw, *Parallel random numbers: as easy as 1, 2, 3*, SC 2011).
///
/// Counter-based: number i of a stream is a function of the key and of i, so that an instance drawn from a key is
/// the same on every machine, in any order and in any process. The standard library promises no such stream.
public struct CounterBasedGenerator: RandomNumberGenerator, Sendable {
  private let key: (UInt32, UInt32)
  private var counter: (UInt32, UInt32, UInt32, UInt32)
  private var second: UInt64?

  /// The stream of a 64-bit key; streams of different keys, or of one key and different `stream` numbers, are
  /// independent for all practical purposes. Each holds 2⁶⁵ numbers of 64 bits.
  public init(key: UInt64, stream: UInt64 = 0) {
    self.key = (UInt32(truncatingIfNeeded: key), UInt32(truncatingIfNeeded: key >> 32))
    counter = (0, 0, UInt32(truncatingIfNeeded: stream), UInt32(truncatingIfNeeded: stream >> 32))
  }

  public mutating func next() -> UInt64 {
    if let number = second {
      second = nil
      return number
    }
    let block = Self.block(counter: counter, key: key)
    counter.0 &+= 1
    if counter.0 == 0 { counter.1 &+= 1 }
    second = UInt64(block.3) << 32 | UInt64(block.2)
    return UInt64(block.1) << 32 | UInt64(block.0)
  }

  /// The bijection itself: ten rounds, with the published multipliers and Weyl increments.
  static func block(
    counter: (UInt32, UInt32, UInt32, UInt32), key: (UInt32, UInt32)
  ) -> (UInt32, UInt32, UInt32, UInt32) {
    var (c, k) = (counter, key)
    for _ in 0..<10 {
      let product0 = UInt64(c.0) * 0xD251_1F53
      let product1 = UInt64(c.2) * 0xCD9E_8D57
      c = (
        UInt32(truncatingIfNeeded: product1 >> 32) ^ c.1 ^ k.0, UInt32(truncatingIfNeeded: product1),
        UInt32(truncatingIfNeeded: product0 >> 32) ^ c.3 ^ k.1, UInt32(truncatingIfNeeded: product0)
      )
      k = (k.0 &+ 0x9E37_79B9, k.1 &+ 0xBB67_AE85)
    }
    return c
  }
}
