// A theorem's file needs one import.
@_exported import Evidence
@_exported import Matrices
@_exported import RandomNumbers
@_exported import Testing
