#include "CVectorMath.h"

#include "exponential.h"

// 1 - e^-v for v >= 0 to a few units of the last place of e^-v, which is `kept`, or of itself.
INLINE void complement(block *v, const block *kept) {
  const block x = *v;
  block small = 1 - x * (1.0 / 7);
  small = 1 - x * (1.0 / 6) * small;
  small = 1 - x * (1.0 / 5) * small;
  small = 1 - x * (1.0 / 4) * small;
  small = 1 - x * (1.0 / 3) * small;
  small = x - x * (1.0 / 2) * x * small;
  const block_bits isSmall = x < 0.03;
  *v = (block)(((block_bits)small & isSmall) | ((block_bits)(1 - *kept) & ~isSmall));
}

EVERYWHERE_WIDE void vector_complements(double *values, long count, double *shares) {
  for (long i = 0; i < count; i += 16) {
    const size_t size = (count - i < 16 ? count - i : 16) * sizeof(double);
    block v = {0};
    memcpy(&v, values + i, size);
    exponential(&v);
    block kept = -v;
    exponential(&kept);
    const block share = v * kept;
    complement(&v, &kept);
    memcpy(values + i, &v, size);
    if (shares) memcpy(shares + i, &share, size);
  }
}
