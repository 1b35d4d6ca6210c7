import ArgumentParser
import ContrastiveTheory
import Foundation
import LinearAlgebra

/// The value and the gradient of InfoNCE of a batch.
struct Batch: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Value and gradient of InfoNCE of a batch.")

  @Argument(
    help: "r * d numbers of the encoder, then d for each first member, then d for each second: 8 bytes each.")
  var file: String
  @Option(help: "The encoder's rows r.") var rank: Int
  @Option(help: "The dimension d.") var dimension: Int

  struct Result: Encodable {
    let value: Double
    /// r lists of d numbers.
    let gradient: [[Double]]
  }

  func validate() throws {
    guard rank > 0, dimension > 0 else { throw ValidationError("rank and dimension are at least 1") }
  }

  func run() throws {
    let loss = EmpiricalInfoNCE(try pairs())
    let encoder = try encoder()
    try answerEachLine {
      let (value, gradient) = try loss.evaluate(encoder)
      return Result(value: value, gradient: gradient.rowLists)
    }
  }

  private func encoder() throws -> Matrix {
    Matrix(rows: dimension, columns: rank, storage: try numbers(from: 0, count: rank * dimension)).transposed
  }

  private func pairs() throws -> SampledPairs {
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    let size = (attributes[.size] as? NSNumber)?.intValue ?? 0
    let (begun, member) = (8 * rank * dimension, 8 * dimension)
    guard size > begun, (size - begun).isMultiple(of: 2 * member) else {
      throw ValidationError("\(file) has \(size) bytes; expected 8 (r d + 2 n d), n at least 1")
    }
    let n = (size - begun) / (2 * member)
    func members(_ offset: Int) throws -> Matrix {
      Matrix(rows: dimension, columns: n, storage: try numbers(from: offset, count: n * dimension))
    }
    return SampledPairs(first: try members(begun), second: try members(begun + n * member))
  }

  private func numbers(from offset: Int, count: Int) throws -> [Double] {
    let handle = try FileHandle(forReadingFrom: URL(filePath: file))
    defer { try? handle.close() }
    try handle.seek(toOffset: UInt64(offset))
    let data = try handle.read(upToCount: 8 * count) ?? Data()
    guard data.count == 8 * count else {
      throw ValidationError("\(file) ends after \(offset + data.count) bytes; expected \(offset + 8 * count)")
    }
    let numbers = data.withUnsafeBytes { bytes in
      (0..<count).map { bytes.loadUnaligned(fromByteOffset: 8 * $0, as: Double.self) }
    }
    guard numbers.allSatisfy(\.isFinite) else {
      throw ValidationError("\(file) has numbers that are not finite")
    }
    return numbers
  }
}

extension Matrix {
  var rowLists: [[Double]] { (0..<rows).map(row) }
}
