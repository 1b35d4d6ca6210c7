import Foundation

@testable import TheoremTesting

@Suite struct `Settings of a run` {
  @Test(arguments: [
    ("THEOREM_SEED", ["-1", "x", "4294967296", ""]), ("THEOREM_INSTANCES", ["0", "-3", "many", "1.5"]),
    ("THEOREM_SHARD", ["4/3", "0/3", "1", "1/2/3", "a/b", ""]),
    ("THEOREM_SEARCH", ["nan", "0", "-1", "inf", "1e300", "x", ""]), ("THEOREM_REPLAY", [""]),
  ])
  func `that do not parse are refused by name`(_ variable: String, _ values: [String]) {
    for value in values {
      let error = #expect(throws: SettingsError.self) { try Settings(environment: [variable: value]) }
      #expect(error?.description.hasPrefix("\(variable): found \"\(value)\", expected ") == true)
    }
  }

  @Test func `are as they are set`() throws {
    let none = try Settings(environment: ["PATH": "/bin"])
    #expect(
      none.seed == 0 && none.instances == nil && none.mode == .check
        && none.shard == .init(index: 1, count: 1))
    let epoch = #expect(throws: SettingsError.self) { try Settings(environment: ["THEOREM_EPOCH": "0"]) }
    #expect(
      epoch?.description
        == "THEOREM_EPOCH: found \"0\", expected no such variable: it is THEOREM_SEED now")
    let some = try Settings(environment: [
      "THEOREM_SEED": "4294967295", "THEOREM_INSTANCES": "7", "THEOREM_SHARD": "2/3",
      "THEOREM_SEARCH": "1.5",
    ])
    #expect(some.seed == 4_294_967_295 && some.instances == 7 && some.shard == .init(index: 2, count: 3))
    #expect(some.mode == .search(seconds: 1.5))
    let replay = try Settings(environment: ["THEOREM_REPLAY": "a.json"])
    #expect(replay.mode == .replay(URL(fileURLWithPath: "a.json")))
    #expect(throws: SettingsError.self) {
      try Settings(environment: ["THEOREM_REPLAY": "a.json", "THEOREM_SEARCH": "1"])
    }
  }
}
