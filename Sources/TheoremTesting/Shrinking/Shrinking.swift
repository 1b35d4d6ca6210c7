/// Makes a violation simpler without making it much smaller.
struct Shrinking<Instance: Codable & Sendable> {
  private let property: Property<Instance>
  /// When to be content with what was reached.
  private let patience: Duration

  init(_ property: Property<Instance>, patience: Duration = .seconds(10)) {
    (self.property, self.patience) = (property, patience)
  }

  /// Goes from an instance to simpler ones as long as one of them still certifies a violation at least half as large as
  /// the largest that was seen, meets the family's hypotheses, and is shorter as JSON, which is what a reader gets.
  ///
  /// Every step shortens the text, so that there is an end.
  func shrink(_ instance: Instance, _ verdict: Verdict) -> (instance: Instance, verdict: Verdict) {
    let deadline = ContinuousClock.now + patience
    var best = (instance: instance, verdict: verdict, length: json(instance).utf8.count)
    var largest = -(verdict.margin ?? 0)
    while let next = simpler(best.instance).lazy.compactMap({ candidate in
      step(to: candidate, from: best.length, largest: &largest, deadline: deadline)
    }).first {
      best = next
    }
    return (best.instance, best.verdict)
  }

  /// A hypothesis that cannot be computed is not met.
  private func isAdmitted(_ instance: Instance) -> Bool {
    guard let family = property.family else { return true }
    return (try? family.admits(instance)) ?? false
  }

  private func simpler(_ instance: Instance) -> [Instance] {
    ((instance as? any Shrinkable)?.simpler as? [Instance]) ?? []
  }

  private func step(
    to candidate: Instance, from length: Int, largest: inout Double, deadline: ContinuousClock.Instant
  ) -> (instance: Instance, verdict: Verdict, length: Int)? {
    let candidateLength = json(candidate).utf8.count
    guard candidateLength < length, ContinuousClock.now < deadline,
      isAdmitted(candidate)
    else { return nil }
    let verdict = property.verdict(candidate)
    let violation = -(verdict.margin ?? 0)
    guard verdict.outcome == .refuted, violation >= largest / 2 else { return nil }
    largest = max(largest, violation)
    return (candidate, verdict, candidateLength)
  }
}
