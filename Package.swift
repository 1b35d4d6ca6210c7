// swift-tools-version: 6.1
import PackageDescription

// A debug build runs the numerics at release speed, each module compiled as a whole: a clean build takes a quarter less time than
// file by file, an edit is built in a quarter of a minute. Unsafe flags bar a package from being a versioned dependency, so they
// are left out in a dependent's checkout, where the numerics are built as the dependent says.
let isDependency = Context.packageDirectory.contains("/checkouts/")
let whole = ["-O", "-wmo", "-num-threads", "2", "-disable-batch-mode"]
let fast: [SwiftSetting] = isDependency ? [] : [.unsafeFlags(whole, .when(configuration: .debug))]
// In tests, generic code is made concrete and calls are inlined, which hand-made loops need, and nothing beyond, which would cost
// their build more than it saves them.
let fastTests: [SwiftSetting] =
  isDependency
  ? []
  : [
    .unsafeFlags(
      whole + ["-Xfrontend", "-disable-llvm-optzns"], .when(configuration: .debug))
  ]
let fastC: [CSetting] =
  isDependency ? [] : [.unsafeFlags(["-O2"], .when(configuration: .debug))]

let package = Package(
  name: "ContrastiveTheorems",
  platforms: [.macOS(.v15)],
  products: [
    // Of any subject, and built without LAPACK.
    .library(name: "RandomNumbers", targets: ["RandomNumbers"]),
    .library(name: "Matrices", targets: ["Matrices"]),
    .library(name: "Evidence", targets: ["Evidence"]),
    // A library's target stands with those that it exports: whoever imports it is compiled anew when one of these changes.
    .library(
      name: "TheoremTesting", targets: ["TheoremTesting", "Evidence", "Matrices", "RandomNumbers"]),
    .executable(name: "theorems", targets: ["theorems"]),
    // Of contrastive learning.
    .library(name: "CVectorMath", targets: ["CVectorMath"]),
    .library(name: "LinearAlgebra", targets: ["LinearAlgebra", "Matrices"]),
    .library(name: "ContrastiveTheory", targets: ["ContrastiveTheory"]),
    .library(
      name: "MixtureFamilies", targets: ["MixtureFamilies", "ContrastiveTheory", "LinearAlgebra"]),
    .executable(name: "fisher", targets: ["fisher"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.0.1"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    // MARK: Numbers
    .target(name: "RandomNumbers", swiftSettings: fast),
    .target(name: "Matrices", dependencies: ["RandomNumbers"], swiftSettings: fast),

    // MARK: The engine
    .target(name: "Evidence", exclude: ["Ledger/ledger-line.schema.json"], swiftSettings: fast),
    .target(
      name: "TheoremTesting", dependencies: ["Evidence", "Matrices", "RandomNumbers"],
      swiftSettings: fast),

    // MARK: The theory
    .target(name: "CVectorMath", cSettings: fastC),
    .systemLibrary(
      name: "CLAPACKE",
      providers: [.apt(["liblapacke-dev"]), .brew(["lapack"])]),
    .target(
      name: "LinearAlgebra", dependencies: ["CLAPACKE", "CVectorMath", "Matrices", "RandomNumbers"],
      swiftSettings: fast),
    .target(
      name: "ContrastiveTheory",
      dependencies: ["CVectorMath", "Evidence", "LinearAlgebra", "RandomNumbers"], swiftSettings: fast),
    .target(
      name: "MixtureFamilies", dependencies: ["ContrastiveTheory", "LinearAlgebra", "TheoremTesting"],
      swiftSettings: fast),

    // MARK: Command lines
    .target(
      name: "Terminal",
      dependencies: [.product(name: "ArgumentParser", package: "swift-argument-parser")],
      swiftSettings: fast),
    .executableTarget(
      name: "theorems",
      dependencies: [
        "Evidence", "Terminal",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "Subprocess", package: "swift-subprocess"),
      ],
      resources: [
        .embedInCode("Report/JUnit/junit.mustache"),
        .embedInCode("Report/Pages/page.mustache"),
        .embedInCode("Report/Pages/item.mustache"),
        .embedInCode("Report/Pages/overview.mustache"),
        .embedInCode("Report/Pages/matrix.mustache"),
        .embedInCode("Report/Pages/theorem.mustache"),
        .embedInCode("Report/Pages/property.mustache"),
        .embedInCode("Report/Pages/figure.mustache"),
        .embedInCode("Report/Pages/cell.mustache"),
        .embedInCode("Report/Pages/page.css"),
      ]),
    .executableTarget(
      name: "fisher",
      dependencies: [
        "ContrastiveTheory", "Evidence", "LinearAlgebra", "Terminal",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // MARK: Tests
    .testTarget(name: "RandomNumbersTests", dependencies: ["LinearAlgebra", "RandomNumbers"]),
    .testTarget(name: "MatricesTests", dependencies: ["Matrices", "RandomNumbers"]),
    .testTarget(
      name: "LinearAlgebraTests",
      dependencies: [
        "LinearAlgebra", "RandomNumbers", .product(name: "Subprocess", package: "swift-subprocess"),
      ],
      swiftSettings: fastTests),
    .testTarget(name: "EvidenceTests", dependencies: ["Evidence", "RandomNumbers"]),
    .testTarget(
      name: "ContrastiveTheoryTests",
      dependencies: ["ContrastiveTheory", "CVectorMath", "Evidence", "LinearAlgebra", "RandomNumbers"],
      swiftSettings: fastTests),
    // With what these export: else an edit there leaves objects of before, of another layout.
    .testTarget(
      name: "TheoremTestingTests",
      dependencies: [
        "ContrastiveTheory", "Evidence", "LinearAlgebra", "Matrices", "MixtureFamilies", "RandomNumbers",
        "TheoremTesting",
      ]),
    .testTarget(
      name: "MixtureFamiliesTests",
      dependencies: ["ContrastiveTheory", "LinearAlgebra", "MixtureFamilies", "TheoremTesting"]),
    .testTarget(
      name: "CommandLineTests",
      dependencies: [
        "theorems", "Evidence", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .testTarget(
      name: "TheoremTests",
      dependencies: [
        "ContrastiveTheory", "Evidence", "LinearAlgebra", "MixtureFamilies", "TheoremTesting",
      ],
      swiftSettings: fastTests),
  ]
)
