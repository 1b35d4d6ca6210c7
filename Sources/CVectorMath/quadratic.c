#include "CVectorMath.h"

#include "exponential.h"
#include "logarithm.h"

// Sixteen doubles at any address of a double.
typedef block loose __attribute__((aligned(8), may_alias));

INLINE void raise(block *largest, const block *value) {
  const block_bits higher = *value > *largest;
  *largest = (block)(((block_bits)*value & higher) | ((block_bits)*largest & ~higher));
}

EVERYWHERE void softmax_add_quadratic(
    const double *points, const double *weights, long blocks, long axes, const double *coefficients, long scores,
    double *scratch, double *sums) {
  const long width = 1 + axes + axes * (axes + 1) / 2, products = scores * width;
  loose *const features = (loose *)scratch, *const exponentials = features + width, *const totals = exponentials + scores;
  for (long i = 0; i < products + 6; i++) totals[i] = (block){0};
  features[0] = (block){0} + 1;
  for (long b = 0; b < blocks; b++) {
    const loose *const point = (const loose *)points + b * axes;
    const block weight = ((const loose *)weights)[b];
    block square = {0};
    for (long i = 0, feature = 1 + axes; i < axes; i++) {
      features[1 + i] = point[i];
      square += point[i] * point[i];
      for (long j = i; j < axes; j++, feature++) features[feature] = point[i] * point[j];
    }
    block largest = (block){0} - (double)INFINITY, sum = {0};
    for (long l = 0; l < scores; l++) {
      block score = {0};
      for (long f = 0; f < width; f++) score += coefficients[l * width + f] * features[f];
      exponentials[l] = score;
      raise(&largest, &score);
    }
    for (long l = 0; l < scores; l++) {
      block value = exponentials[l] - largest;
      exponential(&value);
      exponentials[l] = value;
      sum += value;
    }
    const block scale = weight / sum;
    for (long l = 0; l < scores; l++) {
      const block share = exponentials[l] * scale;
      for (long f = 0; f < width; f++) totals[l * width + f] += share * features[f];
    }
    block root, logarithm;
    for (int lane = 0; lane < 16; lane++) root[lane] = sqrt(square[lane]);
    for (int lane = 0; lane < 16; lane += 4) {
      lanes four;
      load(&four, (const double *)&sum + lane);
      logarithm_of(&four);
      store((double *)&logarithm + lane, &four);
    }
    totals[products] += weight;
    totals[products + 1] += weight * root;
    totals[products + 2] += weight * square;
    totals[products + 3] += weight * square * root;
    totals[products + 4] += weight * square * square;
    totals[products + 5] += weight * (largest + logarithm);
  }
  for (long i = 0; i < products + 6; i++) {
    sums[i] = 0;
    for (int lane = 0; lane < 16; lane++) sums[i] += totals[i][lane];
  }
}
