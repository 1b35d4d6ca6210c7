#include "CVectorMath.h"

#include "vectors.h"

#pragma STDC FP_CONTRACT OFF

// Some rows of some columns of the inverse, and what they take from the rows below: each entry sees the rows in their order, whatever
// the counts are.
INLINE void eliminate(long n, long rest, long rows, long columns, const double *l, double *x) {
  for (long k = 0; k < rows; k++) {
    for (long j = 0; j < columns; j++) {
      const double entry = x[k + j * n] /= l[k + k * n];
      for (long i = k + 1; i < rows; i++) x[i + j * n] -= entry * l[i + k * n];
    }
  }
  long i = rows;
  for (; i + 4 <= rest; i += 4) {
    lanes factors[4];
    for (long k = 0; k < rows; k++) load(&factors[k], l + i + k * n);
    for (long j = 0; j < columns; j++) {
      lanes entries;
      load(&entries, x + i + j * n);
      for (long k = 0; k < rows; k++) entries -= x[k + j * n] * factors[k];
      store(x + i + j * n, &entries);
    }
  }
  for (; i < rest; i++) {
    for (long j = 0; j < columns; j++) {
      for (long k = 0; k < rows; k++) x[i + j * n] -= x[k + j * n] * l[i + k * n];
    }
  }
}

EVERYWHERE void triangular_solve_diagonal(long n, const double *l, double *x) {
  for (long first = 0; first < n; first += 4) {
    const long columns = n - first < 4 ? n - first : 4;
    for (long k = first; k < n; k += 4) {
      const long rows = n - k < 4 ? n - k : 4;
      const double *pivot = l + k + k * n;
      double *block = x + k + first * n;
      // Of constant counts the registers hold a whole block.
      if (rows == 4 && columns == 4) {
        eliminate(n, n - k, 4, 4, pivot, block);
      } else {
        eliminate(n, n - k, rows, columns, pivot, block);
      }
    }
  }
}
