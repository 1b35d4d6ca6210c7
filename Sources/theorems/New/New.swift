import ArgumentParser
import Evidence
import Foundation
import Terminal

/// `theorems new`: makes the one file that a conjecture is, or that a proof is.
struct New: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make the file of a new conjecture, or of a theorem's proof.",
    discussion: """
      Examples:
        theorems new "Balanced mixtures span F"           a conjecture with the next free id
        theorems new "Balanced mixtures span F" --proof   a proof to be written, with the theorem's statement
        theorems new T81 --proof                          the same by its id

      Nothing is ever overwritten.
      """)

  @Argument(help: ArgumentHelp("What the conjecture is called.", valueName: "title"))
  var title: String

  @Flag(help: "Make the proof of a theorem that there is, named by its title or its id.")
  var proof = false

  @Option(
    help: ArgumentHelp(
      "The folder for the file; by default that of the test target that states theorems.", valueName: "folder"
    ),
    completion: .directory)
  var into: String?

  func validate() throws {
    if proof, into != nil {
      throw ValidationError("--into: a proof stands in Proofs, under the theorem's name")
    }
  }

  func run() throws {
    let package = try PackageUnderTest.current
    let files = try TheoremFiles(in: package)
    try show(proof ? makeProof(files) : makeConjecture(files))
  }

  private func makeConjecture(_ files: TheoremFiles) throws(NewError) -> String {
    let title = try TheoremTitle(title)
    if let same = files.theorems.first(where: { title.isSame(as: $0.title) }) {
      throw .duplicate(title: same.title, path: files.path(of: same.file))
    }
    let id = files.nextID
    let folder: URL
    if let into { folder = URL(fileURLWithPath: into) } else { folder = try files.target }
    let file = folder.appendingPathComponent("\(id)_\(title.stem).swift")
    let template = files.drawMixtures ? Template.conjectureOnMixtures : Template.conjecture
    try write(template(id, title.text), to: file, files)
    return """
      \(files.path(of: file)) is new. It fails until it states something:
        1. write the statement, as a /// comment right before @Suite;
        2. make the claim and the family say what you mean; show of each hypothesis that it cannot be dropped;
        3. swift run theorems verify --filter \(id)
           swift run theorems search \(id) --seconds 60      looks for a counterexample
        4. with a proof, change .open to .proved, then
           swift run theorems new \(id) --proof
      """
  }

  private func makeProof(_ files: TheoremFiles) throws(NewError) -> String {
    guard
      let theorem = files.theorems.first(where: { $0.id == title || $0.title == title })
        ?? (try? TheoremTitle(title)).flatMap({ title in
          files.theorems.first { title.isSame(as: $0.title) }
        })
    else { throw .noTheorem(title) }
    guard let statement = theorem.statement else { throw .noStatement(path: files.path(of: theorem.file)) }
    let file = TheoremFile.proof(of: theorem.file, in: files.root)
    let folder = file.deletingLastPathComponent()
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch { throw .unwritable(path: files.path(of: folder), reason: error.localizedDescription) }
    try write(
      Template.proof(of: theorem, statement: statement, test: files.path(of: theorem.file)), to: file, files)
    return """
      \(files.path(of: file)) is new, with the statement of \(theorem.id). Write its steps. The two statements must stay the same,
      word for word; swift run theorems verify --filter \(theorem.id) compares them once the status is not open.
      """
  }

  private func write(_ text: String, to file: URL, _ files: TheoremFiles) throws(NewError) {
    do {
      try Data(text.utf8).write(to: file, options: .withoutOverwriting)
    } catch CocoaError.fileWriteFileExists {
      throw .exists(path: files.path(of: file))
    } catch {
      throw .unwritable(path: files.path(of: file), reason: error.localizedDescription)
    }
  }
}
