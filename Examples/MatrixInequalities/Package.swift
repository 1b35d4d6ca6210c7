// swift-tools-version: 6.1
import PackageDescription

// A package as somebody else would write it: its theorems are about something else, and TheoremTesting checks them.
let package = Package(
  name: "MatrixInequalities",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "ContrastiveTheorems", path: "../..")],
  targets: [
    .testTarget(
      name: "InequalityTests",
      dependencies: [.product(name: "TheoremTesting", package: "ContrastiveTheorems")])
  ]
)
