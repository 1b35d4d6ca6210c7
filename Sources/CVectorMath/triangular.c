#include "CVectorMath.h"

#include "vectors.h"

#pragma STDC FP_CONTRACT OFF

// What four rows of four columns take from the rows below them. Each entry sees the rows above it in their order.
INLINE void eliminate(long n, long rest, const double *l, double *x) {
  long i = 4;
  for (; i + 4 <= rest; i += 4) {
    lanes factors[4];
    for (long k = 0; k < 4; k++) load(&factors[k], l + i + k * n);
    for (long j = 0; j < 4; j++) {
      lanes entries;
      load(&entries, x + i + j * n);
      for (long k = 0; k < 4; k++) entries -= x[k + j * n] * factors[k];
      store(x + i + j * n, &entries);
    }
  }
  for (; i < rest; i++) {
    for (long j = 0; j < 4; j++) {
      for (long k = 0; k < 4; k++) x[i + j * n] -= x[k + j * n] * l[i + k * n];
    }
  }
}

EVERYWHERE void triangular_solve_diagonal(long n, const double *l, double *x) {
  for (long first = 0; first < n; first += 4) {
    const long columns = n - first < 4 ? n - first : 4;
    for (long start = first; start < n; start += 4) {
      const long rows = n - start < 4 ? n - start : 4;
      const double *pivots = l + start + start * n;
      double *block = x + start + first * n;
      for (long k = 0; k < rows; k++) {
        for (long j = 0; j < columns; j++) {
          const double entry = block[k + j * n] /= pivots[k + k * n];
          for (long i = k + 1; i < rows; i++) block[i + j * n] -= entry * pivots[i + k * n];
        }
      }
      // Fewer rows, or columns, are the last: nothing is below.
      eliminate(n, n - start, pivots, block);
    }
  }
}
