import Evidence
import Foundation
import LinearAlgebra

/// A minimum of a loss over a number t > 0 between two numbers where the loss is larger.
public struct BracketedMinimum: Sendable {
  /// A number and the loss there.
  public typealias Point = (t: Double, loss: Estimate)

  public let low: Point
  /// The lowest of the losses that were computed.
  public let best: Point
  public let high: Point

  /// "The loss has a local minimum between low and high": it is continuous, and certainly larger at either end.
  public var verdict: Verdict {
    Verdict.less(best.loss, than: low.loss).and(.less(best.loss, than: high.loss))
  }
}

extension CosineInfoNCE {
  /// The best stretch t of a second output: a minimum over encoders with the rows a and t b, which for t = 0 see a alone
  /// (theory: T64).
  ///
  /// A scan of log t, and then golden sections of the interval around its lowest value until its ends are a factor of 1.1
  /// apart. That no other minimum lies between the points of the scan is not certified.
  /// - Parameters:
  ///   - first: a, 1 × d.
  ///   - second: b, 1 × d, not a multiple of a.
  ///   - range: where t is looked for.
  ///   - points: how many the scan takes, at least 3.
  /// - Returns: nil where the lowest value of the scan is at one of its ends.
  /// - Throws: as ``value(_:)``. Cost: some twenty losses.
  public func bestStretch(
    _ first: Matrix, _ second: Matrix, in range: ClosedRange<Double>, points: Int = 12
  ) throws -> BracketedMinimum? {
    precondition(points >= 3 && range.lowerBound > 0, "three positive numbers or more")
    func point(_ logarithm: Double) throws -> BracketedMinimum.Point {
      let t = exp(logarithm)
      let rows = [first.row(0), second.row(0).map { t * $0 }]
      return (t, try value(Matrix(rowVectors: rows)))
    }
    let (start, end) = (log(range.lowerBound), log(range.upperBound))
    let scan = try (0..<points).map { try point(start + (end - start) * Double($0) / Double(points - 1)) }
    guard let lowest = scan.indices.min(by: { scan[$0].loss.value < scan[$1].loss.value }),
      lowest > 0, lowest < points - 1
    else { return nil }
    var (low, best, high) = (scan[lowest - 1], scan[lowest], scan[lowest + 1])
    let golden = (3 - 5.0.squareRoot()) / 2
    while high.t > 1.1 * low.t {
      // Into the wider of the two parts.
      let isUp = high.t * low.t > best.t * best.t
      let next = try point(log(best.t) + golden * log((isUp ? high.t : low.t) / best.t))
      switch (next.loss.value < best.loss.value, isUp) {
      case (true, true): (low, best) = (best, next)
      case (true, false): (high, best) = (best, next)
      case (false, true): high = next
      case (false, false): low = next
      }
    }
    return BracketedMinimum(low: low, best: best, high: high)
  }
}
