import Foundation

/// The instances whose choices are like those of one instance, as points: each number of a choice is a coordinate, in which its
/// law is standard normal. Streams stay what they are.
struct SearchSpace: Sendable {
  private let choices: [Choice]
  /// Where the search begins.
  let origin: [Double]

  init(around choices: [Choice]) {
    self.choices = choices
    origin = choices.filter(\.isSearched).flatMap { $0.domain.quantiles(of: $0.value) }.map {
      normalQuantile(Self.inside($0))
    }
  }

  /// The choices at a point. What the family asks for beside them, it draws.
  func choices(at point: [Double]) -> Choices {
    var rest = point[...]
    return Choices(
      choices.map { choice in
        guard choice.isSearched else { return choice }
        var moved = choice
        let width = choice.domain.width
        moved.value = choice.domain.value(
          at: rest.prefix(width).map { Self.inside(erfc(-$0 / 2.0.squareRoot()) / 2) })
        rest = rest.dropFirst(width)
        return moved
      })
  }

  private static func inside(_ u: Double) -> Double { min(max(u, 0x1p-53), 1 - 0x1p-53) }
}

extension Choice { fileprivate var isSearched: Bool { domain != .stream } }
