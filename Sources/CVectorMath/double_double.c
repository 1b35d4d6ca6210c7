#include "CVectorMath.h"

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

AVX2 static void add_multiple_avx2(
    long count, double factorHigh, double factorLow, const double *xHigh, const double *xLow, double *yHigh,
    double *yLow) {
  add_multiple(count, factorHigh, factorLow, xHigh, xLow, yHigh, yLow);
}

void double_double_add_multiple(
    long count, double factorHigh, double factorLow, const double *xHigh, const double *xLow, double *yHigh,
    double *yLow) {
  if (has_avx2()) {
    add_multiple_avx2(count, factorHigh, factorLow, xHigh, xLow, yHigh, yLow);
  } else {
    add_multiple(count, factorHigh, factorLow, xHigh, xLow, yHigh, yLow);
  }
}
