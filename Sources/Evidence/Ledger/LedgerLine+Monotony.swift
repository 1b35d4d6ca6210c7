extension LedgerLine {
  /// Of so many instances not all are the same by chance, unless nearly all of the family are.
  package static let manyInstances = 40
  /// Likewise of violations, each of which an instance was found for.
  private static let manyViolations = 10

  /// Why instances, however many, tell little: most are rejected, or they, or what they came to, are all the same; nil for nothing.
  var monotony: String? {
    let drawn = instances + rejected
    // More than a half, as certainly as a sampled check says anything; all that a finite family has is what it is.
    if rejected > 0, !isListed,
      Binomial.interval(successes: rejected, trials: drawn, miss: FalseAlarm.ofCheck).lowerBound > 0.5
    {
      return "the family rejects \(rejected) of the \(drawn) instances that it draws"
    }
    // Of few instances all of them.
    if violations >= min(Self.manyViolations, max(2, instances)), sameViolation != nil {
      return "the \(violations) violations are all the same: they do not depend on the instance"
    }
    guard instances >= Self.manyInstances else { return nil }
    if sameInstance != nil { return "the \(instances) instances are all the same" }
    return sameVerdict == nil
      ? nil : "the verdicts on \(instances) instances are all the same: they do not depend on the instance"
  }
}
