import ContrastiveTheory
import Foundation
import LinearAlgebra
import Testing

@Suite struct `The binary format of CIFAR-100` {
  /// A record: coarse label, fine label, red, green and blue planes; pixel p of plane c is (7 p + 50 c + seed) mod 256.
  private static func record(coarse: UInt8, fine: UInt8, seed: Int) -> Data {
    var bytes = Data([coarse, fine])
    for colour in 0..<3 {
      for pixel in 0..<1024 { bytes.append(UInt8((7 * pixel + 50 * colour + seed) % 256)) }
    }
    return bytes
  }

  private static let images =
    record(coarse: 19, fine: 99, seed: 1) + record(coarse: 0, fine: 3, seed: 2)
    + record(coarse: 19, fine: 5, seed: 3)

  /// The chunks of some bytes.
  private static func read(
    _ bytes: Data, label: LabelledData.CIFAR100Label, side: Int = 32, chunk: Int = 1000
  ) throws -> LabelledData {
    var rest = bytes
    return try LabelledData(
      cifar100: {
        defer { rest = rest.dropFirst(chunk) }
        return Data(rest.prefix(chunk))
      }, label: label, side: side)
  }

  @Test(arguments: [1, 999, 3074, 100_000]) func `every number in its place`(chunk: Int) throws {
    let data = try Self.read(Self.images, label: .fine, chunk: chunk)
    #expect(data.rowCount == 3 && data.columnNames.count == 3072)
    #expect(data.classes.map { data.classNames[$0] } == ["99", "3", "5"])
    for (name, place) in [("red_0_0", 0), ("red_31_31", 1023), ("green_2_5", 69), ("blue_30_1", 961)] {
      let index = try #require(data.columnNames.firstIndex(of: name))
      let colour = name.hasPrefix("red") ? 0 : name.hasPrefix("green") ? 1 : 2
      for image in 0..<3 {
        #expect(data.values[index, image] == Double((7 * place + 50 * colour + image + 1) % 256))
      }
    }
    let coarse = try Self.read(Self.images, label: .coarse, chunk: chunk)
    #expect(coarse.classes.map { coarse.classNames[$0] } == ["19", "0", "19"])
  }

  @Test func `blocks are averaged`() throws {
    let (full, small) = (
      try Self.read(Self.images, label: .fine), try Self.read(Self.images, label: .fine, side: 8)
    )
    #expect(small.columnNames.count == 192)
    let index = try #require(small.columnNames.firstIndex(of: "green_1_6"))
    var sum = 0.0
    for row in 4..<8 {
      for column in 24..<28 {
        let pixel = try #require(full.columnNames.firstIndex(of: "green_\(row)_\(column)"))
        sum += full.values[pixel, 1]
      }
    }
    #expect(small.values[index, 1] == sum / 16)
  }

  @Test func `truncated and wrong files name the record`() throws {
    #expect(
      throws: LabelledDataError.malformedRecord(
        3, found: "3073 bytes at the end of the file", expected: "3074 bytes")
    ) { try Self.read(Self.images.dropLast(), label: .fine) }
    #expect(
      throws: LabelledDataError.malformedRecord(1, found: "the end of the file", expected: "3074 bytes")
    ) { try Self.read(Data(), label: .fine) }
    let wrong = Self.images + Self.record(coarse: 20, fine: 100, seed: 0)
    #expect(
      throws: LabelledDataError.malformedRecord(
        4, found: "the coarse label 20", expected: "one of 0 to 19")
    ) { try Self.read(wrong, label: .coarse) }
    #expect(
      throws: LabelledDataError.malformedRecord(4, found: "the fine label 100", expected: "one of 0 to 99")
    ) { try Self.read(wrong, label: .fine) }
  }
}
