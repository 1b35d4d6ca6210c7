#include "double_double.h"

#include "CVectorMath.h"

#pragma STDC FP_CONTRACT OFF

// Columns are factored in panels. What a panel takes from the entries behind it is summed for a tile of eight rows and two columns at
// once, from a copy of the panel: its rows by eights, of each column the eight high words and the eight low ones.
enum { PANEL = 16, ROWS = 8, COLUMNS = 2, STRIP = 2 * ROWS * PANEL };

#define FMA __builtin_elementwise_fma

// In units in which no row of the factor is longer than one, a sum of products that begins at 2.75 stays below four: what an addition
// rounds away there is at most 2^-52, and one more fused multiply-add tells it (Proofs/Certificate.md, S12). A product takes six
// operations, seventeen by the general way.
INLINE void subtract_products(const double *rows, const double *columns, long n, double *yHigh, double *yLow) {
  octet sums[COLUMNS], rests[COLUMNS];
  for (int j = 0; j < COLUMNS; j++) {
    sums[j] = 2.75 - (octet){0};
    rests[j] = (octet){0};
  }
  for (int k = 0; k < PANEL; k++, rows += 2 * ROWS, columns += 2 * ROWS) {
    octet high, low;
    load_octet(&high, rows);
    load_octet(&low, rows + ROWS);
    for (int j = 0; j < COLUMNS; j++) {
      const octet factor = columns[j] - (octet){0}, rest = columns[j + ROWS] - (octet){0};
      const octet sum = FMA(high, factor, sums[j]);
      const octet lost = FMA(high, factor, sums[j] - sum);
      rests[j] += FMA(low, factor, FMA(high, rest, lost));
      sums[j] = sum;
    }
  }
  for (int j = 0; j < COLUMNS; j++, yHigh += n, yLow += n) {
    octet yh, yl;
    load_octet(&yh, yHigh);
    load_octet(&yl, yLow);
    const octet taken = 2.75 - sums[j], sum = yh + taken, shadow = sum - yh;
    const octet tail = ((yh - (sum - shadow)) + (taken - shadow)) + (yl - rests[j]);
    const octet high = sum + tail, low = tail - (high - sum);
    store_octet(yHigh, &high);
    store_octet(yLow, &low);
  }
}

// The same at the edge, where there are fewer rows or columns.
INLINE void subtract_products_at_edge(
    const double *rows, const double *columns, long rowCount, long columnCount, long n, double *yHigh,
    double *yLow) {
  double high[ROWS * COLUMNS] = {0}, low[ROWS * COLUMNS] = {0};
  for (long j = 0; j < columnCount; j++) {
    memcpy(high + j * ROWS, yHigh + j * n, rowCount * sizeof *high);
    memcpy(low + j * ROWS, yLow + j * n, rowCount * sizeof *low);
  }
  subtract_products(rows, columns, ROWS, high, low);
  for (long j = 0; j < columnCount; j++) {
    memcpy(yHigh + j * n, high + j * ROWS, rowCount * sizeof *high);
    memcpy(yLow + j * n, low + j * ROWS, rowCount * sizeof *low);
  }
}

INLINE long least(long a, long b) { return a < b ? a : b; }

// What the panel that begins at a column takes from all behind it.
EVERYWHERE_WIDE static void subtract_panel(long n, long panel, double *high, double *low, double *strips) {
  const long begin = panel + PANEL;
  for (long i = begin; i < n; i += ROWS, strips += STRIP) {
    const long rows = least(ROWS, n - i);
    memset(strips, 0, STRIP * sizeof *strips);
    for (int k = 0; k < PANEL; k++) {
      memcpy(strips + 2 * ROWS * k, high + i + (panel + k) * n, rows * sizeof *strips);
      memcpy(strips + 2 * ROWS * k + ROWS, low + i + (panel + k) * n, rows * sizeof *strips);
    }
    for (long j = begin; j < i + rows; j += COLUMNS) {
      const long columns = least(COLUMNS, n - j), behind = (i - j + (j - begin) % ROWS) / ROWS;
      const double *factors = strips - behind * STRIP + (j - begin) % ROWS;
      if (rows == ROWS && columns == COLUMNS) {
        subtract_products(strips, factors, n, high + i + j * n, low + i + j * n);
      } else {
        subtract_products_at_edge(strips, factors, rows, columns, n, high + i + j * n, low + i + j * n);
      }
    }
  }
}

// Factors the columns of a panel, which the earlier panels have been taken from.
INLINE long factor_panel(long n, long begin, long end, double *high, double *low) {
  for (long j = begin; j < end; j++) {
    double *jHigh = high + j * n, *jLow = low + j * n;
    for (long k = begin; k < j; k++) {
      const long from = j + k * n;
      add_multiple(n - j, -high[from], -low[from], high + from, low + from, jHigh + j, jLow + j);
    }
    if (!(jHigh[j] > 0)) return j + 1;
    const number pivot = root((number){jHigh[j], jLow[j]});
    for (long i = j; i < n; i++) {
      const number entry = divided((number){jHigh[i], jLow[i]}, pivot);
      jHigh[i] = entry.high;
      jLow[i] = entry.low;
    }
  }
  return 0;
}

// Each entry, not those above the diagonal, times the unit of its row and that of its column.
INLINE void change_units(long n, const double *ofRows, const double *ofColumns, double *matrix) {
  for (long j = 0; j < n; j++) {
    for (long i = j; i < n; i++) matrix[i + j * n] = matrix[i + j * n] * ofRows[i] * ofColumns[j];
  }
}

EVERYWHERE long double_double_cholesky(long n, double *high, double *low, double *work) {
  double *units = work, *others = work + n, *strips = work + 2 * n;
  // Powers of two with which the diagonal is in [1/4, 1).
  for (long i = 0; i < n; i++) {
    int exponent;
    frexp(high[i + i * n], &exponent);
    units[i] = ldexp(1, -((exponent + 1) >> 1));
    others[i] = 1;
  }
  change_units(n, units, units, high);
  change_units(n, units, units, low);
  for (long panel = 0; panel < n; panel += PANEL) {
    const long minor = factor_panel(n, panel, least(panel + PANEL, n), high, low);
    if (minor != 0) return minor;
    subtract_panel(n, panel, high, low, strips);
  }
  for (long j = 0; j < n; j++) {
    units[j] = 1 / units[j];
    memset(high + j * n, 0, j * sizeof *high);
    memset(low + j * n, 0, j * sizeof *low);
  }
  change_units(n, units, others, high);
  change_units(n, units, others, low);
  return 0;
}

EVERYWHERE void double_double_substitute(
    long n, long columns, const double *high, const double *low, double *xHigh, double *xLow) {
  for (long k = 0; k < n; k++) {
    const long diagonal = k + k * n, rest = n - 1 - k;
    for (long entry = k; entry < k + columns * n; entry += n) {
      const number x =
          divided((number){xHigh[entry], xLow[entry]}, (number){high[diagonal], low[diagonal]});
      xHigh[entry] = x.high;
      xLow[entry] = x.low;
      // As at the beginning of the columns of an inverse.
      if (x.high == 0) continue;
      add_multiple(
          rest, -x.high, -x.low, high + diagonal + 1, low + diagonal + 1, xHigh + entry + 1, xLow + entry + 1);
    }
  }
}

EVERYWHERE_WIDE void double_double_substitute_transposed(
    long n, long columns, const double *high, const double *low, double *xHigh, double *xLow) {
  for (long k = n - 1; k >= 0; k--) {
    const long diagonal = k + k * n, rest = n - 1 - k;
    for (long entry = k; entry < k + columns * n; entry += n) {
      const number sum = inner_product(rest, high + diagonal + 1, low + diagonal + 1, xHigh + entry + 1, xLow + entry + 1);
      number x = {xHigh[entry], xLow[entry]};
      add_multiple(1, -1, 0, &sum.high, &sum.low, &x.high, &x.low);
      x = divided(x, (number){high[diagonal], low[diagonal]});
      xHigh[entry] = x.high;
      xLow[entry] = x.low;
    }
  }
}
