import Mustache

/// The templates of the report, which are a part of the program.
enum Templates {
  /// - Throws: what the parser says of a template.
  static func render(_ content: Any, with name: String) throws -> String {
    MustacheContentTypes.register(Markup.text, named: "MARKUP")
    let sources = [
      "page": PackageResources.page_mustache, "figure": PackageResources.figure_mustache,
      "cell": PackageResources.cell_mustache, "junit": PackageResources.junit_mustache,
    ]
    let library = MustacheLibrary(
      templates: try sources.mapValues { try MustacheTemplate(string: String(decoding: $0, as: UTF8.self)) })
    guard let text = library.render(content, withTemplate: name) else {
      preconditionFailure("no template \(name)")
    }
    return text
  }
}
