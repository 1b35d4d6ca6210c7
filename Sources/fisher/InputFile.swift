import Foundation

/// A file of the user, read chunk by chunk.
struct InputFile {
  /// What is wrong with a file as such.
  struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
  }

  enum Format { case json, csv, cifar100, numPy }

  /// The largest JSON file, in bytes: a shared covariance of 4096 dimensions has about as many.
  static let jsonLimit = 1 << 28
  /// The largest file of NumPy, in bytes: twice the numbers that a table may have.
  static let numPyLimit = 1 << 30

  let format: Format
  /// What to do where the name tells another format than the first character does; a name of a column may begin with any.
  let nameHint: String?
  private let handle: FileHandle
  private let firstChunk: Data
  /// The number of bytes, where the system knows it.
  private let size: Int?

  /// The path that stands for standard input.
  static let standardInput = "-"

  /// Opens a file and reads its beginning.
  /// - Throws: ``Failure``.
  init(path: String) throws {
    let isStandardInput = path == Self.standardInput
    // By the path as it was typed: Foundation takes `..` for the folder before it in the text, also where that is a link.
    let descriptor = isStandardInput ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure(of: POSIXError.last) }
    handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: !isStandardInput)
    firstChunk = try Self.chunk(of: handle)
    var status = stat()
    size = !isStandardInput && fstat(descriptor, &status) == 0 ? Int(status.st_size) : nil
    let name = URL(typed: path).pathExtension.lowercased()
    // Without a byte order mark.
    let start = firstChunk.begins(with: "\u{ef}\u{bb}\u{bf}") ? firstChunk.dropFirst(3) : firstChunk
    // An archive, with files in it or without, or an array.
    let isNumPy = ["PK\u{3}\u{4}", "PK\u{5}\u{6}", "\u{93}NUMPY"].contains(where: start.begins)
    if let kind = ForeignFormat(of: start, isBinary: isNumPy || name == "bin") {
      throw Failure(kind.description)
    }
    let first = start.first { !" \t\r\n".utf8.contains($0) }
    let beginsAsJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    nameHint =
      switch name {
      case "json" where !isNumPy && first != nil && !beginsAsJSON:
        "the name ends in .json, and the file does not begin as JSON does: CSV is read by a name that ends in .csv"
      case "csv" where beginsAsJSON, "tsv" where beginsAsJSON:
        "the name ends in .\(name), and the file begins as JSON does: a mixture is read by a name that ends in .json"
      default: nil
      }
    switch name {
    // Whatever its name, it is no text.
    case "json" where isNumPy, "csv" where isNumPy, "tsv" where isNumPy: format = .numPy
    case "json": format = .json
    case "csv", "tsv": format = .csv
    case "bin": format = .cifar100
    case "npy", "npz": format = .numPy
    default:
      format = beginsAsJSON ? .json : isNumPy ? .numPy : .csv
    }
  }

  /// A function that gives the chunks one after another, then nil.
  var chunks: () throws -> Data? {
    var first: Data? = firstChunk
    return { [handle] in
      if let chunk = first {
        first = nil
        return chunk
      }
      let chunk = try Self.chunk(of: handle)
      return chunk.isEmpty ? nil : chunk
    }
  }

  /// The whole file.
  /// - Throws: ``Failure``, also when it has more than `limit` bytes.
  func contents(limit: Int) throws -> Data {
    let tooLarge = Failure("the file is too large: expected at most \(limit >> 20) MB")
    if let size, size > limit { throw tooLarge }
    let next = chunks
    var contents = Data()
    while let chunk = try next(), !chunk.isEmpty {
      contents += chunk
      guard contents.count <= limit else { throw tooLarge }
    }
    return contents
  }

  /// The next bytes, none at the end of the file only.
  private static func chunk(of handle: FileHandle) throws -> Data {
    var chunk = Data(count: 1 << 18)
    var count = 0
    while count < chunk.count {
      let found = chunk.withUnsafeMutableBytes { bytes in
        read(handle.fileDescriptor, bytes.baseAddress.map { $0 + count }, bytes.count - count)
      }
      if found > 0 {
        count += found
      } else if found == 0 {
        break
      } else if errno == EAGAIN {
        // Another program made the pipe one that does not wait.
        var ready = pollfd(fd: handle.fileDescriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&ready, 1, -1)
      } else if errno != EINTR {
        throw failure(of: POSIXError.last)
      }
    }
    return chunk.prefix(count)
  }

  private static func failure(of error: any Error) -> Failure {
    Failure("cannot be read: \(reason(of: error))")
  }

  /// Why the system did not do what was asked for.
  static func reason(of error: any Error) -> String {
    let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError ?? error as NSError
    return cause.domain == NSPOSIXErrorDomain
      ? String(cString: strerror(Int32(truncatingIfNeeded: cause.code))) : cause.localizedDescription
  }
}

extension POSIXError {
  /// Why the last call of the system failed.
  static var last: POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
}

extension URL {
  /// A path as the system takes it: Foundation reads a tilde as somebody's home, which is the shell's affair.
  init(typed path: String) { self.init(filePath: path.hasPrefix("~") ? "./" + path : path) }
}
