import Evidence
import Testing

@Suite struct `Series of shards` {
  @Test func `are joined by name and outcome`() {
    func shard(_ index: Int, _ series: [LedgerLine.Series]) -> LedgerLine {
      var line = LedgerLine.sample(planned: 2)
      line.shard = .init(index: index, count: 2)
      line.series = series
      return line
    }
    func series(_ outcome: Verdict.Outcome?, _ points: [[Double]]) -> LedgerLine.Series {
      .init(name: "s", axes: ["x", "y"], outcome: outcome, points: points)
    }
    let merged = LedgerLine.merged([
      shard(1, [series(.holds, [[3, 1]]), series(nil, [[9, 9]])]),
      shard(2, [series(.refuted, [[2, 1]]), series(.holds, [[1, 1]])]),
    ])
    #expect(
      merged.map(\.series) == [
        [series(.holds, [[1, 1], [3, 1]]), series(nil, [[9, 9]]), series(.refuted, [[2, 1]])]
      ])
  }
}
