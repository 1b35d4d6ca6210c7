import Foundation
import LinearAlgebra

extension LabelledData {
  /// The labels of an image in CIFAR-100.
  public enum CIFAR100Label: String, Sendable, CaseIterable {
    /// One of 100 classes.
    case fine
    /// One of 20 classes, five of the fine ones each.
    case coarse

    /// The place of the byte in a record.
    var offset: Int { self == .coarse ? 0 : 1 }
    var classCount: Int { self == .coarse ? 20 : 100 }
  }

  /// The width and height of an image of CIFAR-100, in pixels.
  public static let cifar100Side = 32

  /// Reads the binary version of CIFAR-100 (Krizhevsky, *Learning multiple layers of features from tiny images*, 2009): a record for
  /// each image, of one byte with the coarse label, one with the fine label and 32 × 32 bytes, row after row, for each of red, green
  /// and blue.
  ///
  /// The columns are named red_0_0 … blue_31_31, colour, row and column; the classes are the numbers of the labels. With a smaller
  /// side every square block of pixels is replaced by its mean. O(3072 n).
  /// - Parameters:
  ///   - nextChunk: gives the next bytes of the file; nil or no bytes at its end.
  ///   - label: which label is the class.
  ///   - side: the width and height of the images in the table: 1, 2, 4, 8, 16 or 32.
  /// - Throws: ``LabelledDataError`` naming the record, or what `nextChunk` throws.
  public init(
    cifar100 nextChunk: @escaping () throws -> Data?, label: CIFAR100Label, side: Int = cifar100Side
  ) throws {
    precondition(side >= 1 && Self.cifar100Side % side == 0, "a side that divides 32")
    let record = 2 + 3 * Self.cifar100Side * Self.cifar100Side
    let width = 3 * side * side
    var rest: [UInt8] = []
    var numbers: [Double] = []
    var labels: [String] = []
    while let chunk = try nextChunk(), !chunk.isEmpty {
      rest += chunk
      var start = 0
      while start + record <= rest.count {
        let found = Int(rest[start + label.offset])
        guard found < label.classCount else {
          throw LabelledDataError.malformedRecord(
            labels.count + 1, found: "the \(label.rawValue) label \(found)",
            expected: "one of 0 to \(label.classCount - 1)")
        }
        guard numbers.count + width <= Self.numberLimit else {
          throw LabelledDataError.tooManyNumbers(columns: width)
        }
        labels.append("\(found)")
        numbers += Self.blockMeans(of: rest[(start + 2)..<(start + record)], side: side)
        start += record
      }
      rest.removeFirst(start)
    }
    guard rest.isEmpty else {
      throw LabelledDataError.malformedRecord(
        labels.count + 1, found: "\(rest.count) bytes at the end of the file", expected: "\(record) bytes")
    }
    guard !labels.isEmpty else {
      throw LabelledDataError.malformedRecord(1, found: "the end of the file", expected: "\(record) bytes")
    }
    self.init(
      columnNames: ["red", "green", "blue"].flatMap { colour in
        (0..<side).flatMap { row in (0..<side).map { "\(colour)_\(row)_\($0)" } }
      },
      values: Matrix(rows: width, columns: labels.count, storage: numbers), labels: labels)
  }

  /// The means over square blocks of pixels, colour by colour and row by row.
  private static func blockMeans(of pixels: ArraySlice<UInt8>, side: Int) -> [Double] {
    let block = cifar100Side / side
    var sums = [Int](repeating: 0, count: 3 * side * side)
    for (place, pixel) in pixels.enumerated() {
      let (row, column) = (place / cifar100Side, place % cifar100Side)
      // The three colours stand below one another: 96 rows of pixels, 3 · side rows of blocks.
      sums[row / block * side + column / block] += Int(pixel)
    }
    return sums.map { Double($0) / Double(block * block) }
  }
}
