/// How many instances shrinking looks at.
let mostShrinkingSteps = 1000

extension Property {
  /// A violation made simpler without making it much smaller: by its choices, from which the family makes the instance again, so
  /// that it stays one of the family. One without choices stays as it is.
  ///
  /// Goes to simpler choices as long as their instance certifies a violation at least half as large as the largest that was seen,
  /// and they are shorter to write: every step shortens the text, so that there is an end.
  /// - Parameter looked: called with the verdict of each instance that is looked at.
  func shrunk(_ found: Trial<Instance>, looked: (Verdict) -> Void = { _ in }) -> Trial<Instance> {
    guard let family, var current = found.specimen.choices else { return found }
    var best = found
    var length = json(Choices(current)).utf8.count
    var largest = -(found.verdict.margin ?? 0)
    var left = mostShrinkingSteps
    var isDone = false
    while !isDone {
      isDone = true
      for candidate in Simplification.candidates(of: current) {
        guard left > 0 else { return best }
        var probe = Draw(nearest: candidate)
        // What was asked for tells how long it is to write, before anything is computed.
        guard (try? family.instance(of: &probe)) != nil else { continue }
        let size = json(Choices(probe.choices)).utf8.count
        guard size < length, let trial = trial(Draw(strictly: Choices(probe.choices))) else { continue }
        left -= 1
        looked(trial.verdict)
        let violation = -(trial.verdict.margin ?? 0)
        guard trial.verdict.outcome == .refuted, violation >= largest / 2 else { continue }
        largest = max(largest, violation)
        (best, current, length, isDone) = (trial, probe.choices, size, false)
        break
      }
    }
    return best
  }
}
