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

// Moves sums to the totals behind them, with what each addition loses (Knuth 1969).
INLINE void carry(double *restrict sums, double *restrict totals, double *restrict lost, long count) {
  for (long i = 0; i < count; i++) {
    const double total = totals[i] + sums[i], shadow = total - totals[i];
    lost[i] += (totals[i] - (total - shadow)) + (sums[i] - shadow);
    totals[i] = total;
    sums[i] = 0;
  }
}

EVERYWHERE void vector_carry(double *sums, long count) { carry(sums, sums + count, sums + 2 * count, count); }

// The nodes of an axis whose squared distance from the origin is at most that.
INLINE void nodes_within(const lattice_axis *axis, double square, long *low, long *high) {
  const double reach = sqrt(square > 0 ? square : 0);
  const double least = ceil((-reach - axis->first) / axis->step), most = floor((reach - axis->first) / axis->step);
  *low = least > 0 ? (long)least : 0;
  *high = most < axis->count - 1 ? (long)most : axis->count - 1;
}

INLINE void add_lattice(
    const lattice_axis *axes, long lattices, long depth, const double *tables, double square, double weight,
    const double *weights, const double *factors, long components, long scores, long longest, int withLogarithm,
    double *prefix, loose *exponentials, loose *ratios, loose *pairs, double *sums) {
// Where a node lies decides whether it counts, on every processor alike.
#pragma STDC FP_CONTRACT OFF
  double *const products = sums + 4 * components * scores, *const logarithm = products + 4 * scores * scores;
  const long count = logarithm + 4 - sums;
  // Of each axis before the last, and of the last, where it stands, how far it goes, and what is left of the square and the weight.
  long node[depth], last[depth], blocks = 0;
  double room[depth], share[depth];
  for (long l = 0; l < scores; l++) prefix[l] = 1;
  for (const lattice_axis *lattice = axes; lattice < axes + lattices * depth; lattice += depth) {
    long level = 0;
    room[0] = square;
    share[0] = weight;
    nodes_within(lattice, square, &node[0], &last[0]);
    while (level >= 0) {
      const lattice_axis *const axis = lattice + level;
      const double *const table = tables + axis->table;
      double *const own = prefix + level * scores;
      if (level == depth - 1) {
        for (; node[level] <= last[level]; node[level] += 4 * longest) {
          const long rest = last[level] - node[level], more = rest < 4 * longest - 1 ? rest : 4 * longest - 1;
          add_moments(
              table, table + axis->count, axis->count, node[level], node[level] + more, share[level], own, weights,
              factors, components, scores, exponentials, ratios, pairs, sums, products, withLogarithm, logarithm);
          blocks += more / 4 + 1;
          if (blocks >= longest) {
            carry(sums, sums + count, sums + 2 * count, count);
            blocks = 0;
          }
        }
      }
      if (node[level] > last[level]) {
        if (--level >= 0) node[level]++;
        continue;
      }
      const double position = axis->first + (double)node[level] * axis->step;
      const double *const entry = table + node[level];
      for (long l = 0; l < scores; l++) own[scores + l] = own[l] * entry[(1 + l) * axis->count];
      room[level + 1] = room[level] - position * position;
      share[level + 1] = share[level] * entry[0];
      level++;
      nodes_within(axis + 1, room[level], &node[level], &last[level]);
    }
  }
  carry(sums, sums + count, sums + 2 * count, count);
}

// So that the loops of the usual numbers of components have a known length, and are unrolled.
#define ADD(components, scores, exponentials, ratios, pairs)                                                         \
  add_lattice(                                                                                                      \
      axes, lattices, depth, tables, square, weight, weights, factors, components, scores, longest, withLogarithm,  \
      scratch, exponentials, ratios, pairs, sums)
#define ADD_SQUARE(count)                                                                                           \
  do {                                                                                                              \
    loose exponentials[count], ratios[count], pairs[count * (count - 1) / 2];                                       \
    ADD(count, count, exponentials, ratios, pairs);                                                                 \
  } while (0)

EVERYWHERE_WIDE void softmax_add_lattice(
    const lattice_axis *axes, long lattices, long depth, const double *tables, double square, double weight,
    const double *weights, const double *factors, long components, long scores, long longest, int withLogarithm,
    double *scratch, double *sums) {
  const long same = components == scores ? scores : 0;
  if (same == 2) {
    ADD_SQUARE(2);
  } else if (same == 3) {
    ADD_SQUARE(3);
  } else if (same == 4) {
    ADD_SQUARE(4);
  } else if (same == 5) {
    ADD_SQUARE(5);
  } else if (same == 6) {
    ADD_SQUARE(6);
  } else {
    loose *const blocks = (loose *)(scratch + depth * scores);
    ADD(components, scores, blocks, blocks + scores, blocks + 2 * scores);
  }
}
