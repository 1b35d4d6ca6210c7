// LAPACKE as Swift can import it: C's complex types do not import, so two plain structs stand in for them.
#ifndef CLAPACKE_SHIM_H
#define CLAPACKE_SHIM_H

typedef struct { float real, imag; } clapacke_complex_float;
typedef struct { double real, imag; } clapacke_complex_double;

#define LAPACK_COMPLEX_CUSTOM
#define lapack_complex_float clapacke_complex_float
#define lapack_complex_double clapacke_complex_double

#include <cblas.h>
#include <lapacke.h>

#endif
