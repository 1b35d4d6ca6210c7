#include "CVectorMath.h"

#include "vectors.h"

#pragma STDC FP_CONTRACT OFF

// Eight columns of the inverse at once, a row of them after the other; rows are taken from those below by eights.
enum { BLOCK = 8 };

// Row i of the columns, less what known rows, of which the first one has its column of L at `l`, contribute to it.
INLINE void eliminate(long n, long i, long rows, const double *l, const octet *known, octet *row) {
  for (long k = 0; k < rows; k++) *row = __builtin_elementwise_fma(-l[i + k * n] - (octet){0}, known[k], *row);
}

// Divides L out of the rows from the first on; above are zeros.
INLINE void solve_columns(long n, long first, const double *l, double *x) {
  for (long start = first; start < n; start += BLOCK) {
    const long end = start + BLOCK < n ? start + BLOCK : n;
    octet known[BLOCK], row;
    for (long i = start; i < end; i++) {
      load_octet(&row, x + BLOCK * i);
      eliminate(n, i, i - start, l + start * n, known, &row);
      known[i - start] = row = row / l[i + i * n];
      store_octet(x + BLOCK * i, &row);
    }
    for (long i = end; i < n; i++) {
      load_octet(&row, x + BLOCK * i);
      eliminate(n, i, BLOCK, l + start * n, known, &row);
      store_octet(x + BLOCK * i, &row);
    }
  }
}

EVERYWHERE_WIDE void inverse_sizes(
    long n, const double *l, const double *diagonal, const double *given, double *work, double *squares,
    double *sums) {
  for (long i = 0; i < n; i++) sums[i] = 0;
  for (long first = 0; first < n; first += BLOCK) {
    const long columns = n - first < BLOCK ? n - first : BLOCK;
    memset(work + BLOCK * first, 0, BLOCK * (n - first) * sizeof *work);
    octet lengths = {0}, sizes = {0}, row;
    for (long j = 0; j < columns; j++) {
      work[BLOCK * (first + j) + j] = diagonal[first + j];
      sizes[j] = given[first + j];
    }
    solve_columns(n, first, l, work);
    for (long i = first; i < n; i++) {
      load_octet(&row, work + BLOCK * i);
      lengths += row * row;
      row = __builtin_elementwise_abs(row) * sizes;
      for (long j = 0; j < BLOCK; j++) sums[i] += row[j];
    }
    for (long j = 0; j < columns; j++) squares[first + j] = lengths[j];
  }
}
