import Dispatch
import Foundation

/// Threads that share the work of a call.
struct Workers {
  let count: Int

  /// - Parameters:
  ///   - wanted: the number of threads; nil takes one for each core, at most 16.
  ///   - tasks: that are to be shared: no more threads are taken.
  init(_ wanted: Int?, tasks: Int) {
    count = max(min(wanted ?? min(ProcessInfo.processInfo.activeProcessorCount, 16), tasks), 1)
  }

  /// What each of the tasks comes to, in their order, whoever was first.
  func map<Result>(_ tasks: Int, _ body: @Sendable (Int) -> Result) -> [Result] {
    var results = [Result?](repeating: nil, count: tasks)
    results.withUnsafeMutableBufferPointer { results in
      // Each thread writes to its own elements only.
      nonisolated(unsafe) let own = results
      DispatchQueue.concurrentPerform(iterations: count) { worker in
        for task in stride(from: worker, to: tasks, by: count) { own[task] = body(task) }
      }
    }
    return results.compactMap(\.self)
  }
}
