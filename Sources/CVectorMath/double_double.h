// Numbers that are unevaluated sums of two doubles. No part of the interface.
#pragma once

#include "vectors.h"

// y + f x by the exact product and the exact sum of the leading parts (Dekker 1971, Knuth 1969): high and low.
#define ADD_MULTIPLE(type, fma)                                                                           \
  const type product = fh * xh;                                                                           \
  const type error = fma(fh, xl, fma(fl, xh, fma(fh, xh, -product)));                                     \
  const type sum = yh + product, shadow = sum - yh;                                                       \
  const type tail = ((yh - (sum - shadow)) + (product - shadow)) + (yl + error), high = sum + tail;       \
  const type low = tail - (high - sum);

INLINE void add_multiple(
    long count, double factorHigh, double factorLow, const double *xHigh, const double *xLow, double *yHigh,
    double *yLow) {
  long i = 0;
  for (; i + 4 <= count; i += 4) {
    const lanes fh = factorHigh - (lanes){0}, fl = factorLow - (lanes){0};
    lanes xh, xl, yh, yl;
    load(&xh, xHigh + i);
    load(&xl, xLow + i);
    load(&yh, yHigh + i);
    load(&yl, yLow + i);
    ADD_MULTIPLE(lanes, __builtin_elementwise_fma)
    store(yHigh + i, &high);
    store(yLow + i, &low);
  }
  for (; i < count; i++) {
    const double fh = factorHigh, fl = factorLow, xh = xHigh[i], xl = xLow[i], yh = yHigh[i], yl = yLow[i];
    ADD_MULTIPLE(double, fma)
    yHigh[i] = high;
    yLow[i] = low;
  }
}

// One of them.
typedef struct {
  double high, low;
} number;

INLINE number divided(number a, number b) {
  const double quotient = a.high / b.high;
  const double more = (fma(-quotient, b.high, a.high) + (a.low - quotient * b.low)) / b.high;
  const double high = quotient + more;
  return (number){high, more - (high - quotient)};
}

INLINE number root(number a) {
  const double estimate = sqrt(a.high);
  const double more = (fma(-estimate, estimate, a.high) + a.low) / (2 * estimate), high = estimate + more;
  return (number){high, more - (high - estimate)};
}

// The sum of the products of two rows of numbers: sixteen sums at once, because each waits for its last one.
INLINE number inner_product(
    long count, const double *aHigh, const double *aLow, const double *xHigh, const double *xLow) {
  typedef double many __attribute__((vector_size(128)));
  number sum = {0, 0};
  long i = 0;
  if (count >= 16) {
    many yh = {0}, yl = {0};
    for (; i + 16 <= count; i += 16) {
      many fh, fl, xh, xl;
      memcpy(&fh, aHigh + i, sizeof fh);
      memcpy(&fl, aLow + i, sizeof fl);
      memcpy(&xh, xHigh + i, sizeof xh);
      memcpy(&xl, xLow + i, sizeof xl);
      ADD_MULTIPLE(many, __builtin_elementwise_fma)
      yh = high;
      yl = low;
    }
    double high[16], low[16];
    memcpy(high, &yh, sizeof yh);
    memcpy(low, &yl, sizeof yl);
    for (int part = 4; part < 16; part += 4) add_multiple(4, 1, 0, high + part, low + part, high, low);
    for (int part = 0; part < 4; part++) add_multiple(1, 1, 0, high + part, low + part, &sum.high, &sum.low);
  }
  for (; i < count; i++) add_multiple(1, aHigh[i], aLow[i], xHigh + i, xLow + i, &sum.high, &sum.low);
  return sum;
}
