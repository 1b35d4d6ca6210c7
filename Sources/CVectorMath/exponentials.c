#include "CVectorMath.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

// One algorithm in plain C, which the compiler turns into vector code for each instruction set, so that it builds for any
// processor. Sums may be reordered, or they could not be vectors.

#define INLINE static inline __attribute__((always_inline))

// exp(x) = 2^k exp(y), k the nearest integer to x / log 2 and |y| <= log(2) / 2. exp(y) is the polynomial of degree 11 that
// interpolates it at Chebyshev nodes of that interval; its relative error is 4.3e-18.
INLINE double exponential(double x) {
  // Adding 3/2 2^52 rounds to an integer, which then stands in the lowest bits, here with the bias of the exponent.
  const double rounder = 0x1.8p52 + 1023;
  const double rounded = x * 0x1.71547652b82fep0 + rounder;
  const double k = rounded - rounder;
  // log 2 in two parts, the first short enough for an exact product with k.
  const double y = x - k * 0x1.62e42feep-1 - k * 0x1.a39ef35793c76p-33;
  double p = 0x1.af632a0f7e2cep-26;
  p = p * y + 0x1.28b4101c77212p-22;
  p = p * y + 0x1.71ddf56d8deb5p-19;
  p = p * y + 0x1.a01991a10d9aep-16;
  p = p * y + 0x1.a01a01b1461c5p-13;
  p = p * y + 0x1.6c16c1880029fp-10;
  p = p * y + 0x1.111111110f21ep-7;
  p = p * y + 0x1.555555554f0bap-5;
  p = p * y + 0x1.555555555555ap-3;
  p = p * y + 0x1.0000000000011p-1;
  p = p * y + 1;
  p = p * y + 1;
  uint64_t bits;
  memcpy(&bits, &rounded, sizeof bits);
  bits <<= 52;
  double power;
  memcpy(&power, &bits, sizeof power);
  const double result = p * power;
  return x < -708 ? 0 : x > 709 ? (double)INFINITY : result;
}

INLINE double exponentials(double *values, long count, double shift) {
  double sum = 0;
#pragma clang loop interleave_count(4)
  for (long i = 0; i < count; i++) {
#pragma clang fp reassociate(on)
    const double value = exponential(values[i] - shift);
    values[i] = value;
    sum += value;
  }
  return sum;
}

INLINE double maximum(const double *values, long count) {
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

double vector_exponentials_portable(double *values, long count, double shift) {
  return exponentials(values, count, shift);
}

static double maximum_portable(const double *values, long count) { return maximum(values, count); }

#if defined(__x86_64__) && defined(__GNUC__)

#define AVX2 __attribute__((target("avx2,fma")))

AVX2 static double exponentials_avx2(double *values, long count, double shift) {
  return exponentials(values, count, shift);
}

AVX2 static double maximum_avx2(const double *values, long count) { return maximum(values, count); }

static int has_avx2(void) { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }

const char *vector_math_kernel(void) { return has_avx2() ? "avx2" : "portable"; }

double vector_exponentials(double *values, long count, double shift) {
  if (has_avx2()) return exponentials_avx2(values, count, shift);
  return vector_exponentials_portable(values, count, shift);
}

double vector_maximum(const double *values, long count) {
  return has_avx2() ? maximum_avx2(values, count) : maximum_portable(values, count);
}

#else

const char *vector_math_kernel(void) { return "portable"; }

double vector_exponentials(double *values, long count, double shift) {
  return vector_exponentials_portable(values, count, shift);
}

double vector_maximum(const double *values, long count) { return maximum_portable(values, count); }

#endif
