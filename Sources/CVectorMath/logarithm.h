// No part of the interface.
#pragma once

#include "vectors.h"

// log of each, in place, below 1 ulp for positive normal numbers: the method of FreeBSD's msun (e_log.c, Sun Microsystems 1993),
// x = 2^k (1 + f) with 1 + f between the roots of 1/2 and 2, and a polynomial in s = f / (2 + f).
INLINE void logarithm_of(lanes *values) {
  const int64_t lowest = 0x3fe6a09e667f3bcd;
  const lane_bits bits = (lane_bits)*values;
  // k + 1023, at least 0, as an integer in the lowest bits of 2^52.
  const lane_bits raised = bits - lowest + (1023LL << 52);
  const lane_bits exponent = (lane_bits)((unsigned_bits)raised >> 52);
  const lanes k = (lanes)(exponent | 0x4330000000000000) - (0x1p52 + 1023);
  const lanes f = (lanes)(bits - (exponent << 52) + (1023LL << 52)) - 1;
  const lanes s = f / (2 + f), z = s * s;
  lanes r = z * 1.479819860511658591e-01 + 1.531383769920937332e-01;
  r = r * z + 1.818357216161805012e-01;
  r = r * z + 2.222219843214978396e-01;
  r = r * z + 2.857142874366239149e-01;
  r = r * z + 3.999999999940941908e-01;
  r = r * z + 6.666666666666735130e-01;
  const lanes half = 0.5 * f * f;
  *values = k * 6.93147180369123816490e-01
            - ((half - (s * (half + z * r) + k * 1.90821492927058770002e-10)) - f);
}
