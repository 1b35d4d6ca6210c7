// Elementwise functions of arrays, at the speed of the processor that runs them.
#ifndef CVECTORMATH_H
#define CVECTORMATH_H

/// Replaces each of the values by exp(value - shift) and returns their sum.
///
/// For differences in [-708, 709] each is within 2 ulp of the exact value; below -708 it is 0, above 709 infinity, and NaN
/// stays NaN. About 1.3 ns a value with AVX2 and 4.3 ns without, on one core. The last bits of values and sum
/// differ between instruction sets.
double vector_exponentials(double *values, long count, double shift);

/// The largest of the values, -infinity without any; NaNs are passed over.
double vector_maximum(const double *values, long count);

// Products of matrices of which one dimension is small, where a general product spends half of its time on copies. All are in
// column-major order; a stride is the distance of two columns.

/// product = left * right, or product += left * right: rows * inner times inner * columns, whose columns follow each other
/// without a gap.
void vector_tall_product(
    const double *left, long leftStride, long rows, const double *right, long inner, long columns,
    double *product, long productStride, int adding);

/// product = leftT * right, leftColumns * rightColumns without gaps, of two matrices with the same number of rows.
void vector_inner_products(
    const double *left, long leftStride, long leftColumns, const double *right, long rightStride,
    long rightColumns, long rows, double *product);

/// The code that the others run on this processor: "avx2" or "portable".
const char *vector_math_kernel(void);

/// The portable code, whatever the processor: for tests.
double vector_exponentials_portable(double *values, long count, double shift);

#endif
