import ArgumentParser
import Evidence
import Foundation
import Terminal

/// `theorems init`: makes a package whose one file is a theorem.
struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a package of your own, with a first theorem.",
    discussion: """
      Examples:
        theorems init ../my-paper        a package in a new folder
        theorems init .                  in this one

      Nothing is ever overwritten.
      """)

  @Argument(help: ArgumentHelp("The package's folder.", valueName: "folder"), completion: .directory)
  var folder: String

  @Option(
    help: ArgumentHelp(
      "The package of TheoremTesting, as the manifest is to name it: a folder, or an address; by default the folder that this program was built in.",
      valueName: "place"))
  var dependency: String?

  func run() throws {
    let root = URL(fileURLWithPath: folder).standardizedFileURL
    let name = root.lastPathComponent
    guard name.contains(where: \.isLetter) else {
      throw NewError.title(found: name, expected: "a folder whose name has letters")
    }
    // Also the module of its tests.
    let words = name.split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
    let stem = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    guard stem.first?.isLetter == true else {
      throw NewError.title(found: name, expected: "a folder whose name begins with a letter")
    }
    let target = "\(stem)Tests"
    let files = [
      ("Package.swift", Template.manifest(name: stem, target: target, dependency: try place)),
      ("Tests/\(target)/T1_GradientDescent.swift", Template.gradientDescent),
      (".gitignore", ".build/\n"),
    ]
    for (path, _) in files
    where FileManager.default.fileExists(atPath: root.appendingPathComponent(path).path) {
      throw NewError.exists(path: root.appendingPathComponent(path).path)
    }
    for (path, text) in files {
      let file = root.appendingPathComponent(path)
      do {
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file, options: .withoutOverwriting)
      } catch {
        throw NewError.unwritable(path: file.path, reason: error.localizedDescription)
      }
    }
    try show(
      """
      \(name) is a package with one theorem, Tests/\(target)/T1_GradientDescent.swift. In its folder
        swift run theorems verify                 what it comes to
        swift run theorems new "My conjecture"    one of your own
      """)
  }

  /// As an argument of the manifest's dependency.
  private var place: String {
    get throws {
      if let dependency {
        return dependency.contains("://")
          ? "url: \"\(dependency)\", branch: \"main\"" : "path: \"\(dependency)\""
      }
      let program = Bundle.main.executableURL?.resolvingSymlinksInPath()
      guard let package = program.flatMap(TheoremFile.package(above:)) else {
        throw ValidationError("--dependency: this program lies in no package; name the one of TheoremTesting")
      }
      return "path: \"\(package.path)\""
    }
  }
}
