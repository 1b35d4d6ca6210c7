// No part of the interface.
#pragma once

#include "vectors.h"

// Sixteen numbers, which the compiler splits into the vectors of a processor: while one waits for its last product, the
// others go on.
typedef double block __attribute__((vector_size(128)));
typedef int64_t block_bits __attribute__((vector_size(128)));

// exp of each, in place: exp(x) = 2^k exp(y), k the nearest integer to x / log 2 and |y| <= log(2) / 2. exp(y) is the
// polynomial of degree 11 that interpolates it at Chebyshev nodes of that interval; its relative error is 4.3e-18.
INLINE void exponential(block *values) {
  const block x = *values;
  // Adding 3/2 2^52 rounds to an integer, which then stands in the lowest bits, here with the bias of the exponent.
  const double rounder = 0x1.8p52 + 1023;
  const block rounded = x * 0x1.71547652b82fep0 + rounder;
  const block k = rounded - rounder;
  // log 2 in two parts, the first short enough for an exact product with k.
  const block y = x - k * 0x1.62e42feep-1 - k * 0x1.a39ef35793c76p-33;
  block p = y * 0x1.af632a0f7e2cep-26 + 0x1.28b4101c77212p-22;
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
  const block result = p * (block)((block_bits)rounded << 52);
  const block_bits tiny = x < -708, huge = x > 709;
  const block infinity = (block){0} + (double)INFINITY;
  *values = (block)(((block_bits)result & ~(tiny | huge)) | ((block_bits)infinity & huge));
}
