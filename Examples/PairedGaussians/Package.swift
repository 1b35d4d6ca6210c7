// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "PairedGaussians",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "ContrastiveTheorems", path: "../..")],
  targets: [
    .testTarget(
      name: "PairedGaussiansTests",
      dependencies: [
        .product(name: "TheoremTesting", package: "ContrastiveTheorems"),
        .product(name: "LinearAlgebra", package: "ContrastiveTheorems"),
        .product(name: "ContrastiveTheory", package: "ContrastiveTheorems"),
      ])
  ]
)
