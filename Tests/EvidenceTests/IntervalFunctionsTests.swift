import Foundation
import Testing

@testable import Evidence

/// Elementary functions against references of 60 digits (Tests/Data/elementary-functions.md).
@Suite struct IntervalFunctionsTests {
  struct Function: Sendable, CustomTestStringConvertible {
    let name: String
    /// What the documentation promises at a point, in ulps of the value.
    let ulps: Double
    let value: @Sendable (Interval) -> Interval
    var testDescription: String { name }
  }

  struct Reference {
    let argument, high, low: Double
  }

  private static let functions: [Function] = [
    Function(name: "exp", ulps: 2, value: Interval.exp),
    Function(name: "expMinusOne", ulps: 3, value: Interval.expMinusOne),
    Function(name: "log", ulps: 2, value: { Interval.log($0) }),
    Function(name: "logOnePlus", ulps: 2, value: Interval.log(onePlus:)),
    Function(name: "sin", ulps: 3, value: Interval.sin),
    Function(name: "cos", ulps: 3, value: Interval.cos),
    Function(name: "sinh", ulps: 4, value: Interval.sinh),
    Function(name: "cosh", ulps: 4, value: Interval.cosh),
    Function(name: "tanh", ulps: 7, value: Interval.tanh),
    Function(name: "atan", ulps: 3, value: Interval.atan),
    Function(name: "squareRoot", ulps: 1, value: { $0.squareRoot() }),
  ]

  private static let references: [String: [Reference]] = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Data/elementary-functions.csv")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").reduce(into: [:]) { result, line in
      let fields = line.split(separator: ",")
      let numbers = fields.dropFirst().compactMap { Double($0) }
      guard numbers.count == 3 else { return }
      result[String(fields[0]), default: []].append(
        Reference(argument: numbers[0], high: numbers[1], low: numbers[2]))
    }
  }()

  @Test(arguments: functions) func `An enclosure contains the true value`(_ function: Function) {
    let references = Self.references[function.name] ?? []
    #expect(references.count >= 60)
    for reference in references {
      let value = function.value(Interval(reference.argument))
      #expect(value.containsSum([reference.high, reference.low]), "\(reference), \(value)")
    }
  }

  /// A remainder that is dropped shows in the sharp values before it shows in doubles.
  @Test(arguments: ["sin", "cos", "expMinusOne"]) func `A sharp value contains the true one`(_ name: String) {
    let values: [String: (Double) -> SharpInterval?] = [
      "sin": { SineAndCosine($0)?.sine }, "cos": { SineAndCosine($0)?.cosine },
      "expMinusOne": { ReducedExponential($0)?.excess },
    ]
    // Smaller values are known more sharply than the references; e^x - 1 is the excess up to half of log 2.
    let arguments = name == "expMinusOne" ? 0.1...0.3465 : 0.1...1e5
    for reference in Self.references[name] ?? [] where arguments.contains(reference.argument.magnitude) {
      let value = values[name]?(reference.argument)
      let rest = [reference.high, reference.low, -(value?.high ?? 0)]
      #expect(value?.rest.containsSum(rest) == true, "\(reference)")
    }
  }

  @Test func `The words of log 2 are those of the reference`() {
    let reference = Self.references["log"]?.first { $0.argument == 2 }
    #expect(reference?.high == ReducedExponential.ln2.high)
    #expect(ReducedExponential.ln2.rest.contains(reference?.low ?? .nan))
  }

  @Test(arguments: functions) func `An enclosure is as narrow as documented`(_ function: Function) {
    let largestArgument = ["sin", "cos"].contains(function.name) ? 1e5 : .infinity
    for reference in Self.references[function.name] ?? []
    where reference.argument.magnitude <= largestArgument {
      let value = function.value(Interval(reference.argument))
      #expect(value.width <= function.ulps * reference.high.ulp, "\(reference), \(value)")
    }
  }
}
