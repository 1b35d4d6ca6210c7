"""The minimiser of population InfoNCE, beside L-BFGS."""

import json
import sys
from pathlib import Path

import numpy
from scipy.linalg import qr, solve_triangular

from interleaved import Worker, measure

here = Path(__file__).resolve().parent

BIAS = 0.8
# Nodes in each dimension. Up to five components the peer's error of integration is then below that of its method; with six, of five
# dimensions, it takes what it can in seconds, and with eight nothing was heard of it in eight minutes.
NODES = {3: 24, 4: 20, 5: 16, 6: 10}
# The time hardly depends on the dimension where the integral takes it.
DIMENSIONS = {3: (8, 64, 256, 512), 4: (8, 64, 256, 512), 5: (8, 64, 256, 512), 6: (8, 64)}


def draw_mixture(dimension, components, condition=100, separation=3):
    """A centred mixture whose means are about `separation` from its centre in units of the noise, in any dimension."""
    generator = numpy.random.default_rng(1000 * components + dimension)
    turn = qr(generator.normal(size=(dimension, dimension)))[0]
    covariance = turn * condition ** -numpy.linspace(0, 1, dimension) @ turn.T
    covariance = (covariance + covariance.T) / 2
    weights = generator.dirichlet(numpy.full(components, 10))
    whitened = separation / numpy.sqrt(dimension) * generator.normal(size=(components, dimension))
    means = whitened @ numpy.linalg.cholesky(covariance).T
    return {
        "weights": weights.tolist(),
        "means": (means - weights @ means).tolist(),
        "covariance_type": "tied",
        "covariances": covariance.tolist(),
    }


class Judge:
    """What the encoders of a mixture are worth, in whitened coordinates and by NumPy alone."""

    def __init__(self, mixture):
        self.factor = numpy.linalg.cholesky(numpy.array(mixture["covariances"]))
        whitened = solve_triangular(self.factor, numpy.array(mixture["means"]).T, lower=True)
        # The means are centred, so that one of them follows from the others.
        self.fisher = qr(whitened[:, 1:], mode="economic")[0]

    def gram(self, encoder):
        whitened = numpy.array(encoder) @ self.factor
        return whitened.T @ whitened

    def leak(self, encoder):
        """|H - Q H Q| / |H|: what of the Gram matrix is outside the Fisher subspace."""
        gram = self.gram(encoder)
        projector = self.fisher @ self.fisher.T
        return numpy.linalg.norm(gram - projector @ gram @ projector) / numpy.linalg.norm(gram)


def compare(program, folder, rounds):
    print("\nMinimiser of population InfoNCE, condition 100, r = K - 1; ours with its certificate\n")
    print("| d | K | | seconds | ours is faster by | leak | certified | peak memory, MB | differs by |")
    print("|---|---|---|---|---|---|---|---|---|")
    for components, dimensions in DIMENSIONS.items():
        for dimension in dimensions:
            compare_one(program, folder, rounds, dimension, components)


def compare_one(program, folder, rounds, dimension, components):
    mixture = draw_mixture(dimension, components)
    file = folder / f"mixture-{dimension}-{components}.json"
    file.write_text(json.dumps(mixture))
    rank = str(components - 1)
    peer = [sys.executable, here / "minimiser_scipy.py", file, str(BIAS), rank, str(NODES[components])]
    workers = [
        Worker("ours", [program, "minimiser", file, "--bias", str(BIAS), "--rank", rank]),
        Worker("SciPy, JAX", peer),
    ]
    measure(workers, rounds)
    ours = workers[0]
    judge = Judge(mixture)
    reference = judge.gram(ours.result["encoder"])
    size = numpy.linalg.norm(reference)
    for worker in workers:
        encoder = worker.result["encoder"]
        difference = numpy.linalg.norm(judge.gram(encoder) - reference) / size
        certified = f"{worker.result['distance'] / size:.1e}" if "distance" in worker.result else ""
        print(
            f"| {dimension} | {components} | {worker.name} | {worker.seconds:.3g}"
            f" | {worker.seconds / ours.seconds:.3g} | {judge.leak(encoder):.1e} | {certified}"
            f" | {worker.peak:.0f} | {difference:.1e} |",
            flush=True,
        )
