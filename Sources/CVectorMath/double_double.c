#include "double_double.h"

#include "CVectorMath.h"

#pragma STDC FP_CONTRACT OFF

EVERYWHERE void double_double_add_multiple(
    long count, double factorHigh, double factorLow, const double *xHigh, const double *xLow, double *yHigh,
    double *yLow) {
  add_multiple(count, factorHigh, factorLow, xHigh, xLow, yHigh, yLow);
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
