import ContrastiveTheory
import Foundation
import LinearAlgebra
import RandomNumbers
import Testing

/// Rounding of a few sums over n rows of standardised numbers.
private func rounding(_ n: Int) -> Double { 8 * Double(n) * .ulpOfOne }

@Suite struct `The mixture of labelled data` {
  /// Rows of K normal classes with columns of many scales.
  private static func data(_ key: UInt64, d: Int = 4, sizes: [Int] = [30, 20, 10]) -> LabelledData {
    var generator = CounterBasedGenerator(key: key, stream: 61)
    let n = sizes.reduce(0, +)
    let classes = sizes.enumerated().flatMap { Array(repeating: $0.offset, count: $0.element) }
    let centres = Matrix.normal(rows: d, columns: sizes.count, using: &generator)
    let mixing = Matrix.normal(rows: d, columns: d, using: &generator)
    let noise = mixing * Matrix.normal(rows: d, columns: n, using: &generator)
    return LabelledData(
      columnNames: (0..<d).map { "x\($0)" },
      values: Matrix(rows: d, columns: n) { row, point in
        pow(100, Double(row)) * (noise[row, point] + 3 * centres[row, classes[point]] + 7)
      },
      labels: classes.map { "class \($0)" })
  }

  private static func file(_ name: String) throws -> LabelledData {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let handle = try FileHandle(forReadingFrom: folder.appending(path: "Data/\(name).csv"))
    return try LabelledData(csv: { try handle.read(upToCount: 1 << 16) }, label: "class")
  }

  private static func with(_ data: LabelledData, _ name: String, at index: Int, _ column: [Double])
    -> LabelledData
  {
    var names = data.columnNames
    var rows = (0..<names.count).map { data.values.row($0) }
    names.insert(name, at: index)
    rows.insert(column, at: index)
    return LabelledData(
      columnNames: names, values: Matrix(rowVectors: rows), labels: data.classes.map { data.classNames[$0] })
  }

  @Test func `its total covariance is the correlation matrix of the columns`() throws {
    let data = Self.data(1)
    let mixture = try ClassMixture(data).mixture
    let n = Double(data.rowCount)
    // Pearson's formula, column by column, on the numbers as they are.
    let columns = (0..<4).map { data.values.row($0) }
    func covariance(_ x: [Double], _ y: [Double]) -> Double {
      let (meanX, meanY) = (x.reduce(0, +) / n, y.reduce(0, +) / n)
      return zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) } / n
    }
    let correlation = Matrix(rows: 4, columns: 4) { i, j in
      covariance(columns[i], columns[j])
        / (covariance(columns[i], columns[i]) * covariance(columns[j], columns[j])).squareRoot()
    }
    #expect((mixture.totalCovariance - correlation).largestEntry <= rounding(data.rowCount))
    #expect(mixture.mean.allSatisfy { abs($0) <= rounding(data.rowCount) })
    #expect(mixture.weights == data.classSizes.map { Double($0) / n })
  }

  @Test func `its within-class covariance is that of the differences inside the classes`() throws {
    let data = Self.data(2)
    let within = try ClassMixture(data).mixture.withinClassCovariance
    // No mean of a class enters here: W = Σₖ Σᵢⱼ (xᵢ − xⱼ)(xᵢ − xⱼ)ᵀ / (2 n nₖ).
    let scales = (0..<4).map { row in
      let column = data.values.row(row)
      let mean = column.reduce(0, +) / Double(column.count)
      return (column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(column.count)).squareRoot()
    }
    var sum = Matrix(rows: 4, columns: 4)
    for i in 0..<data.rowCount {
      for j in 0..<data.rowCount where data.classes[i] == data.classes[j] {
        let share = 1 / Double(2 * data.rowCount * data.classSizes[data.classes[i]])
        let difference = Matrix(rows: 4, columns: 1) { row, _ in
          (data.values[row, i] - data.values[row, j]) / scales[row]
        }
        sum += share * difference.timesTranspose(difference)
      }
    }
    #expect((within - sum).largestEntry <= rounding(data.rowCount))
  }

  @Test func `Fisher's iris has the discriminants of the literature`() throws {
    let mixture = try ClassMixture(Self.file("iris")).mixture
    // The eigenvalues of W⁻¹ B, printed to these digits wherever linear discriminant analysis is taught on iris.
    let eigenvalues = try SymmetricDefinitePencil(
      mixture.betweenClassCovariance, mixture.withinClassCovariance
    ).values
    #expect(abs(eigenvalues[3] - 32.1919) <= 0.00005)
    #expect(abs(eigenvalues[2] - 0.2854) <= 0.00005)
  }

  @Test func `units, origins and the order of rows do not matter`() throws {
    let data = Self.data(3)
    let reference = try ClassMixture(data).mixture
    let units = [1e-150, 1e150, -3, 1e-300]
    let order = Array((0..<data.rowCount).reversed())
    let moved = LabelledData(
      columnNames: data.columnNames,
      values: Matrix(rows: 4, columns: data.rowCount) { units[$0] * data.values[$0, order[$1]] },
      labels: order.map { data.classNames[data.classes[$0]] })
    let mixture = try ClassMixture(moved).mixture
    // The classes now appear in the opposite order, and the third column has changed its sign.
    let signs = units.map { $0 < 0 ? -1.0 : 1 }
    #expect(mixture.weights == reference.weights.reversed())
    for i in 0..<4 {
      for k in 0..<3 {
        let difference = mixture.means[i, k] - signs[i] * reference.means[i, 2 - k]
        #expect(abs(difference) <= rounding(60))
      }
      for j in 0..<4 {
        let difference =
          mixture.withinClassCovariance[i, j] - signs[i] * signs[j] * reference.withinClassCovariance[i, j]
        #expect(abs(difference) <= rounding(60))
      }
    }
  }

  @Test func `constant and dependent columns are dropped by name and change nothing else`() throws {
    let data = Self.data(4)
    let reference = try ClassMixture(data)
    #expect(reference.constantColumns.isEmpty && reference.dependentColumns.isEmpty)
    let (x0, x1, x3) = (data.values.row(0), data.values.row(1), data.values.row(3))
    var wide = data
    wide = Self.with(wide, "all 0.1", at: 0, x0.map { _ in 0.1 })
    wide = Self.with(wide, "0.1 to rounding", at: 2, x0.indices.map { $0 % 2 == 0 ? 0.1 + 0.2 : 0.3 })
    wide = Self.with(wide, "sum", at: 5, zip(x0, x1).map { $0 + $1 })
    wide = Self.with(wide, "other unit", at: 7, x3.map { 1.8 * $0 + 32 })
    let found = try ClassMixture(wide)
    #expect(found.constantColumns == ["all 0.1", "0.1 to rounding"])
    #expect(found.dependentColumns == ["sum", "other unit"])
    #expect(found.columnNames == ["x0", "x1", "x2", "x3"])
    #expect(found.mixture == reference.mixture)
  }

  @Test func `a column far from zero keeps its digits`() throws {
    let data = Self.data(14)
    let counts = (0..<data.rowCount).map { Double($0 * $0 % 47) }
    // Exact: whole numbers below 2⁵³, as times in microseconds are.
    let (near, far) = (Self.with(data, "near", at: 4, counts), counts.map { 1e15 + 3 * $0 })
    let reference = try ClassMixture(near)
    let both = try ClassMixture(Self.with(near, "far", at: 5, far))
    #expect(both.dependentColumns == ["far"] && both.mixture == reference.mixture)
    let alone = try ClassMixture(Self.with(data, "far", at: 4, far)).mixture
    #expect((alone.means - reference.mixture.means).largestEntry <= rounding(60))
    let difference = alone.withinClassCovariance - reference.mixture.withinClassCovariance
    #expect(difference.largestEntry <= rounding(60))
  }

  @Test func `a column that is almost, but not to rounding, a combination is kept`() throws {
    let data = Self.data(5)
    let x0 = data.values.row(0)
    let scale = x0.reduce(0) { max($0, abs($1)) }
    let near = Self.with(data, "near", at: 4, x0.enumerated().map { $1 + 1e-5 * scale * Double($0 % 7) })
    let found = try ClassMixture(near)
    #expect(found.columnNames.contains("near"))
    #expect(found.dependentColumns.isEmpty)
  }

  @Test func `digits has three constant columns, wine and iris have none`() throws {
    #expect(try ClassMixture(Self.file("digits")).constantColumns == ["pixel_0_0", "pixel_4_0", "pixel_4_7"])
    for name in ["wine", "iris"] {
      let found = try ClassMixture(Self.file(name))
      #expect(found.constantColumns.isEmpty && found.dependentColumns.isEmpty)
    }
  }

  @Test func `classes that differ without any spread inside are refused`() throws {
    let data = Self.data(6)
    let indicator = Self.with(data, "code", at: 1, data.classes.map { Double($0) / 3 })
    #expect(
      throws: LabelledDataError.noSpreadWithinClasses(
        constant: ["code"], isExact: true, rows: 60, classes: 3, columns: 5)
    ) { try ClassMixture(indicator) }

    // A spread of 1e-18 is one.
    let near = Self.with(
      data, "code", at: 1, zip(data.values.row(0), data.classes).map { $1 == 0 ? 1e-18 * $0 : Double($1) })
    let hidingSpread = LabelledDataError.noSpreadWithinClasses(
      constant: ["code"], isExact: false, rows: 60, classes: 3, columns: 5)
    #expect(throws: hidingSpread) { try ClassMixture(near) }
    #expect("\(hidingSpread)".hasSuffix(" beside the distance of the classes, to rounding"))

    // The same in a combination of two columns: neither is constant within a class.
    let hidden = Self.with(
      data, "hidden", at: 4, zip(data.values.row(0), data.classes).map { $0 + 10 * Double($1) })
    #expect(
      throws: LabelledDataError.noSpreadWithinClasses(
        constant: [], isExact: false, rows: 60, classes: 3, columns: 5)
    ) { try ClassMixture(hidden) }

    let few = Self.data(7, d: 4, sizes: [2, 2, 2])
    #expect(
      throws: LabelledDataError.noSpreadWithinClasses(
        constant: [], isExact: true, rows: 6, classes: 3, columns: 4)
    ) { try ClassMixture(few) }
    let fewer = Self.data(7, d: 8, sizes: [1, 1])
    #expect(
      throws: LabelledDataError.noSpreadWithinClasses(
        constant: ["x0"], isExact: true, rows: 2, classes: 2, columns: 1)
    ) { try ClassMixture(fewer) }
  }

  @Test func `by sampling alone variances of classes differ by what is told`() throws {
    for (d, sizes) in [(4, [50, 50, 50]), (12, [40, 40, 30]), (16, [30, 40])] {
      let told = ClassMixture.sampledVarianceRatios(sizes: sizes, dimension: d)
      var (low, high) = (0.0, 0.0)
      for seed in 0..<6 {
        let found = try ClassMixture(Self.data(UInt64(seed), d: d, sizes: sizes)).varianceRatios
        low += (found.map(\.lowerBound).min() ?? 0) / 6
        high += (found.map(\.upperBound).max() ?? 0) / 6
      }
      // The law is that of many dimensions, and the extremes are those of several classes.
      #expect(abs(low - told.lowerBound) < 0.1, "\(low), \(told)")
      #expect(abs(high - told.upperBound) < 0.15 * high, "\(high), \(told)")
      // No class has more than all that there is.
      #expect(told.upperBound <= Double(sizes.reduce(0, +)) / Double(sizes.min() ?? 1))
    }
  }

  @Test func `a class of one row is fine where the others have spread`() throws {
    let found = try ClassMixture(Self.data(8, sizes: [30, 20, 1]))
    #expect(found.mixture.weights[2] == 1.0 / 51)
    #expect(found.varianceRatios[2] == 0...0)
  }

  @Test func `one class, and columns that do not vary, are refused`() {
    #expect(throws: LabelledDataError.oneClass("class 0")) { try ClassMixture(Self.data(9, sizes: [30])) }
    let constant = LabelledData(
      columnNames: ["a"], values: Matrix(rows: 1, columns: 4, repeating: 3), labels: ["u", "u", "v", "v"])
    #expect(throws: LabelledDataError.allConstant) { try ClassMixture(constant) }
  }

  @Test func `a class without spread along some direction is singular, in whatever order the rows are`()
    throws
  {
    var generator = CounterBasedGenerator(key: 11, stream: 61)
    let cloud = Matrix.normal(rows: 3, columns: 400, using: &generator)
    let classes = (0..<400).map { $0 % 2 }
    // Inside the second class a column that is constant, and one that is a combination of the others.
    let flat = Matrix(rows: 3, columns: 400) { $0 == 1 && classes[$1] == 1 ? 0.1 : cloud[$0, $1] }
    let bent = Matrix(rows: 3, columns: 400) {
      $0 == 2 && classes[$1] == 1 ? cloud[0, $1] - 3 * cloud[1, $1] + 0.1 : cloud[$0, $1]
    }
    for values in [flat, bent] {
      for _ in 0..<20 {
        let order = (0..<400).shuffled(using: &generator)
        let data = LabelledData(
          columnNames: ["a", "b", "c"], values: Matrix(rows: 3, columns: 400) { values[$0, order[$1]] },
          labels: order.map { "class \(classes[$0])" })
        let mixture = try ClassMixture(data)
        let ratios = mixture.varianceRatios[data.classNames[0] == "class 1" ? 0 : 1]
        #expect(ratios.lowerBound == 0)
        #expect(throws: LabelledDataError.singularClass("class 1")) { try mixture.withOwnCovariances(data) }
      }
    }
    let (regular, few) = (Self.data(12), Self.data(13, sizes: [30, 4]))
    #expect(try ClassMixture(regular).withOwnCovariances(regular).sharedCovariance == nil)
    #expect(throws: LabelledDataError.singularClass("class 1")) {
      try ClassMixture(few).withOwnCovariances(few)
    }
  }

  @Test func `variance ratios are 1 for equal classes and follow a scale`() throws {
    var generator = CounterBasedGenerator(key: 10, stream: 61)
    let cloud = Matrix.normal(rows: 3, columns: 40, using: &generator)
    func mixture(scale: Double) throws -> ClassMixture {
      let second = scale * cloud
      return try ClassMixture(
        LabelledData(
          columnNames: ["a", "b", "c"],
          values: cloud.besides(Matrix(rows: 3, columns: 40) { second[$0, $1] + 5 }),
          labels: (0..<80).map { $0 < 40 ? "u" : "v" }))
    }
    for (scale, expected) in [(1.0, [1.0, 1.0]), (3, [0.2, 1.8])] {
      let found = try mixture(scale: scale)
      // W is (1 + s²)/2 times the first covariance.
      let condition = try SingularValues(of: found.mixture.withinClassCovariance).values
      let error = rounding(80) * condition[0] / condition[2]
      for (range, ratio) in zip(found.varianceRatios, expected) {
        #expect(abs(range.lowerBound - ratio) <= error && abs(range.upperBound - ratio) <= error)
      }
    }
  }
}
