/// Whether things that are looked at one after another are all the same.
struct Sameness {
  private var first: String?
  private var varies = false

  /// A hash of what all are; nil where they differ, or there is none.
  var shared: String? { varies ? nil : first }

  /// Takes in one more, unless it can change nothing.
  mutating func add(_ thing: @autoclosure () -> String) {
    guard !varies else { return }
    let hash = String(fnv1a(thing().utf8), radix: 16)
    varies = first.map { $0 != hash } ?? false
    first = first ?? hash
  }
}
