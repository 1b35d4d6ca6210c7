// Elementwise functions of arrays, at the speed of the processor that runs them.
#ifndef CVECTORMATH_H
#define CVECTORMATH_H

/// Replaces each of the values by exp(value - shift) and returns their sum.
///
/// For differences in [-708, 709] each is within 2 ulp of the exact value; below -708 it is 0, above 709 infinity, and NaN
/// stays NaN. About 1.5 ns a value with AVX2 and 4.3 ns without, on one core. The last bits of values and sum
/// differ between processors with fused products and those without.
double vector_exponentials(double *values, long count, double shift);

/// Replaces each of the values, which are positive and normal, by its logarithm, within 1 ulp.
void vector_logarithms(double *values, long count);

/// The largest of the values, -infinity without any; NaNs are passed over.
double vector_maximum(const double *values, long count);

/// Replaces each of the values, log v, by 1 - e^-v, to a few units of the last place of it or of e^-v, whichever is larger; shares,
/// unless null, becomes v e^-v.
void vector_complements(double *values, long count, double *shares);

/// Weighted sums of equidistant windows of a table: sums[j] is that of table[j * stride + i] weights[i] over i < count, for j
/// < windows.
void vector_windows(
    const double *table, long stride, const double *weights, long count, double *sums, long windows);

// The softmax of a few anchors over many keys. Keys come in panels of eight, coordinate by coordinate: [panel][coordinate][8],
// and so do their sums. The rank (the number of coordinates) and the number of anchors are multiples of 4, zeros filling up;
// `keys` counts those that are not there to fill up. Anchors are columns of `rank` numbers without a gap.

/// Computes exponentials[panel][anchor][8] = exp(score - the anchor's shift), 0 for a key that fills up, and adds to
/// sums[anchor][8] the exponentials and to keySums[anchor][coordinate][4] the keys times them: the totals are those over the
/// last index. Exact as ``vector_exponentials``.
void softmax_exponentiate(
    const double *keyPanels, long keys, const double *anchors, long rank, long count, const double *shifts,
    double *exponentials, double *sums, double *keySums);

/// Raises each anchor's entry of maxima to its largest score; NaNs are passed over.
void softmax_raise_maxima(
    const double *keyPanels, long keys, const double *anchors, long rank, long count, double *maxima);

/// Adds the anchors times their exponentials to sumPanels[panel][coordinate][8].
void softmax_distribute(
    const double *exponentials, long keys, const double *anchors, long rank, long count, double *sumPanels);

/// Moves sums[count] to the totals that follow them, and what these additions lose to the numbers behind: the sums are zero then.
/// All of a total is totals[count] + lost[count].
void vector_carry(double *sums, long count);

/// One axis of a lattice: its nodes first, first + step, ..., at least four. From `table` on stand the weights of the nodes, then for
/// each score what each node multiplies its exponential by.
typedef struct {
  double first, step;
  long count, table;
} lattice_axis;

/// The Gaussian moments of a softmax over the nodes of some lattices, axes[lattice][depth], whose squared distance from the origin is
/// at most `square`, in whole blocks of four along the last axis: what is beyond are nodes as well. With p the softmax whose entry l
/// under component k is proportional to factors[k][l] times the tables' entries of l, and v the tables' weights times `weight` and
/// weights[k], posterior[k][l][4] grows by v p_l, products[l][m][4] for m < l by the sum over k of v p_l p_m, and logarithm[4], if it
/// is asked for, by the sum over k of v log(the sum that p is normalised by): the moments are the sums over the last index.
///
/// `sums` are those of posterior, products and logarithm, then their totals and what these lost, as for ``vector_carry``, to which
/// `longest` blocks at least are moved at a time, up to twice as many less one, and all at the end. `scratch` has room for
/// scores * (depth + 2 * (scores + 3)) numbers. The sums are normal numbers.
void softmax_add_lattice(
    const lattice_axis *axes, long lattices, long depth, const double *tables, double square, double weight,
    const double *weights, const double *factors, long components, long scores, long longest, int withLogarithm,
    double *scratch, double *sums);

/// Adds to the Gaussian moments of a softmax those of some points, exponentials[point][scores], whose softmax under component k is
/// proportional to factors[k][scores] times them: to posterior[k][scores] the softmax times roots[k]^2, to products[scores][scores]
/// its products with itself, likewise weighted, in the upper triangle at least, and to the logarithm, unless it is null, that of the
/// sum which it is normalised by.
///
/// `scores` is a multiple of 8, with zeros for factors and ones for exponentials that fill up; `count` is one of 4, and `scratch` has
/// room for count * (scores + 1) numbers. The sums are normal numbers.
void softmax_add_samples(
    const double *exponentials, long count, const double *factors, const double *roots, long components, long scores,
    double *scratch, double *posterior, double *products, double *logarithm);

/// Adds to the moments of a mixture tilted by a softmax, under one component, those at some points and their opposites,
/// pairs[count][axes]. At a point z every score l has y = tilts[l][0] + sum z[a] tilts[l][1 + a] and, with the image h = images[0] + sum
/// z[a] images[1 + a], the softmax p that is proportional to exp(logWeights[l] + h . (means[l] + y) / 2). To probabilities[scores] go
/// p, to mean[width] the mean of y under p, to products[width][width] its covariance, in the upper triangle at least, and to the
/// logarithm, unless it is null, that of the sum which p is normalised by.
///
/// `width`, of images, tilts and means, is a multiple of 8, with zeros that fill up. `scratch` has room for
/// 2 * count * (scores * (width + 1) + 1) + 16 + 2 * width + scores numbers.
void softmax_add_tilted(
    const double *pairs, long count, long axes, const double *images, const double *tilts, const double *means,
    const double *logWeights, long scores, long width, double *scratch, double *probabilities, double *mean,
    double *products, double *logarithm);

/// The sums over some points, in `blocks` of sixteen, points[block][axis][16] and weights[block][16], of the moments of a softmax
/// whose scores are coefficients[score] times the features 1, z_i, z_i z_j for i <= j: sums[score][feature] of weight times p_l
/// times the feature, then of the weight times 1, |z|, ... |z|^4, then of the weight times the logarithm of the sum of exponentials.
///
/// Each is a sum of sixteen, of one term a block. The exponentials are exact as ``vector_exponentials``. `scratch` has room for 16
/// numbers for each feature, score, and sum.
void softmax_add_quadratic(
    const double *points, const double *weights, long blocks, long axes, const double *coefficients, long scores,
    double *scratch, double *sums);

/// Adds a multiple of x to y, all of them sums of two doubles, `high + low` with `low` at most half an ulp of `high`. Each result
/// is within 2^-102 (|y| + |factor x|) of the exact one.
void double_double_add_multiple(
    long count, double factorHigh, double factorLow, const double *xHigh, const double *xLow, double *yHigh,
    double *yLow);

/// Adds the product of two matrices of such numbers, in column-major order, to a third one.
void double_double_multiply(
    long rows, long inner, long columns, const double *aHigh, const double *aLow, const double *bHigh,
    const double *bLow, double *cHigh, double *cLow);

/// Replaces a symmetric n x n matrix, of which the lower triangle is read, by its Cholesky factor. Zero, or the order of the first
/// minor that is not positive. `work` holds 34 n + 256 numbers.
long double_double_cholesky(long n, double *high, double *low, double *work);

/// Solves with a lower triangular n x n matrix L, for each column of x in place.
void double_double_substitute(
    long n, long columns, const double *high, const double *low, double *xHigh, double *xLow);

/// Solves with the transpose of a lower triangular n x n matrix L, for each column of x in place.
void double_double_substitute_transposed(
    long n, long columns, const double *high, const double *low, double *xHigh, double *xLow);

/// What there is of X = L^-1 D, L lower triangular, n x n, and D a diagonal: the sum of the squares of each column, and of each row
/// the sum of |X_ij| given_j. In doubles, by substitution; `work` has room for 8 n numbers.
void inverse_sizes(
    long n, const double *l, const double *diagonal, const double *given, double *work, double *squares,
    double *sums);

/// The portable code, whatever the processor: for tests.
double vector_exponentials_portable(double *values, long count, double shift);

#endif
