"""Population InfoNCE of a mixture by SciPy's L-BFGS on a compiled JAX objective: MIXTURE BIAS RANK NODES.

The same exact loss as ours, by Gauss-Hermite nodes in every dimension, in whitened coordinates as well: in those of the
mixture the method would need many more steps. Reading the mixture and compiling are not timed, whitening is.
"""

import json
import sys

import jax
import jax.numpy as jnp
import numpy
from scipy.linalg import cholesky, solve_triangular
from scipy.optimize import minimize

from worker import answer_each_line

jax.config.update("jax_enable_x64", True)

path, bias, rank, node_count = sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
with open(path) as file:
    mixture = json.load(file)
weights, means, covariance = (numpy.array(mixture[key]) for key in ("weights", "means", "covariances"))
coupling = bias * numpy.diag(weights) + (1 - bias) * numpy.outer(weights, weights)

points, point_weights = numpy.polynomial.hermite_e.hermegauss(node_count)
nodes = numpy.stack(numpy.meshgrid(*[points] * rank, indexing="ij"), -1).reshape(-1, rank)
node_weights = numpy.prod(
    numpy.stack(numpy.meshgrid(*[point_weights] * rank, indexing="ij"), -1).reshape(-1, rank), 1
)
node_weights /= node_weights.sum()


@jax.jit
@jax.value_and_grad
def loss(encoder, whitened_means):
    """Encoder r x d, means d x K."""
    own = encoder @ whitened_means
    gram = encoder @ encoder.T
    linear = jnp.sum((own @ coupling) * own)
    quadratic = jnp.sum(gram * gram) + jnp.sum((gram @ own) * (own * weights))
    inputs = nodes @ jnp.linalg.cholesky(gram).T
    scores = inputs @ own
    between = own.T @ own
    logarithms = jax.nn.logsumexp(scores[:, None, :] + between + jnp.log(weights), axis=-1)
    return quadratic / 2 - linear + node_weights @ logarithms @ weights


def compute():
    factor = cholesky(covariance, lower=True)
    whitened = solve_triangular(factor, means.T, lower=True)
    d = len(covariance)
    start = 0.3 / numpy.sqrt(d * rank) * numpy.random.default_rng(1).normal(size=(rank, d))

    def objective(flat):
        value, gradient = loss(flat.reshape(rank, d), whitened)
        return float(value), numpy.asarray(gradient).ravel()

    found = minimize(
        objective, start.ravel(), jac=True, method="L-BFGS-B",
        options={"maxiter": 10_000, "maxfun": 20_000, "ftol": 0, "gtol": 1e-10},
    )
    encoder = solve_triangular(factor, found.x.reshape(rank, d).T, lower=True, trans="T").T
    return {"value": found.fun, "encoder": encoder.tolist(), "evaluations": found.nfev}


answer_each_line(compute)
