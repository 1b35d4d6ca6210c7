#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The lock on a ledger that its one writer holds: a POSIX record lock, which ends with the process however
/// that ends, and which tells who holds it.
///
/// It is advisory, does not bar the process that holds it, and is lost when that process closes any
/// descriptor of the file.
package enum LedgerLock {
  /// Takes the lock on a file that is open for writing, or returns false at once when another process holds
  /// it.
  /// - Throws: `LedgerLock.Failure` when the file system has no locks.
  package static func take(_ descriptor: Int32) throws(Failure) -> Bool {
    var lock = wholeFile
    while fcntl(descriptor, F_SETLK, &lock) != 0 {
      switch errno {
      case EACCES, EAGAIN: return false
      case EINTR: continue
      default: throw Failure(code: errno)
      }
    }
    return true
  }

  /// The other process that holds the lock on an open file; nil when none does.
  package static func holder(_ descriptor: Int32) -> Int32? {
    var lock = wholeFile
    guard fcntl(descriptor, F_GETLK, &lock) == 0, lock.l_type != Int16(F_UNLCK) else { return nil }
    return lock.l_pid
  }

  /// Why a file cannot be locked.
  package struct Failure: Error, CustomStringConvertible {
    let code: Int32

    package var description: String { String(cString: strerror(code)) }
  }

  private static var wholeFile: flock {
    var lock = flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_whence = Int16(SEEK_SET)
    return lock
  }
}
