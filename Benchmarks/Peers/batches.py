"""Value and gradient of InfoNCE of a batch, beside PyTorch, KeOps, and the exponentials of its scores alone."""

import sys
from pathlib import Path

import numpy

from interleaved import Worker, measure

here = Path(__file__).resolve().parent


def write_batch(path, n, dimension, rank):
    generator = numpy.random.default_rng(n)
    encoder = 0.2 * generator.normal(size=(rank, dimension))
    first = generator.normal(size=(n, dimension))
    second = first + 0.5 * generator.normal(size=(n, dimension))
    with open(path, "wb") as file:
        for part in (encoder, first, second):
            part.tofile(file)


def compare(program, folder, rounds, dimension=64, rank=8):
    print(f"\nInfoNCE of a batch, value and gradient, float64, d = {dimension}, r = {rank}\n")
    print("| n | | seconds | ours is faster by | times its exponentials | peak memory, MB | differs by |")
    print("|---|---|---|---|---|---|---|")
    for n in (4096, 16384):
        file = folder / f"batch-{n}"
        write_batch(file, n, dimension, rank)
        size = [str(rank), str(dimension)]
        workers = [
            Worker("ours", [program, "batch", file, "--rank", size[0], "--dimension", size[1]]),
            Worker("PyTorch", [sys.executable, here / "batch_torch.py", file, *size]),
            Worker("KeOps", [sys.executable, here / "batch_keops.py", file, *size]),
        ]
        floor = Worker("exponentials", [program, "exponentials", str(n)])
        measure([*workers, floor], rounds)
        ours = workers[0]
        for worker in workers:
            ratio = worker.seconds / ours.seconds
            difference = relative_difference(worker.result, ours.result)
            print(
                f"| {n} | {worker.name} | {worker.seconds:.3g} | {ratio:.3g} | {worker.seconds / floor.seconds:.3g}"
                f" | {worker.peak:.0f} | {difference:.1e} |",
                flush=True,
            )


def relative_difference(result, reference):
    """The larger of those of value and gradient."""
    gradient, own = numpy.array(result["gradient"]), numpy.array(reference["gradient"])
    return max(
        abs(result["value"] / reference["value"] - 1),
        numpy.linalg.norm(gradient - own) / numpy.linalg.norm(own),
    )
