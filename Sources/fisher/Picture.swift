import ArgumentParser
import ContrastiveTheory
import Foundation
import LinearAlgebra
import Terminal

/// One page of HTML that needs no network and no scripts: what LDA, InfoNCE and PCA keep, side by side, and what the bias does.
struct Picture {
  let html: String

  /// - Parameters:
  ///   - table: the inspection as text.
  ///   - clusters: the comparison of clusters, where there is one.
  init(
    of file: String, _ inspection: Inspection, table: String,
    _ clusters: Result<ClusterComparison, ClusterComparison.Missing>?
  ) throws {
    let mixture = inspection.mixture
    let sweep = try BiasSweep(inspection)
    let points: (Matrix, [Int])?
    let names: [String]
    let count = inspection.subject.data?.rowCount ?? 0
    switch inspection.subject {
    case .mixture:
      points = nil
      names = (0..<mixture.componentCount).map { "component \($0)" }
    case .data(let data, let classes):
      points = (classes.coordinates(of: data), data.classes)
      names = data.classNames
    }
    let panels = try Plane.planes(of: inspection).map { plane in
      let scatter = Scatter(plane: plane, mixture: mixture, names: names, points: points)
      return "<figure>\(scatter.svg)<figcaption><b>\(plane.title)</b>: \(plane.caption)</figcaption></figure>"
    }
    let key = names.prefix(20).enumerated().map { index, name in
      "<span><i style='background:\(Palette.colour(index))'></i>\(name.asMarkup)</span>"
    }
    let more = names.count > 20 ? "<span>and \(names.count - 20) more</span>" : ""
    html = """
      <!DOCTYPE html>
      <html lang='en'><head><meta charset='utf-8'><meta name='viewport' content='width=device-width'>
      <title>\(file.asMarkup): what InfoNCE, LDA and PCA find</title><style>\(Self.style)</style></head><body>
      <h1>\(file.asMarkup)</h1>
      <p class='key'>\(key.joined())\(more)</p>
      <div class='row'>\(panels.joined(separator: "\n"))</div>
      <p>Each plane has one scale for both axes, and each its own; they are turned so that they compare. An ellipse is one standard deviation\
      \(points == nil ? " of a component" : " of the pooled covariance") around a mean.\
      \(count > Scatter.pointLimit ? " \(Scatter.pointLimit) of \(count) rows are shown, chosen at random." : "")</p>
      <h2>What the bias does</h2>
      <figure class='wide'>\(sweep.svg)<figcaption>The rows of the optimal encoder, longest first: their lengths where the
      within-class covariance is the identity. A row at zero is a direction that InfoNCE leaves out.\
      \(sweep.isOfStarts ? " With fewer rows than the Fisher subspace has dimensions it is the best of several descents." : "")\
      \(sweep.isCut ? " Half a minute was not enough for every bias." : "")</figcaption></figure>
      \((try? clusters?.get()).map { "<h2>Clusters</h2>\n\($0.html)" } ?? "")
      <h2>In words</h2>
      <pre>\(table.asMarkup)</pre>
      </body></html>

      """
  }

  /// Refuses a path that no file can be at, that of the data and that of what is printed, before anything is computed.
  static func check(path: String, input: String) throws {
    if path == InputFile.standardInput || path.isEmpty || path.hasSuffix("/") {
      throw ValidationError("--html: found \"\(path)\", expected the path of a file; /dev/stdout is one")
    }
    // As the system takes it: `..` after a link is not the folder before it in the text.
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    guard let parent = FileStatus(of: folder), parent.kind == S_IFDIR else {
      throw ValidationError("--html: \(path) cannot be written: there is no folder \(folder)")
    }
    guard let page = FileStatus(of: path) else { return }
    guard page.kind != S_IFDIR else {
      throw ValidationError("--html: found the folder \(path), expected the path of a file")
    }
    // A pipe or a terminal takes the page beside what else is written into it; a file is replaced.
    guard page.kind == S_IFREG else { return }
    let data = input == InputFile.standardInput ? FileStatus(of: STDIN_FILENO) : FileStatus(of: input)
    guard page != data else {
      throw ValidationError(
        "--html: \(path) is the input, which the page would replace; expected another file")
    }
    for (name, stream) in [("standard output", STDOUT_FILENO), ("standard error", STDERR_FILENO)]
    where page == FileStatus(of: stream) {
      throw ValidationError(
        "--html: \(path) is the file that \(name) goes to, which the page would replace; expected another file"
      )
    }
  }

  /// Writes the page: a file whole or not at all, where a link leads to; into what is no file, as a pipe, as it comes.
  func write(to path: String) throws {
    let data = Data(html.utf8)
    let isNew = access(path, F_OK) != 0
    do {
      // Makes a file where there is none, also where a link leads to.
      let descriptor = open(path, O_WRONLY | O_CREAT, 0o666)
      guard descriptor >= 0 else { throw POSIXError.last }
      let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
      var status = stat()
      guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
        return try handle.write(contentsOf: data)
      }
      guard let name = realpath(path, nil) else { throw POSIXError.last }
      defer { free(name) }
      let file = URL(filePath: String(cString: name))
      do { try data.write(to: file, options: .atomic) } catch {
        if isNew { try? FileManager.default.removeItem(at: file) }
        throw error
      }
      // The new file has the rights of the old one.
      try FileManager.default.setAttributes(
        [.posixPermissions: Int(status.st_mode & 0o7777)], ofItemAtPath: file.path)
    } catch {
      throw InputFile.Failure("--html: \(path) cannot be written: \(InputFile.reason(of: error))")
    }
  }

  private static let style = """
    :root { color-scheme: light dark; --ink: #1c1e21; --page: #fff; --faint: #d5d8dc; }
    @media (prefers-color-scheme: dark) { :root { --ink: #e6e6e6; --page: #16181b; --faint: #3a3e44; } }
    body { font: 15px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--page); max-width: 66rem; margin: 2rem auto; padding: 0 1rem; }
    h1 { font-size: 1.4rem; overflow-wrap: anywhere; } h2 { font-size: 1.1rem; margin-top: 2rem; }
    .row { display: flex; flex-wrap: wrap; gap: 1rem; } figure { margin: 0; flex: 1 1 18rem; } .wide { max-width: 36rem; }
    .key span { margin-right: 1rem; white-space: nowrap; } .key i { display: inline-block; width: .7em; height: .7em; border-radius: 50%; margin-right: .3em; }
    svg { width: 100%; height: auto; } .frame { fill: none; stroke: var(--faint); } .dot { opacity: .55; }
    .spread { fill: none; stroke-width: 1.5; vector-effect: non-scaling-stroke; } .mean { stroke: var(--page); stroke-width: 1.5; }
    .grid { stroke: var(--faint); } .curve { fill: none; stroke-width: 2; } text { font-size: 11px; fill: var(--ink); }
    table { border-collapse: collapse; } td, th { padding: .2rem .8rem; text-align: left; border-bottom: 1px solid var(--faint); }
    pre { overflow-x: auto; font-size: 13px; }
    """
}

/// Which file something is.
private struct FileStatus: Equatable {
  /// S_IFREG, S_IFDIR and so on.
  let kind: mode_t
  private let device: dev_t
  private let number: ino_t

  /// - Returns: nil where there is none, or the system does not tell.
  init?(of path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  init?(of descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  private init(_ status: stat) {
    (kind, device, number) = (status.st_mode & S_IFMT, status.st_dev, status.st_ino)
  }
}
