import TheoremTesting

/// A theorem without a test.
@Suite(.theorem(.open))
struct `T107 is empty` {}
