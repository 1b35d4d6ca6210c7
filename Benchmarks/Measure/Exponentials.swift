import ArgumentParser
import CVectorMath
import Dispatch
import Foundation

/// The exponentials of a batch's n² scores and nothing else: the floor under the time of its loss.
struct Exponentials: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The exponentials of the scores of a batch, alone.")

  @Argument(help: "The number of pairs n.") var count: Int

  struct Result: Encodable {
    let sum: Double
  }

  func validate() throws {
    guard count > 0 else { throw ValidationError("expected at least one pair") }
  }

  func run() throws {
    // As large as scores are, and as many as stay in a cache of level 1.
    let tile = (0..<min(count * count, 1024)).map { 8 * sin(Double($0)) }
    try answerEachLine { Result(sum: sum(tile)) }
  }

  /// The sum of n² exponentials, on all processors, as a batch's loss takes them.
  private func sum(_ tile: [Double]) -> Double {
    let threads = ProcessInfo.processInfo.activeProcessorCount
    var sums = [Double](repeating: 0, count: threads)
    sums.withUnsafeMutableBufferPointer { sums in
      // Each thread writes to its own element only.
      nonisolated(unsafe) let own = sums
      DispatchQueue.concurrentPerform(iterations: threads) { thread in
        var scores = tile
        let end = (thread + 1) * count * count / threads
        var sum = 0.0
        for start in stride(from: thread * count * count / threads, to: end, by: tile.count) {
          for index in tile.indices { scores[index] = tile[index] }
          sum += vector_exponentials(&scores, min(tile.count, end - start), 0)
        }
        own[thread] = sum
      }
    }
    return sums.reduce(0, +)
  }
}
