import RandomNumbers
import Testing

@testable import RandomNumbers

@Suite struct PhiloxTests {
  /// The lines `philox4x32 10` of Random123's tests/kat_vectors.
  @Test func `known answers of the authors`() {
    let answers: [(counter: [UInt32], key: [UInt32], block: [UInt32])] = [
      ([0, 0, 0, 0], [0, 0], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
      (
        [.max, .max, .max, .max], [.max, .max], [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
      ),
      (
        [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0],
        [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
      ),
    ]
    for (c, k, expected) in answers {
      let block = CounterBasedGenerator.block(counter: (c[0], c[1], c[2], c[3]), key: (k[0], k[1]))
      #expect([block.0, block.1, block.2, block.3] == expected)
    }
  }

  /// The words of a stream: block i is the bijection of the counter (i, stream) under the key, low words first.
  @Test func `a stream is the blocks in order`() {
    let (key, stream): (UInt64, UInt64) = (0x299f_31d0_a409_3822, 0x0370_7344_1319_8a2e)
    var generator = CounterBasedGenerator(key: key, stream: stream, block: 0x85a3_08d3_243f_6a88)
    #expect(generator.next() == 0x94fd_cceb_d16c_fe09)
    #expect(generator.next() == 0x2412_6ea1_5001_e420)

    var zero = CounterBasedGenerator(key: 0)
    #expect(zero.next() == 0xe169_c58d_6627_e8d5)
    #expect(zero.next() == 0x9b00_dbd8_bc57_ac4c)
  }

  /// The block number carries into the counter's second word, and past its end begins again.
  @Test func `the counter carries`() {
    for last: UInt64 in [0xffff_ffff, .max] {
      var across = CounterBasedGenerator(key: 7, stream: 9, block: last)
      var after = CounterBasedGenerator(key: 7, stream: 9, block: last &+ 1)
      _ = (across.next(), across.next())
      for _ in 0..<4 { #expect(across.next() == after.next()) }
    }
  }

  @Test func `streams do not depend on the order they are drawn in`() {
    let keys: [(UInt64, UInt64)] = [(0, 0), (0, 1), (1, 0), (1 << 32, 0), (0, 1 << 32), (.max, .max)]
    let apart = keys.map { key, stream in
      var generator = CounterBasedGenerator(key: key, stream: stream)
      return (0..<9).map { _ in generator.next() }
    }
    var generators = keys.map { CounterBasedGenerator(key: $0.0, stream: $0.1) }
    var woven = keys.map { _ in [UInt64]() }
    for _ in 0..<9 {
      for index in keys.indices.reversed() { woven[index].append(generators[index].next()) }
    }
    #expect(woven == apart)
    #expect(Set(apart.joined()).count == 9 * keys.count, "two streams share a number")
  }

  @Test func `a copy goes its own way`() {
    var generator = CounterBasedGenerator(key: 3)
    _ = generator.next()
    var copy = generator
    let numbers = (0..<5).map { _ in generator.next() }
    #expect((0..<5).map { _ in copy.next() } == numbers)
  }
}
