// A theorem's file needs one import.
@_exported import ContrastiveTheory
@_exported import Evidence
@_exported import LinearAlgebra
@_exported import Testing
