import ArgumentParser
import ContrastiveTheory
import Evidence
import LinearAlgebra
import Terminal

/// `fisher FILE`: what InfoNCE, LDA and PCA find on the user's mixture or data. Exit codes: 0 analysed, 2 usage or bad input.
@main
struct Fisher: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fisher",
    abstract: "Compare InfoNCE, LDA and PCA on a mixture or on labelled data.",
    discussion: """
      FILE is a Gaussian mixture in JSON, or labelled data in CSV, in NumPy's .npz or .npy or in CIFAR-100's binary version, \
      told by its name or its first characters; - reads all but the last from standard input.

      A mixture has the keys weights (K numbers that sum to 1), means (K lists of d numbers), covariance_type and \
      covariances: "tied" (one d x d matrix, a list of rows), "full" (K such matrices), "diag" (K lists of d \
      variances) or "spherical" (K variances). Python writes a fitted GaussianMixture g of scikit-learn as one:

        json.dump(vars(g), open("g.json", "w"), default=lambda a: a.tolist())

      Weights that sum to 1 only within 1e-6, and covariances whose halves differ by up to 1e-5 of the largest entry, as \
      numbers of 32 bits do, are rounded, and a note says so; --strict refuses them.

      Labelled data have a line of column names and rows of numbers; --label names the column of the class. Cells are set \
      apart by commas, or by semicolons or tabs where the first line has no comma. --no-header reads rows without a line \
      of names, whose columns are 1, 2, 3 and so on. NumPy's files are read too: .npz with arrays X (rows by columns) and \
      y, or the one that --label names, as numpy.savez(file, X=X, y=y) writes them; .npy with a table whose columns are 1, \
      2, 3 and so on. Every \
      column is standardised (mean 0, variance 1). The classes become the components: weights n_k/n, means of the \
      classes, and one covariance, pooled within the classes (divided by n). Constant columns, and columns that are a \
      linear combination of earlier ones, are dropped and named. If the pooled covariance is then still singular, the \
      classes differ in a direction in which none of them has any spread: Fisher's criterion is infinite there and the \
      data are refused. Nothing is ever added to the covariance to make it regular. At most 4096 columns and 67108864 \
      numbers are read, and at most 2048 columns and 256 classes analysed.

      The mixture is centred, since InfoNCE with inner products is not translation invariant. The optimum of the \
      population loss is computed with a certificate: a bound on its distance from the true one. "contained" says \
      whether the row space of the optimal encoder lies in the Fisher subspace, "spans" whether it is all of it; \
      either is holds, refuted or inconclusive. Where the covariance is shared the first is a theorem (T10), on which it \
      rests where the certificate is coarser than --resolution; the second rests on the certificate, or on T27. With more than six classes \
      or so the integrals have too many dimensions for a rule and are sampled on all cores: the certificate is then coarser and \
      holds but for a probability of 1e-12, and the reason tells how many directions are certainly kept.

      --json prints one object: dimension, components, bias, conditionNumber, fisher {dimension, basis: a list of \
      vectors}, infonce {loss, gram: a list of rows, rank, whitenedEigenvalues, certificate {distance, terms}}, angles \
      {infonce, pca, lda} in degrees, verdict {contained, spans}, reasons, leak and weakest {amount, direction}, agreement, \
      ownCovariances (of at most six classes and 64 columns), starts {count, losses, isGlobal, lowerBound}, hypotheses, \
      notes, and columns, classes, classSizes, dropped. A number that is undefined or not finite is null; what a subject, or its \
      options, do not have is left out.

      --clusters halves the rows at random twenty times, class by class, and finds from one half min(K - 1, d, --rank) \
      coordinates by InfoNCE (on pairs drawn by label with the bias), LDA and PCA. k-means runs on the other half, with \
      as many clusters as classes, and is compared with the classes: ARI, NMI (arithmetic mean) and AMI, with 95% \
      bootstrap intervals over the halves. Every class needs 4 rows, and of more than 32768 none is clustered. --json then has clusters {splits, dimension, \
      confidence, methods, differences}; where a half has no such coordinates, a note says why in its place.

      --html writes a page that needs no network: the data (of many rows 1500 at random), or the components, in the planes of the two leading \
      discriminants, of what InfoNCE keeps and of the two leading principal components; and the lengths of the encoder's \
      rows at biases from 0 to 1.

      With --rank below the dimension of the Fisher subspace the loss has local minima: the best of several starts is \
      shown. For one row where the Fisher subspace is a plane its loss is certified as the least, to 2e-6 of it, and not otherwise.

      A file whose name ends in .bin is CIFAR-100 in its binary version: --label is fine or coarse, and --image-side 8 \
      replaces 4 x 4 pixels by their mean, so that 192 columns are left of 3072.

      The exit code is 0 when the file was analysed, whatever the verdicts, and 2 for bad input.

      EXAMPLES:
        fisher Tests/Data/wine.csv --label class
        fisher Tests/Data/iris.csv --label class --bias 0.35 --json
        fisher measured.csv --no-header --label 5
        fisher mixture.json --bias 0.5 --rank 2
        fisher Tests/Data/iris.csv --label class --clusters
        fisher Tests/Data/wine.csv --label class --html wine.html
        fisher - --label class < Tests/Data/iris.csv
      """,
    version: programVersion)

  @Argument(
    help: "A mixture (JSON) or labelled data (CSV, .npz, .npy); - for standard input.", completion: .file())
  var file: String

  @Option(
    parsing: .unconditional,
    help:
      "The probability, in [0, 1], that the second point of a pair is drawn from the component of the first.")
  var bias = 1.0

  @Option(parsing: .unconditional, help: "The number of rows of the encoder, at least 1. (default: d)")
  var rank: Int?

  @Option(parsing: .unconditional, help: "The column of labelled data that holds the class.")
  var label: String?

  @Flag(help: "Read CSV without a line of column names; the columns are called 1, 2, 3 and so on.")
  var noHeader = false

  @Option(
    parsing: .unconditional,
    help: "The largest error, relative to the optimum, to within which \"contained\" may hold.")
  var resolution = Verdict.resolution

  @Flag(help: "Refuse a mixture whose numbers were rounded to 32 bits.")
  var strict = false

  @Flag(help: "Compare k-means on the representations with the classes of labelled data.")
  var clusters = false

  @Option(
    parsing: .unconditional,
    help: "The width of CIFAR-100's images after averaging blocks: 1, 2, 4, 8, 16 or 32. (default: 32)")
  var imageSide: Int?

  @Option(help: "Write a page with pictures of the data and of what the bias does.", completion: .file())
  var html: String?

  @Flag(help: "Print JSON.")
  var json = false

  static func main() {
    prepareStandardStreams()
    do {
      let isText = (0..<Int(CommandLine.argc)).allSatisfy { index in
        CommandLine.unsafeArgv[index].map { String(validatingCString: $0) != nil } ?? true
      }
      // Repaired it would be the name of another file.
      guard isText else {
        throw ValidationError(
          "found an argument that is no UTF-8; expected UTF-8: fisher - < FILE reads any name")
      }
      var command = try parseAsRoot()
      try command.run()
    } catch {
      end(with: error)
    }
  }

  func validate() throws {
    guard !file.isEmpty else {
      throw ValidationError("<file>: found an empty name, expected that of a file, or - for standard input")
    }
    guard bias >= 0, bias <= 1 else {
      throw ValidationError("--bias: found \(bias), expected a number in [0, 1]")
    }
    guard resolution > 0, resolution < 1 else {
      throw ValidationError("--resolution: found \(resolution), expected a number between 0 and 1")
    }
    if let rank, rank < 1 {
      throw ValidationError("--rank: found \(rank), expected a whole number of at least 1")
    }
    if let html { try Picture.check(path: html, input: file) }
    if let imageSide, ![1, 2, 4, 8, 16, 32].contains(imageSide) {
      throw ValidationError("--image-side: found \(imageSide), expected one of 1, 2, 4, 8, 16, 32")
    }
  }

  func run() throws {
    let name = file == InputFile.standardInput ? "standard input" : file
    let subject: Subject
    let experiment: ClusteringExperiment?
    do {
      let source = try withProgress("reading \(name)") {
        try Source(path: file, label: label, hasHeader: !noHeader, isStrict: strict, imageSide: imageSide)
      }
      subject = try withProgress("estimating the covariance within the classes") { try Subject(source) }
      guard !clusters || subject.data != nil else {
        throw InputFile.Failure(
          "--clusters: found a mixture (JSON), which has no rows to cluster; expected labelled data")
      }
      if clusters, let rows = subject.data?.rowCount, rows > Subject.clusteredRowLimit {
        throw InputFile.Failure(
          "--clusters: found \(rows) rows, expected at most \(Subject.clusteredRowLimit): twenty times k-means on half of "
            + "them takes minutes; draw some of the rows at random, or leave out --clusters")
      }
      experiment =
        try clusters ? subject.data.map { try ClusteringExperiment($0, bias: bias, dimension: rank) } : nil
    } catch {
      throw InputFile.Failure("\(name): \(error)")
    }
    // A mixture that is valid, but whose numbers are so far apart that double precision does not hold what follows.
    func inDoublePrecision<Result>(_ body: () throws -> Result) throws -> Result {
      do { return try body() } catch {
        let reason =
          error is LinearAlgebraError
          ? "its numbers are too many orders of magnitude apart, or from 1 (\(error))" : "\(error)"
        throw InputFile.Failure("\(name): cannot be analysed in double precision: \(reason)")
      }
    }
    // A bias of -0 is 0, also in what is printed.
    let inspection = try inDoublePrecision {
      try withProgress("minimising InfoNCE") {
        try Verdict.$resolution.withValue(resolution) { try Inspection(subject, bias: abs(bias), rank: rank) }
      }
    }
    let comparison = experiment.map { experiment in
      Result { try ClusterComparison(experiment) }.mapError(ClusterComparison.Missing.init)
    }
    if let html {
      let page = try inDoublePrecision {
        try withProgress("drawing") {
          try Picture(of: name, inspection, table: inspection.table(of: name, comparison), comparison)
        }
      }
      try page.write(to: html)
    }
    try json ? emit(inspection.json(comparison)) : show(inspection.table(of: name, comparison))
  }
}
