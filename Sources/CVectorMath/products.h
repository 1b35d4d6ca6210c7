// No part of the interface.
#pragma once

#include "vectors.h"

// The products of a block of points, [point][scores], with themselves: a tile of four rows and eight columns stays in registers.
INLINE void add_products(const double *points, long count, long scores, double *products) {
  for (long column = 0; column < scores; column += 8) {
    for (long row = 0; row < column + 8; row += 4) {
      lanes sums[8];
      for (int r = 0; r < 4; r++) {
        load(&sums[2 * r], products + (row + r) * scores + column);
        load(&sums[2 * r + 1], products + (row + r) * scores + column + 4);
      }
      for (const double *point = points; point < points + count * scores; point += scores) {
        lanes left, right;
        load(&left, point + column);
        load(&right, point + column + 4);
        for (int r = 0; r < 4; r++) {
          sums[2 * r] += point[row + r] * left;
          sums[2 * r + 1] += point[row + r] * right;
        }
      }
      for (int r = 0; r < 4; r++) {
        store(products + (row + r) * scores + column, &sums[2 * r]);
        store(products + (row + r) * scores + column + 4, &sums[2 * r + 1]);
      }
    }
  }
}
