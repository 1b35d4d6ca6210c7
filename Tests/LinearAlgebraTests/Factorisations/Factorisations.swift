import Foundation
import LinearAlgebra
import Testing

/// Every factorisation against LAPACK's own yardstick, against closed forms, and on what it must refuse. The whole
/// suite runs with the LAPACK at hand, and once more with each LAPACK that ``ProviderTests`` finds.
@Suite struct Factorisations {
  @Test func `the provider has a name`() {
    #expect(!Provider.name.isEmpty)
    guard ProviderChild.isThisProcess else { return }
    print(ProviderChild.nameMark + Provider.name)
    for file in ProviderChild.loadedFiles { print(ProviderChild.fileMark + file) }
  }

  /// Threads under threads are slow, so that the first call pins OpenBLAS to one, whatever OPENBLAS_NUM_THREADS says.
  @Test func `OpenBLAS runs on one thread`() {
    // The smallest products do not call it.
    _ = Matrix.identity(8) * Matrix.identity(8)
    guard let symbol = dlsym(dlopen(nil, RTLD_LAZY), "openblas_get_num_threads") else { return }
    typealias CountThreads = @convention(c) () -> Int32
    #expect(unsafeBitCast(symbol, to: CountThreads.self)() == 1)
  }
}
