"""What every process that is measured speaks: a line in, its time and result as a line of JSON out."""

import json
import sys
import time


def answer_each_line(compute):
    for _ in sys.stdin:
        start = time.perf_counter()
        result = compute()
        seconds = time.perf_counter() - start
        print(json.dumps({"seconds": seconds, "result": result}), flush=True)


def read_batch(path, rank, dimension):
    """The encoder, r x d, and both members of the pairs, n x d, of a file as measure reads it."""
    import numpy

    numbers = numpy.fromfile(path)
    encoder = numbers[: rank * dimension].reshape(rank, dimension)
    first, second = numbers[rank * dimension :].reshape(2, -1, dimension)
    return encoder, first, second
