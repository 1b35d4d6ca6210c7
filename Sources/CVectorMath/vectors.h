// What the files of this library share; no part of its interface.
#pragma once

#include <math.h>
#include <stdint.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

// Four doubles; the compiler splits the vectors where those of a processor are shorter.
typedef double lanes __attribute__((vector_size(32)));
typedef int64_t lane_bits __attribute__((vector_size(32)));
typedef uint64_t unsigned_bits __attribute__((vector_size(32)));

// Through pointers, because a vector that is returned has an ABI that depends on the instruction set.
INLINE void load(lanes *to, const double *from) { memcpy(to, from, sizeof *to); }

INLINE void store(double *to, const lanes *from) { memcpy(to, from, sizeof *from); }

// Eight of them, where four wait for one another.
typedef double octet __attribute__((vector_size(64)));

INLINE void load_octet(octet *to, const double *from) { memcpy(to, from, sizeof *to); }

INLINE void store_octet(double *to, const octet *from) { memcpy(to, from, sizeof *from); }

// A function that is compiled for processors with AVX2 and for any; the loader takes the one that fits. A wide one is compiled for
// AVX-512 as well, whose registers are twice as many and twice as long: where most of a run's time is in one loop. (For all functions
// it made a whole run an eighth slower, as measured.) What it computes is the same, bit for bit.
#if defined(__x86_64__) && defined(__linux__)
#define EVERYWHERE __attribute__((target_clones("arch=x86-64-v3", "default")))
#define EVERYWHERE_WIDE __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define EVERYWHERE
#define EVERYWHERE_WIDE
#endif
