import Mustache

/// The templates of the report, which are a part of the program.
struct Templates {
  private let library: MustacheLibrary

  /// - Throws: what the parser says of a template.
  init() throws {
    MustacheContentTypes.register(Markup(), named: "MARKUP")
    MustacheContentTypes.register(PageText(), named: "PAGE")
    let sources = [
      "page": PackageResources.page_mustache, "item": PackageResources.item_mustache,
      "overview": PackageResources.overview_mustache, "matrix": PackageResources.matrix_mustache,
      "figure": PackageResources.figure_mustache, "theorem": PackageResources.theorem_mustache,
      "property": PackageResources.property_mustache, "cell": PackageResources.cell_mustache,
      "junit": PackageResources.junit_mustache,
    ]
    library = MustacheLibrary(
      templates: try sources.mapValues { try MustacheTemplate(string: String(decoding: $0, as: UTF8.self)) })
  }

  func render(_ content: Any, with name: String) -> String {
    guard let text = library.render(content, withTemplate: name) else {
      preconditionFailure("no template \(name)")
    }
    return text
  }
}
