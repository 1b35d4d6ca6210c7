#include "CVectorMath.h"

#include "logarithm.h"
#include "products.h"

EVERYWHERE void softmax_add_samples(
    const double *exponentials, long count, const double *factors, const double *roots, long components, long scores,
    double *scratch, double *posterior, double *products, double *logarithm) {
  double *const sums = scratch + count * scores;
  for (long k = 0; k < components; k++) {
    const double *const factor = factors + k * scores;
    for (long i = 0; i < count; i++) {
      const double *const own = exponentials + i * scores;
      double *const point = scratch + i * scores;
      lanes even = {0}, odd = {0}, a, b, value;
      for (long l = 0; l < scores; l += 8) {
        load(&a, own + l);
        load(&b, factor + l);
        value = a * b;
        even += value;
        store(point + l, &value);
        load(&a, own + l + 4);
        load(&b, factor + l + 4);
        value = a * b;
        odd += value;
        store(point + l + 4, &value);
      }
      even += odd;
      sums[i] = even[0] + even[1] + (even[2] + even[3]);
      const double scale = roots[k] / sums[i];
      for (long l = 0; l < scores; l += 4) {
        load(&value, point + l);
        value *= scale;
        store(point + l, &value);
        load(&a, posterior + k * scores + l);
        a += roots[k] * value;
        store(posterior + k * scores + l, &a);
      }
    }
    add_products(scratch, count, scores, products);
    if (!logarithm) continue;
    for (long i = 0; i < count; i += 4) {
      lanes four;
      load(&four, sums + i);
      logarithm_of(&four);
      *logarithm += roots[k] * roots[k] * (four[0] + four[1] + (four[2] + four[3]));
    }
  }
}
