import RandomNumbers

/// How well k-means finds the classes in representations of data that it did not see the classes of.
///
/// A split halves the rows at random, class by class. Each representation is found from the first half, k-means with as many
/// clusters as there are classes runs on the second, and its clusters are compared with the classes there.
public struct ClusteringExperiment: Sendable {
  public let data: LabelledData
  /// δ of InfoNCE's pairs, in [0, 1].
  public let bias: Double
  /// The number of coordinates r of every representation but the raw one, 1 … K − 1; a split with fewer columns has fewer.
  public let dimension: Int

  /// - Parameters:
  ///   - data: K classes, at least two, of at least 4 rows: with one a class in a half clusters would be single rows, and agree.
  ///   - bias: in [0, 1].
  ///   - dimension: at least 1; nil takes K − 1, and more than that, or than there are columns, changes nothing.
  /// - Throws: ``LabelledDataError/oneClass(_:)``, ``LabelledDataError/tooFewRows(_:found:)``,
  ///   ``PairsError/biasOutOfRange(_:)``.
  public init(_ data: LabelledData, bias: Double, dimension: Int? = nil) throws {
    guard data.classNames.count > 1 else { throw LabelledDataError.oneClass(data.classNames.first ?? "") }
    guard bias >= 0, bias <= 1 else { throw PairsError.biasOutOfRange(bias) }
    for (name, size) in zip(data.classNames, data.classSizes) where size < 4 {
      throw LabelledDataError.tooFewRows(name, found: size)
    }
    let useful = min(data.classNames.count - 1, data.values.rows)
    (self.data, self.bias, self.dimension) = (data, bias, min(dimension ?? useful, useful))
  }

  /// The agreement of clusters and classes in one split, for each method. All methods have the same split, and k-means the same
  /// stream of random numbers.
  /// - Parameters:
  ///   - methods: those that are asked for.
  ///   - key: the split, its pairs and the seeds of k-means are functions of it.
  /// - Throws: ``LabelledDataError``, ``BatchError``, ``RepresentationOverflow``, `LinearAlgebraError`.
  public func agreements(
    of methods: [Representations.Method] = Representations.Method.allCases, split key: UInt64
  ) throws -> [Representations.Method: ClusterAgreement] {
    var splitting = CounterBasedGenerator(key: key, stream: 1)
    let (training, test) = data.halves(using: &splitting)
    var pairing = CounterBasedGenerator(key: key, stream: 2)
    let representations = try Representations(of: training, dimension: dimension, bias: bias, using: &pairing)
    var agreements: [Representations.Method: ClusterAgreement] = [:]
    for method in methods {
      let points = try representations.points(method, of: test)
      guard points.isFinite else { throw RepresentationOverflow(method: method) }
      var seeding = CounterBasedGenerator(key: key, stream: 3)
      let clusters = KMeans(points, clusters: data.classNames.count, using: &seeding).assignments
      agreements[method] = ClusterAgreement(clusters, test.classes)
    }
    return agreements
  }
}

/// A row of the half that is clustered is so far from the half that the representation was found from that its coordinates overflow.
public struct RepresentationOverflow: Error, Equatable, Sendable, CustomStringConvertible {
  public let method: Representations.Method

  public var description: String {
    "found a row whose \(method.rawValue) representation overflows, expected rows of one order of magnitude"
  }
}
