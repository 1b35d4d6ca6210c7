// Whoever draws mixtures states something about them.
@_exported import ContrastiveTheory
@_exported import LinearAlgebra
