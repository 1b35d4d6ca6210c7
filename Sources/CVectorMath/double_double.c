#include "CVectorMath.h"

#include <math.h>

#include "vectors.h"

#pragma STDC FP_CONTRACT OFF

// y + f x for numbers that are unevaluated sums of two doubles, by the exact product and the exact sum of their leading parts
// (Dekker 1971, Knuth 1969).
#define ADD_MULTIPLE(type, fma)                                        \
  const type product = factor * xh;                                    \
  const type error = fma(factor, xh, -product) + (factor * xl + rest * xh); \
  const type sum = yh + product, shadow = sum - yh;                    \
  const type tail = ((yh - (sum - shadow)) + (product - shadow)) + (yl + error); \
  const type high = sum + tail;                                        \
  const type low = tail - (high - sum);

INLINE void add_multiple(
    long count, double factorHigh, double factorLow, const double *xHigh, const double *xLow, double *yHigh,
    double *yLow) {
  long i = 0;
  for (; i + 4 <= count; i += 4) {
    lanes xh, xl, yh, yl;
    load(&xh, xHigh + i);
    load(&xl, xLow + i);
    load(&yh, yHigh + i);
    load(&yl, yLow + i);
    const lanes factor = (lanes){0} + factorHigh, rest = (lanes){0} + factorLow;
    ADD_MULTIPLE(lanes, __builtin_elementwise_fma)
    store(yHigh + i, &high);
    store(yLow + i, &low);
  }
  for (; i < count; i++) {
    const double factor = factorHigh, rest = factorLow;
    const double xh = xHigh[i], xl = xLow[i], yh = yHigh[i], yl = yLow[i];
    ADD_MULTIPLE(double, fma)
    yHigh[i] = high;
    yLow[i] = low;
  }
}

// Sums of two doubles, one at a time.
typedef struct {
  double high, low;
} number;

INLINE number divided(number a, number b) {
  const double quotient = a.high / b.high;
  number rest = a;
  add_multiple(1, -quotient, 0, &b.high, &b.low, &rest.high, &rest.low);
  const double more = rest.high / b.high, high = quotient + more;
  return (number){high, more - (high - quotient)};
}

INLINE number root(number a) {
  const double estimate = sqrt(a.high), none = 0;
  number rest = a;
  add_multiple(1, -estimate, 0, &estimate, &none, &rest.high, &rest.low);
  const double more = rest.high / (2 * estimate), high = estimate + more;
  return (number){high, more - (high - estimate)};
}

EVERYWHERE void double_double_multiply(
    long rows, long inner, long columns, const double *aHigh, const double *aLow, const double *bHigh,
    const double *bLow, double *cHigh, double *cLow) {
  for (long j = 0; j < columns; j++) {
    for (long k = 0; k < inner; k++) {
      const long entry = k + j * inner;
      add_multiple(
          rows, bHigh[entry], bLow[entry], aHigh + k * rows, aLow + k * rows, cHigh + j * rows, cLow + j * rows);
    }
  }
}

EVERYWHERE long double_double_cholesky(long n, double *high, double *low) {
  for (long j = 0; j < n; j++) {
    double *jHigh = high + j * n, *jLow = low + j * n;
    for (long i = 0; i < j; i++) jHigh[i] = jLow[i] = 0;
    for (long k = 0; k < j; k++) {
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

EVERYWHERE void double_double_substitute(
    int backward, long n, long columns, const double *high, const double *low, double *xHigh, double *xLow) {
  for (long j = 0; j < columns; j++, xHigh += n, xLow += n) {
    for (long step = 0; step < n; step++) {
      const long k = backward ? n - 1 - step : step, diagonal = k + k * n, rest = backward ? 0 : k + 1;
      const number entry = divided((number){xHigh[k], xLow[k]}, (number){high[diagonal], low[diagonal]});
      xHigh[k] = entry.high;
      xLow[k] = entry.low;
      // As at the beginning of the columns of an inverse.
      if (entry.high == 0) continue;
      add_multiple(
          backward ? k : n - 1 - k, -entry.high, -entry.low, high + rest + k * n, low + rest + k * n, xHigh + rest,
          xLow + rest);
    }
  }
}

EVERYWHERE void double_double_add_multiple(
    long count, double factorHigh, double factorLow, const double *xHigh, const double *xLow, double *yHigh,
    double *yLow) {
  add_multiple(count, factorHigh, factorLow, xHigh, xLow, yHigh, yLow);
}
