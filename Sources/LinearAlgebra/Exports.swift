// Whoever factors matrices needs them.
@_exported import Matrices
