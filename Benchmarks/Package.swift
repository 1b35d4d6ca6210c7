// swift-tools-version: 6.1
import PackageDescription

// Apart from the package itself, so that its users and its tests never build what only measures it.
let package = Package(
  name: "ContrastiveBenchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "ContrastiveTheorems", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // Without its traits, because they count allocations with a library that is not part of a plain system.
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    .target(
      name: "Mixtures",
      dependencies: [
        .product(name: "ContrastiveTheory", package: "ContrastiveTheorems"),
        .product(name: "LinearAlgebra", package: "ContrastiveTheorems"),
      ],
      path: "Mixtures"),

    // Beside the peers: one process that Peers/compare.py starts and stops the clock of.
    .executableTarget(
      name: "measure",
      dependencies: [
        "Mixtures",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "ContrastiveTheory", package: "ContrastiveTheorems"),
        .product(name: "CVectorMath", package: "ContrastiveTheorems"),
        .product(name: "LinearAlgebra", package: "ContrastiveTheorems"),
      ],
      path: "Measure"),

    // Against earlier versions: swift package benchmark --target Losses.
    .executableTarget(
      name: "Losses",
      dependencies: [
        "Mixtures",
        .product(name: "Benchmark", package: "benchmark"),
        .product(name: "ContrastiveTheory", package: "ContrastiveTheorems"),
        .product(name: "LinearAlgebra", package: "ContrastiveTheorems"),
      ],
      path: "Losses",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ]
)
