import Foundation

/// What a path leads to, links followed: reading from anything else may wait for ever.
enum FileKind: Equatable {
  /// Tells a folder from every other, whatever paths lead to it.
  struct Identity: Hashable {
    fileprivate let device: UInt64
    fileprivate let number: UInt64
  }

  case file
  case folder(Identity)

  /// Nil for what is neither, or is not there.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: self = .file
    case S_IFDIR: self = .folder(Identity(device: UInt64(status.st_dev), number: UInt64(status.st_ino)))
    default: return nil
    }
  }
}
