#include "CVectorMath.h"

#include "exponential.h"

// Register tiles: eight sums of four doubles each stay in registers.

INLINE void load_all(lanes *sums, const double *from) {
  for (int s = 0; s < 8; s++) load(&sums[s], from + 4 * s);
}

INLINE void store_all(double *to, const lanes *sums) {
  for (int s = 0; s < 8; s++) store(to + 4 * s, &sums[s]);
}

// The scores of eight keys, of which the first `valid` count, and all anchors, less the shifts.
INLINE void panel_scores(
    const double *panel, long valid, const double *anchors, long rank, long count, const double *shifts,
    double *scores) {
  for (long i = 0; i < count; i += 4) {
    lanes sums[8] = {0};
    for (int s = 0; s < 8; s++) sums[s] -= shifts[i + s / 2];
    for (long c = 0; c < rank; c++) {
      lanes low, high;
      load(&low, panel + 8 * c);
      load(&high, panel + 8 * c + 4);
      for (int a = 0; a < 4; a++) {
        const double factor = anchors[(i + a) * rank + c];
        sums[2 * a] += factor * low;
        sums[2 * a + 1] += factor * high;
      }
    }
    store_all(scores + 8 * i, sums);
  }
  for (long lane = valid; lane < 8; lane++) {
    for (long i = 0; i < count; i++) scores[8 * i + lane] = -INFINITY;
  }
}

INLINE long valid_in_panel(long keys, long panel) { return keys - 8 * panel < 8 ? keys - 8 * panel : 8; }

EVERYWHERE_WIDE void softmax_exponentiate(
    const double *keyPanels, long keys, const double *anchors, long rank, long count, const double *shifts,
    double *exponentials, double *sums, double *keySums) {
  const long panels = (keys + 7) / 8;
  for (long p = 0; p < panels; p++) {
    double *values = exponentials + p * count * 8;
    panel_scores(keyPanels + p * rank * 8, valid_in_panel(keys, p), anchors, rank, count, shifts, values);
    for (long i = 0; i < 8 * count; i += 16) {
      block part, total;
      memcpy(&part, values + i, sizeof part);
      exponential(&part);
      memcpy(values + i, &part, sizeof part);
      memcpy(&total, sums + i, sizeof total);
      total += part;
      memcpy(sums + i, &total, sizeof total);
    }
  }
  // Two anchors and four coordinates at a time.
  for (long i = 0; i < count; i += 2) {
    for (long c = 0; c < rank; c += 4) {
      lanes both[8];
      double *first = keySums + (i * rank + c) * 4, *second = first + rank * 4;
      for (int q = 0; q < 4; q++) {
        load(&both[q], first + 4 * q);
        load(&both[4 + q], second + 4 * q);
      }
      for (long p = 0; p < panels; p++) {
        for (int half = 0; half < 8; half += 4) {
          const double *values = exponentials + (p * count + i) * 8 + half;
          const double *key = keyPanels + (p * rank + c) * 8 + half;
          lanes one, other;
          load(&one, values);
          load(&other, values + 8);
          for (int q = 0; q < 4; q++) {
            lanes entry;
            load(&entry, key + 8 * q);
            both[q] += one * entry;
            both[4 + q] += other * entry;
          }
        }
      }
      for (int q = 0; q < 4; q++) {
        store(first + 4 * q, &both[q]);
        store(second + 4 * q, &both[4 + q]);
      }
    }
  }
}

EVERYWHERE void softmax_raise_maxima(
    const double *keyPanels, long keys, const double *anchors, long rank, long count, double *maxima) {
  // Four anchors at a time.
  const double shifts[4] = {0};
  double scores[32];
  for (long p = 0; 8 * p < keys; p++) {
    for (long i = 0; i < count; i += 4) {
      panel_scores(
          keyPanels + p * rank * 8, valid_in_panel(keys, p), anchors + i * rank, rank, 4, shifts, scores);
      for (int s = 0; s < 32; s++) {
        double *largest = maxima + i + s / 8;
        *largest = scores[s] > *largest ? scores[s] : *largest;
      }
    }
  }
}

EVERYWHERE void softmax_distribute(
    const double *exponentials, long keys, const double *anchors, long rank, long count, double *sumPanels) {
  for (long p = 0; 8 * p < keys; p++) {
    const double *values = exponentials + p * count * 8;
    for (long c = 0; c < rank; c += 4) {
      double *target = sumPanels + (p * rank + c) * 8;
      lanes sums[8];
      load_all(sums, target);
      for (long i = 0; i < count; i++) {
        lanes low, high;
        load(&low, values + 8 * i);
        load(&high, values + 8 * i + 4);
        for (int q = 0; q < 4; q++) {
          const double factor = anchors[i * rank + c + q];
          sums[2 * q] += factor * low;
          sums[2 * q + 1] += factor * high;
        }
      }
      store_all(target, sums);
    }
  }
}
