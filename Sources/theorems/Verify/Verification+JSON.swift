import Evidence

// The verification for programs: the same keys always, null where there is no value.

extension Verification: Encodable {
  private enum Key: String, CodingKey {
    case theorems, notHolding, pending, failures, unfinished, breakdowns, unseen, unmatched,
      lostCounterexamples
    case sampledProperties, falseAlarm, interrupted, exitCode, seed, shard, instancesSetting
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(theorems, forKey: .theorems)
    try container.encode(notHolding, forKey: .notHolding)
    try container.encode(pending, forKey: .pending)
    try container.encode(failures, forKey: .failures)
    try container.encode(unfinished, forKey: .unfinished)
    try container.encode(breakdowns, forKey: .breakdowns)
    try container.encode(unseen, forKey: .unseen)
    try container.encode(unmatched, forKey: .unmatched)
    try container.encode(lostCounterexamples.map(\.description), forKey: .lostCounterexamples)
    try container.encode(sampledProperties, forKey: .sampledProperties)
    try container.encode(falseAlarm, forKey: .falseAlarm)
    try container.encode(isInterrupted, forKey: .interrupted)
    try container.encode(exitCode, forKey: .exitCode)
    try container.encode(settings?.seed, forKey: .seed)
    try container.encode(settings?.shard, forKey: .shard)
    try container.encode(settings?.instances, forKey: .instancesSetting)
  }
}

extension Verification.Theorem: Encodable {
  private enum Key: String, CodingKey {
    case id, title, status, verdict, properties, instances, margin, sharpness, grade, coverage, seconds
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(id, forKey: .id)
    try container.encode(title, forKey: .title)
    try container.encode(status, forKey: .status)
    try container.encode(verdict, forKey: .verdict)
    try container.encode(properties, forKey: .properties)
    try container.encode(instances, forKey: .instances)
    try container.encode(margin, forKey: .margin)
    try container.encode(sharpness, forKey: .sharpness)
    try container.encode(grade, forKey: .grade)
    try container.encode(coverage, forKey: .coverage)
    try container.encode(seconds, forKey: .seconds)
  }
}

extension TestEvents.Issue: Encodable {
  private enum Key: String, CodingKey { case theorem, property, place, text }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(theorem, forKey: .theorem)
    try container.encode(property, forKey: .property)
    try container.encode(place, forKey: .place)
    try container.encode(text, forKey: .text)
  }
}
