// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "GradientDescent",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "ContrastiveTheorems", path: "../..")],
  targets: [
    .testTarget(
      name: "GradientDescentTests",
      dependencies: [.product(name: "TheoremTesting", package: "ContrastiveTheorems")])
  ]
)
