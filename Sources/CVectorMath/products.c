#include "CVectorMath.h"

#include <string.h>

// Register tiles: eight sums of four doubles each stay in registers; the compiler splits the vectors where those of a
// processor are shorter.
typedef double lanes __attribute__((vector_size(32)));

#define INLINE static inline __attribute__((always_inline))

// Eight rows of four columns of a product.
INLINE void tall_tile(
    const double *left, long leftStride, const double *right, long inner, double *product, long productStride,
    int adding) {
  lanes sums[8] = {0};
  for (long c = 0; c < inner; c++) {
    lanes low, high;
    memcpy(&low, left + c * leftStride, sizeof low);
    memcpy(&high, left + c * leftStride + 4, sizeof high);
    for (int i = 0; i < 4; i++) {
      const double factor = right[c + i * inner];
      sums[2 * i] += factor * low;
      sums[2 * i + 1] += factor * high;
    }
  }
  for (int half = 0; half < 8; half++) {
    double *target = product + half / 2 * productStride + half % 2 * 4;
    if (adding) {
      lanes before;
      memcpy(&before, target, sizeof before);
      sums[half] += before;
    }
    memcpy(target, &sums[half], sizeof(lanes));
  }
}

INLINE void tall(
    const double *left, long leftStride, long rows, const double *right, long inner, long columns,
    double *product, long productStride, int adding) {
  const long wholeRows = rows - rows % 8, wholeColumns = columns - columns % 4;
  for (long j = 0; j < wholeRows; j += 8) {
    // The next rows stand in as many places as there are columns, which the processor does not see coming.
    for (long c = 0; c < inner; c++) __builtin_prefetch(left + c * leftStride + j + 16);
    for (long i = 0; i < wholeColumns; i += 4) {
      tall_tile(
          left + j, leftStride, right + i * inner, inner, product + i * productStride + j, productStride, adding);
    }
  }
  for (long i = 0; i < columns; i++) {
    for (long j = i < wholeColumns ? wholeRows : 0; j < rows; j++) {
      double sum = adding ? product[i * productStride + j] : 0;
      for (long c = 0; c < inner; c++) sum += left[c * leftStride + j] * right[c + i * inner];
      product[i * productStride + j] = sum;
    }
  }
}

// Four columns of the one and two of the other.
INLINE void inner_tile(
    const double *left, long leftStride, const double *right, long rightStride, long rows, double *product,
    long productStride) {
  lanes sums[8] = {0};
  for (long j = 0; j < rows; j += 4) {
    lanes first, second;
    memcpy(&first, right + j, sizeof first);
    memcpy(&second, right + rightStride + j, sizeof second);
    for (int c = 0; c < 4; c++) {
      lanes entry;
      memcpy(&entry, left + c * leftStride + j, sizeof entry);
      sums[c] += entry * first;
      sums[4 + c] += entry * second;
    }
  }
  for (int i = 0; i < 2; i++) {
    for (int c = 0; c < 4; c++) {
      const lanes sum = sums[4 * i + c];
      product[c + i * productStride] = (sum[0] + sum[1]) + (sum[2] + sum[3]);
    }
  }
}

INLINE void inner(
    const double *left, long leftStride, long leftColumns, const double *right, long rightStride,
    long rightColumns, long rows, double *product) {
  const long wholeLeft = leftColumns - leftColumns % 4, wholeRight = rightColumns - rightColumns % 2;
  const long wholeRows = rows - rows % 4;
  for (long i = 0; i < wholeRight; i += 2) {
    for (long c = 0; c < wholeLeft; c += 4) {
      inner_tile(
          left + c * leftStride, leftStride, right + i * rightStride, rightStride, wholeRows,
          product + c + i * leftColumns, leftColumns);
    }
  }
  for (long i = 0; i < rightColumns; i++) {
    for (long c = 0; c < leftColumns; c++) {
      const int begun = i < wholeRight && c < wholeLeft;
      double sum = begun ? product[c + i * leftColumns] : 0;
      for (long j = begun ? wholeRows : 0; j < rows; j++) {
        sum += left[c * leftStride + j] * right[i * rightStride + j];
      }
      product[c + i * leftColumns] = sum;
    }
  }
}

#if defined(__x86_64__) && defined(__GNUC__)

#define AVX2 __attribute__((target("avx2,fma")))

AVX2 static void tall_avx2(
    const double *left, long leftStride, long rows, const double *right, long inner, long columns,
    double *product, long productStride, int adding) {
  tall(left, leftStride, rows, right, inner, columns, product, productStride, adding);
}

AVX2 static void inner_avx2(
    const double *left, long leftStride, long leftColumns, const double *right, long rightStride,
    long rightColumns, long rows, double *product) {
  inner(left, leftStride, leftColumns, right, rightStride, rightColumns, rows, product);
}

static int has_avx2(void) { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }

#else

#define tall_avx2 tall
#define inner_avx2 inner
static int has_avx2(void) { return 0; }

#endif

void vector_tall_product(
    const double *left, long leftStride, long rows, const double *right, long inner, long columns,
    double *product, long productStride, int adding) {
  if (has_avx2()) {
    tall_avx2(left, leftStride, rows, right, inner, columns, product, productStride, adding);
  } else {
    tall(left, leftStride, rows, right, inner, columns, product, productStride, adding);
  }
}

void vector_inner_products(
    const double *left, long leftStride, long leftColumns, const double *right, long rightStride,
    long rightColumns, long rows, double *product) {
  if (has_avx2()) {
    inner_avx2(left, leftStride, leftColumns, right, rightStride, rightColumns, rows, product);
  } else {
    inner(left, leftStride, leftColumns, right, rightStride, rightColumns, rows, product);
  }
}
