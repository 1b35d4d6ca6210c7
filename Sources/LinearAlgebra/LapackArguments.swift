import CLAPACKE

// What every call of LAPACK here shares: the characters of its arguments and the reading of its answer.

/// LAPACK's one-letter arguments.
enum Letter {
  /// UPLO: the lower triangle is the one read.
  static let lower = CChar(UInt8(ascii: "L"))
  /// JOBZ: eigenvectors too.
  static let vectors = CChar(UInt8(ascii: "V"))
  /// JOBZ, JOBU, JOBVT: the first min(m, n) singular vectors of both sides.
  static let thin = CChar(UInt8(ascii: "S"))
}

/// The `info` of a LAPACKE call, 0 or positive. Negative is a wrong argument, which the callers here rule out, or
/// LAPACKE's failure to allocate its workspace: as elsewhere in Swift, running out of memory traps.
func answer(of routine: StaticString, _ info: Int32) -> Int {
  precondition(info >= 0, "LAPACK's \(routine) had no memory or a wrong argument (info \(info))")
  return Int(info)
}
