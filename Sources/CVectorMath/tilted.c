#include "CVectorMath.h"

#include "exponential.h"
#include "products.h"

// map[0] + sum z[a] map[1 + a], and the same for -z.
INLINE void affine(const double *map, const double *z, long axes, long width, double *plus, double *minus) {
  for (long c = 0; c < width; c += 4) {
    lanes base, sum = {0}, row;
    load(&base, map + c);
    for (long a = 0; a < axes; a++) {
      load(&row, map + (1 + a) * width + c);
      sum += z[a] * row;
    }
    const lanes up = base + sum, down = base - sum;
    store(plus + c, &up);
    store(minus + c, &down);
  }
}

// x . (y + z) / 2
INLINE double half_product(const double *x, const double *y, const double *z, long width) {
  lanes sum = {0}, a, b, c;
  for (long i = 0; i < width; i += 4) {
    load(&a, x + i);
    load(&b, y + i);
    load(&c, z + i);
    sum += a * (b + c);
  }
  return (sum[0] + sum[1] + (sum[2] + sum[3])) / 2;
}

EVERYWHERE void softmax_add_tilted(
    const double *pairs, long count, long axes, const double *images, const double *tilts, const double *means,
    const double *logWeights, long scores, long width, double *scratch, double *probabilities, double *mean,
    double *products, double *logarithm) {
  const long points = 2 * count, padded = (points * scores + 15) / 16 * 16;
  double *const tilted = scratch, *const exponents = tilted + points * scores * width;
  double *const largest = exponents + padded, *const image = largest + points, *const roots = image + 2 * width;
  for (long i = 0; i < count; i++) {
    const double *const z = pairs + i * axes;
    affine(images, z, axes, width, image, image + width);
    largest[2 * i] = largest[2 * i + 1] = -INFINITY;
    for (long l = 0; l < scores; l++) {
      double *const plus = tilted + (2 * i * scores + l) * width, *const minus = plus + scores * width;
      affine(tilts + l * (1 + axes) * width, z, axes, width, plus, minus);
      for (int sign = 0; sign < 2; sign++) {
        const double score = logWeights[l]
                             + half_product(image + sign * width, means + l * width, sign ? minus : plus, width);
        exponents[(2 * i + sign) * scores + l] = score;
        if (score > largest[2 * i + sign]) largest[2 * i + sign] = score;
      }
    }
  }
  for (long i = 0; i < points; i++) {
    for (long l = 0; l < scores; l++) exponents[i * scores + l] -= largest[i];
  }
  for (long i = points * scores; i < padded; i++) exponents[i] = 0;
  for (long i = 0; i < padded; i += 16) {
    block part;
    memcpy(&part, exponents + i, sizeof part);
    exponential(&part);
    memcpy(exponents + i, &part, sizeof part);
  }
  for (long i = 0; i < points; i++) {
    double *const own = exponents + i * scores, *const y = tilted + i * scores * width;
    double total = 0;
    for (long l = 0; l < scores; l++) total += own[l];
    if (logarithm) *logarithm += largest[i] + log(total);
    for (long l = 0; l < scores; l++) {
      probabilities[l] += own[l] /= total;
      roots[l] = sqrt(own[l]);
    }
    for (long c = 0; c < width; c += 4) {
      lanes centre = {0}, value, sum;
      for (long l = 0; l < scores; l++) {
        load(&value, y + l * width + c);
        centre += own[l] * value;
      }
      load(&sum, mean + c);
      sum += centre;
      store(mean + c, &sum);
      for (long l = 0; l < scores; l++) {
        load(&value, y + l * width + c);
        value = roots[l] * (value - centre);
        store(y + l * width + c, &value);
      }
    }
  }
  add_products(tilted, points * scores, width, products);
}
