"""InfoNCE of a batch in KeOps, which never stores the scores: FILE RANK DIMENSION."""

import contextlib
import math
import sys

import torch

from worker import answer_each_line, read_batch

# KeOps reports what it compiles on standard output, where the answers belong.
with contextlib.redirect_stdout(sys.stderr):
    from pykeops.torch import LazyTensor

path, rank, dimension = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
encoder, first, second = (torch.from_numpy(part) for part in read_batch(path, rank, dimension))


def compute():
    with contextlib.redirect_stdout(sys.stderr):
        weights = encoder.clone().requires_grad_()
        anchors, keys = first @ weights.T, second @ weights.T
        scores = (LazyTensor(anchors[:, None, :]) * LazyTensor(keys[None, :, :])).sum(-1)
        own = (anchors * keys).sum(1)
        value = (scores.logsumexp(1)[:, 0] - own).mean() - math.log(len(first))
        value.backward()
    return {"value": value.item(), "gradient": weights.grad.tolist()}


answer_each_line(compute)
