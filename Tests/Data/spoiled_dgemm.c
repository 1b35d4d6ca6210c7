// A BLAS whose dgemm is wrong by a millionth in an entry of a thousand, for LD_PRELOAD. SPOIL_SEED says in which ones.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>

static unsigned long long state = 88172645463325252ULL;

__attribute__((constructor)) static void seed(void) {
  const char *given = getenv("SPOIL_SEED");
  if (given) state ^= strtoull(given, 0, 10) * 0x9E3779B97F4A7C15ULL;
}

static void spoil(int rows, int columns, double *c, int stride) {
  for (int j = 0; j < columns; j++) {
    for (int i = 0; i < rows; i++) {
      state ^= state << 13, state ^= state >> 7, state ^= state << 17;
      if (state % 1000 == 0) c[i + (long)j * stride] *= 1 + 1e-6;
    }
  }
}

typedef void (*fortran)(
    const char *, const char *, const int *, const int *, const int *, const double *, const double *, const int *,
    const double *, const int *, const double *, double *, const int *);

void dgemm_(
    const char *ta, const char *tb, const int *m, const int *n, const int *k, const double *alpha, const double *a,
    const int *lda, const double *b, const int *ldb, const double *beta, double *c, const int *ldc) {
  ((fortran)dlsym(RTLD_NEXT, "dgemm_"))(ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
  spoil(*m, *n, c, *ldc);
}

typedef void (*c_interface)(
    int, int, int, int, int, int, double, const double *, int, const double *, int, double, double *, int);

void cblas_dgemm(
    int order, int ta, int tb, int m, int n, int k, double alpha, const double *a, int lda, const double *b, int ldb,
    double beta, double *c, int ldc) {
  ((c_interface)dlsym(RTLD_NEXT, "cblas_dgemm"))(order, ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
  const int columnMajor = 102;
  spoil(order == columnMajor ? m : n, order == columnMajor ? n : m, c, ldc);
}
