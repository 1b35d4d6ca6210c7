// swift-tools-version: 6.1
import PackageDescription

// A debug build runs the numerics at release speed, compiled file by file, so that an edit takes seconds to build. Unsafe
// flags bar a package from being a versioned dependency, so they are left out in a dependent's checkout, where the numerics
// are built as the dependent says.
let isDependency = Context.packageDirectory.contains("/checkouts/")
let fast: [SwiftSetting] =
  isDependency ? [] : [.unsafeFlags(["-O"], .when(configuration: .debug))]
// Tests of many small files build faster as a whole.
let fastTests: [SwiftSetting] =
  isDependency
  ? []
  : [
    .unsafeFlags(
      ["-O", "-wmo", "-num-threads", "1", "-disable-batch-mode"], .when(configuration: .debug))
  ]
let fastC: [CSetting] =
  isDependency ? [] : [.unsafeFlags(["-O2"], .when(configuration: .debug))]

let package = Package(
  name: "ContrastiveTheorems",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "LinearAlgebra", targets: ["LinearAlgebra"]),
    .library(name: "Evidence", targets: ["Evidence"]),
    .library(name: "ContrastiveTheory", targets: ["ContrastiveTheory"]),
    // With what it exports: whoever imports it is compiled anew when one of these changes.
    .library(
      name: "TheoremTesting",
      targets: ["TheoremTesting", "ContrastiveTheory", "Evidence", "LinearAlgebra"]),
    .executable(name: "theorems", targets: ["theorems"]),
    .plugin(name: "NewTheorem", targets: ["NewTheorem"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.4.5"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.0.1"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    // MARK: Kernel
    .systemLibrary(
      name: "CLAPACKE",
      providers: [.apt(["liblapacke-dev"]), .brew(["lapack"])]),
    .target(name: "LinearAlgebra", dependencies: ["CLAPACKE"], swiftSettings: fast),
    .target(name: "CVectorMath", cSettings: fastC),

    // MARK: Evidence
    .target(name: "Evidence", exclude: ["Ledger/ledger-line.schema.json"], swiftSettings: fast),

    // MARK: Theory
    .target(
      name: "ContrastiveTheory", dependencies: ["CVectorMath", "Evidence", "LinearAlgebra"],
      swiftSettings: fast),

    // MARK: Testing
    .target(
      name: "TheoremTesting", dependencies: ["ContrastiveTheory", "Evidence", "LinearAlgebra"],
      swiftSettings: fast),

    // MARK: Command line
    .executableTarget(
      name: "theorems",
      dependencies: [
        "ContrastiveTheory", "Evidence", "LinearAlgebra",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "Subprocess", package: "swift-subprocess"),
      ],
      resources: [
        .embedInCode("Report/JUnit/junit.mustache"),
        .embedInCode("Report/Pages/page.mustache"),
        .embedInCode("Report/Pages/figure.mustache"),
        .embedInCode("Report/Pages/cell.mustache"),
        .embedInCode("Report/Pages/page.css"),
      ]),

    .plugin(
      name: "NewTheorem",
      capability: .command(
        intent: .custom(
          verb: "new-theorem", description: "Make the file of a new conjecture, or of a proof."),
        permissions: [.writeToPackageDirectory(reason: "makes a file in the tests, or in Proofs")]),
      dependencies: ["theorems"], path: "Sources/NewTheorem"),

    // MARK: Tests
    .testTarget(
      name: "LinearAlgebraTests",
      dependencies: ["LinearAlgebra", .product(name: "Subprocess", package: "swift-subprocess")]),
    .testTarget(
      name: "EvidenceTests", dependencies: ["Evidence", "LinearAlgebra"]),
    .testTarget(
      name: "ContrastiveTheoryTests", dependencies: ["ContrastiveTheory", "CVectorMath", "Evidence"],
      swiftSettings: fastTests),
    .testTarget(
      name: "TheoremTestingTests", dependencies: ["Evidence", "TheoremTesting"]),
    .testTarget(
      name: "CommandLineTests",
      dependencies: [
        "theorems", "ContrastiveTheory", "Evidence",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .testTarget(
      name: "TheoremTests",
      dependencies: ["ContrastiveTheory", "Evidence", "LinearAlgebra", "TheoremTesting"],
      swiftSettings: fastTests),
  ]
)
