@_exported import ContrastiveTheory
@_exported import LinearAlgebra
