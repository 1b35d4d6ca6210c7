import Dispatch
import Terminal

/// Runs a task, and says on standard error what is going on, how far it is, when it takes more than 2 seconds.
func withProgress<Result>(
  _ task: @autoclosure @escaping @Sendable () -> String, _ body: () throws -> Result
) rethrows -> Result {
  let start = ContinuousClock.now
  let timer = DispatchSource.makeTimerSource(queue: .global())
  timer.schedule(deadline: .now() + 2, repeating: 10)
  timer.setEventHandler {
    let seconds = (ContinuousClock.now - start).components.seconds
    tell("\(task()) (\(seconds) s)")
  }
  timer.resume()
  defer { timer.cancel() }
  return try body()
}
