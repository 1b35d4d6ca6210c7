"""InfoNCE of a batch in PyTorch, all scores at once: FILE RANK DIMENSION."""

import math
import sys

import torch

from worker import answer_each_line, read_batch

path, rank, dimension = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
encoder, first, second = (torch.from_numpy(part) for part in read_batch(path, rank, dimension))


def compute():
    weights = encoder.clone().requires_grad_()
    anchors, keys = first @ weights.T, second @ weights.T
    scores = anchors @ keys.T
    value = (torch.logsumexp(scores, 1) - scores.diagonal()).mean() - math.log(len(first))
    value.backward()
    return {"value": value.item(), "gradient": weights.grad.tolist()}


answer_each_line(compute)
