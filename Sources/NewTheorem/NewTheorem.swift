import Foundation
import PackagePlugin

/// `swift package new-theorem "Title"`: `theorems new`, in the package that the plugin is used in.
@main
struct NewTheorem: CommandPlugin {
  func performCommand(context: PluginContext, arguments: [String]) async throws {
    let program = Process()
    program.executableURL = try context.tool(named: "theorems").url
    program.arguments = ["new"] + arguments
    program.currentDirectoryURL = context.package.directoryURL
    try program.run()
    program.waitUntilExit()
    guard program.terminationStatus == 0 else {
      // What is wrong was said on standard error.
      Foundation.exit(program.terminationStatus)
    }
  }
}
