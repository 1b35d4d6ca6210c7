import Evidence

extension Verification {
  /// What rests on an author's word, or is less than usual, though it passes: what a reviewer looks at first. A line for each kind.
  var assertions: [String] {
    let kinds: [(String, (LedgerLine) -> String?)] = [
      (
        "of a resolution coarser than a millionth",
        { $0.resolution > Verdict.resolution ? shortDecimal($0.resolution) : nil }
      ),
      ("of few instances", { $0.isSampledFew ? "\($0.instances)" : nil }),
      (
        "of families that reject a tenth and more of what they draw",
        { line in
          let share = Double(line.rejected) / Double(max(1, line.instances + line.rejected))
          return share >= 0.1 ? share.percent() : nil
        }
      ),
      (
        "with choices on which nothing depends",
        { $0.idle?.isEmpty == false ? $0.idle?.joined(separator: ", ") : nil }
      ),
    ]
    return kinds.compactMap { kind, value in
      let found = judged.compactMap { line in value(line).map { "\(line.theorem), \(line.property) (\($0))" }
      }
      guard !found.isEmpty else { return nil }
      let shown = found.prefix(10).map { "  \($0)" }
      let rest = found.count > shown.count ? ["  and \(found.count - shown.count) more"] : []
      return (["to be looked at, \(kind):"] + shown + rest).joined(separator: "\n")
    }
  }
}

extension LedgerLine {
  /// Whether it speaks of all instances of a family, by fewer than show that they are not all alike.
  fileprivate var isSampledFew: Bool {
    claim.isOfEveryInstance && !isSearch && shard == .whole
      && (1..<LedgerLine.manyInstances).contains(instances)
  }
}
