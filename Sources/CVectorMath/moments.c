#include "CVectorMath.h"

#include "logarithm.h"

// Four doubles at any address of a double.
typedef lanes loose __attribute__((aligned(8), may_alias));

// The number of pairs m < l of scores.
INLINE long pair_count(long scores) { return scores * (scores - 1) / 2; }

// `pairs` has room for one block of each pair, in registers where their number is known.
INLINE void add_block(
    const double *nodeFactors, long nodes, const lanes *nodeWeight, const double *prefix, const double *weights,
    const double *factors, long components, long scores, loose *exponentials, loose *ratios, loose *pairs,
    double *posterior, double *products, int withLogarithm, lanes *logarithms) {
  for (long l = 0; l < scores; l++) {
    lanes factor;
    load(&factor, nodeFactors + l * nodes);
    exponentials[l] = factor * prefix[l];
  }
  for (long pair = 0; pair < pair_count(scores); pair++) pairs[pair] = (lanes){0};
  // Of one node first: all nodes' terms in a row would lose as many roundings.
  lanes ofNode = {0};
  for (long k = 0; k < components; k++) {
    lanes sum = {0};
    for (long l = 0; l < scores; l++) sum += exponentials[l] * factors[k * scores + l];
    const lanes inverse = 1 / sum, own = *nodeWeight * weights[k];
    if (withLogarithm) {
      logarithm_of(&sum);
      ofNode += own * sum;
    }
    // p_l over the exponential, so that the sums over the components do without it.
    for (long l = 0; l < scores; l++) {
      ratios[l] = inverse * factors[k * scores + l];
      double *const place = posterior + 4 * (k * scores + l);
      lanes total;
      load(&total, place);
      total += own * exponentials[l] * ratios[l];
      store(place, &total);
    }
    for (long l = 1, pair = 0; l < scores; l++) {
      const lanes scaled = weights[k] * ratios[l];
      for (long m = 0; m < l; m++, pair++) pairs[pair] += scaled * ratios[m];
    }
  }
  *logarithms += ofNode;
  for (long l = 1, pair = 0; l < scores; l++) {
    const lanes scaled = *nodeWeight * exponentials[l];
    for (long m = 0; m < l; m++, pair++) {
      lanes total;
      load(&total, products + 4 * (l * scores + m));
      total += scaled * exponentials[m] * pairs[pair];
      store(products + 4 * (l * scores + m), &total);
    }
  }
}

INLINE void add_moments(
    const double *nodeWeights, const double *nodeFactors, long nodes, long low, long high, double weight,
    const double *prefix, const double *weights, const double *factors, long components, long scores,
    loose *exponentials, loose *ratios, loose *pairs, double *posterior, double *products, int withLogarithm,
    double *logarithm) {
  lanes logarithms;
  load(&logarithms, logarithm);
  for (long node = low < nodes - 4 ? low : nodes - 4; node <= high; node += 4) {
    const long start = node < nodes - 4 ? node : nodes - 4;
    lanes nodeWeight;
    load(&nodeWeight, nodeWeights + start);
    nodeWeight *= weight;
    // The last block of an axis may overlap the one before it; those lanes were added already.
    for (long lane = 0; lane < node - start; lane++) nodeWeight[lane] = 0;
    add_block(
        nodeFactors + start, nodes, &nodeWeight, prefix, weights, factors, components, scores, exponentials, ratios,
        pairs, posterior, products, withLogarithm, &logarithms);
  }
  store(logarithm, &logarithms);
}

// So that the loops of the usual numbers of components have a known length, and are unrolled.
#define ADD(components, scores, exponentials, ratios, pairs)                                                         \
  add_moments(                                                                                                      \
      nodeWeights, nodeFactors, nodes, low, high, weight, prefix, weights, factors, components, scores,             \
      exponentials, ratios, pairs, posterior, products, withLogarithm, logarithm)
#define ADD_SQUARE(count)                                                                                           \
  do {                                                                                                              \
    loose exponentials[count], ratios[count], pairs[count * (count - 1) / 2];                                       \
    ADD(count, count, exponentials, ratios, pairs);                                                                 \
  } while (0)

EVERYWHERE void softmax_add_moments(
    const double *nodeWeights, const double *nodeFactors, long nodes, long low, long high, double weight,
    const double *prefix, const double *weights, const double *factors, long components, long scores,
    double *scratch, double *posterior, double *products, int withLogarithm, double *logarithm) {
  const long square = components == scores ? scores : 0;
  if (square == 3) {
    ADD_SQUARE(3);
  } else if (square == 4) {
    ADD_SQUARE(4);
  } else if (square == 5) {
    ADD_SQUARE(5);
  } else if (square == 6) {
    ADD_SQUARE(6);
  } else {
    ADD(components, scores, (loose *)scratch, (loose *)scratch + scores, (loose *)scratch + 2 * scores);
  }
}
