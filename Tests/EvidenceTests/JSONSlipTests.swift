import Evidence
import Foundation
import Testing

struct JSONSlipTests {
  @Test(arguments: [
    (#"{"a": 1, "a": 2}"#, "a"), (#"[{"b": {"a": 1, "c": [], "a": 1}}]"#, "a"),
    (#"{"a": 1, "\u0061": 2}"#, "a"),
    (#"{"a:": 1, "a:": 2}"#, "a:"), (#"{"": 1, "": 2}"#, ""), (#"{"\"": 1, "\"": 2}"#, "\""),
    ("{\"e\u{301}\": 1, \"\u{e9}\": 2}", "\u{e9}"),
  ])
  func `a key that stands twice in one object`(_ json: String, _ key: String) {
    #expect(JSONSlip(in: Data(json.utf8)) == .repeatedKey(key))
  }

  @Test(arguments: [("[1,]", 3), (#"{"a": [1], }"#, 11), ("[[1,\n\t]]", 6)])
  func `a comma before a closing bracket`(_ json: String, _ place: Int) {
    #expect(JSONSlip(in: Data(json.utf8)) == .needlessComma(place))
  }

  @Test(arguments: [
    #"{"a": {"a": 1}, "b": [{"a": 1}, {"a": 2}]}"#, #"{"a": "a", "b": ",}"}"#,
    #"{"a": "\"a\": 1, ", "b": 2}"#, "[]", "{}",
    "", "a: 1, a: 2", "]]}", ":::", "\"",
  ])
  func `nothing`(_ json: String) { #expect(JSONSlip(in: Data(json.utf8)) == nil) }
}
