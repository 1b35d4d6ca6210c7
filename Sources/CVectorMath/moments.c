#include "CVectorMath.h"

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

INLINE void add_moments(
    const double *nodeWeights, const double *nodeFactors, long nodes, long low, long high, double weight,
    const double *prefix, const double *weights, const double *factors, long components, long scores,
    double *scratch, double *posterior, double *products, int withLogarithm, double *logarithm) {
  double *const exponentials = scratch;
  double *const probabilities = exponentials + 4 * scores;
  double *const weighted = probabilities + 4 * scores * components;
  for (long node = low < nodes - 4 ? low : nodes - 4; node <= high; node += 4) {
    const long start = node < nodes - 4 ? node : nodes - 4;
    lanes nodeWeight;
    load(&nodeWeight, nodeWeights + start);
    nodeWeight *= weight;
    // The last block of an axis may overlap the one before it; those lanes were added already.
    for (long lane = 0; lane < node - start; lane++) nodeWeight[lane] = 0;
    for (long l = 0; l < scores; l++) {
      lanes factor;
      load(&factor, nodeFactors + l * nodes + start);
      factor *= prefix[l];
      store(exponentials + 4 * l, &factor);
    }
    for (long k = 0; k < components; k++) {
      lanes sum = {0};
      for (long l = 0; l < scores; l++) {
        lanes exponential;
        load(&exponential, exponentials + 4 * l);
        sum += exponential * factors[k * scores + l];
      }
      const lanes own = nodeWeight * weights[k], inverse = 1 / sum;
      if (withLogarithm) {
        lanes total;
        load(&total, logarithm);
        logarithm_of(&sum);
        total += own * sum;
        store(logarithm, &total);
      }
      for (long l = 0; l < scores; l++) {
        const long place = 4 * (k * scores + l);
        lanes probability, total;
        load(&probability, exponentials + 4 * l);
        load(&total, posterior + place);
        probability *= factors[k * scores + l] * inverse;
        store(probabilities + place, &probability);
        probability *= own;
        store(weighted + place, &probability);
        total += probability;
        store(posterior + place, &total);
      }
    }
    for (long l = 0; l < scores; l++) {
      for (long m = 0; m <= l; m++) {
        lanes total;
        load(&total, products + 4 * (l * scores + m));
        for (long k = 0; k < components; k++) {
          lanes one, other;
          load(&one, weighted + 4 * (k * scores + l));
          load(&other, probabilities + 4 * (k * scores + m));
          total += one * other;
        }
        store(products + 4 * (l * scores + m), &total);
      }
    }
  }
}

#define PARAMETERS                                                                                                  \
  const double *nodeWeights, const double *nodeFactors, long nodes, long low, long high, double weight,             \
      const double *prefix, const double *weights, const double *factors, long components, long scores,             \
      double *scratch, double *posterior, double *products, int withLogarithm, double *logarithm
#define ADD(components, scores)                                                                                     \
  add_moments(                                                                                                      \
      nodeWeights, nodeFactors, nodes, low, high, weight, prefix, weights, factors, components, scores, scratch,    \
      posterior, products, withLogarithm, logarithm)

AVX2 static void add_moments_avx2(PARAMETERS) {
  // So that the loops of the usual numbers of components have a known length, and are unrolled.
  if (components == 3 && scores == 3) {
    ADD(3, 3);
  } else if (components == 4 && scores == 4) {
    ADD(4, 4);
  } else if (components == 5 && scores == 5) {
    ADD(5, 5);
  } else {
    ADD(components, scores);
  }
}

static void add_moments_portable(PARAMETERS) { ADD(components, scores); }

void softmax_add_moments(PARAMETERS) {
  (has_avx2() ? add_moments_avx2 : add_moments_portable)(
      nodeWeights, nodeFactors, nodes, low, high, weight, prefix, weights, factors, components, scores, scratch,
      posterior, products, withLogarithm, logarithm);
}
