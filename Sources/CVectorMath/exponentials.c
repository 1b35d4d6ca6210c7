#include "CVectorMath.h"

#include "exponential.h"
#include "logarithm.h"

// One algorithm in plain C, which the compiler turns into vector code for each instruction set, so that it builds for any
// processor.

INLINE double exponentials(double *values, long count, double shift) {
  block sums = {0};
  for (long i = 0; i < count; i += 16) {
    const size_t size = (count - i < 16 ? count - i : 16) * sizeof(double);
    // Those that fill up the last block add nothing.
    block part = (block){0} - (double)INFINITY;
    memcpy(&part, values + i, size);
    part -= shift;
    exponential(&part);
    memcpy(values + i, &part, size);
    sums += part;
  }
  double sum = 0;
  for (int lane = 0; lane < 16; lane++) sum += sums[lane];
  return sum;
}

EVERYWHERE void vector_logarithms(double *values, long count) {
  for (long i = 0; i < count; i += 4) {
    const size_t size = (count - i < 4 ? count - i : 4) * sizeof(double);
    lanes part = (lanes){0} + 1;
    memcpy(&part, values + i, size);
    logarithm_of(&part);
    memcpy(values + i, &part, size);
  }
}

EVERYWHERE double vector_maximum(const double *values, long count) {
  // Eight at a time, because the compiler may not reorder comparisons that NaNs take part in.
  double largest[8];
  for (int lane = 0; lane < 8; lane++) largest[lane] = -INFINITY;
  long i = 0;
  for (; i + 8 <= count; i += 8) {
    for (int lane = 0; lane < 8; lane++) {
      largest[lane] = values[i + lane] > largest[lane] ? values[i + lane] : largest[lane];
    }
  }
  double result = -INFINITY;
  for (int lane = 0; lane < 8; lane++) result = largest[lane] > result ? largest[lane] : result;
  for (; i < count; i++) result = values[i] > result ? values[i] : result;
  return result;
}

EVERYWHERE void vector_windows(
    const double *table, long stride, const double *weights, long count, double *sums, long windows) {
  for (long j = 0; j < windows; j++) {
    const double *window = table + j * stride;
    // Two sums, which do not wait for one another.
    lanes even = {0}, odd = {0}, a, b, weight;
    long i = 0;
    for (; i + 8 <= count; i += 8) {
      load(&a, window + i);
      load(&weight, weights + i);
      even += a * weight;
      load(&b, window + i + 4);
      load(&weight, weights + i + 4);
      odd += b * weight;
    }
    even += odd;
    double sum = even[0] + even[1] + (even[2] + even[3]);
    for (; i < count; i++) sum += window[i] * weights[i];
    sums[j] = sum;
  }
}

EVERYWHERE double vector_exponentials(double *values, long count, double shift) {
  return exponentials(values, count, shift);
}

double vector_exponentials_portable(double *values, long count, double shift) {
  return exponentials(values, count, shift);
}
