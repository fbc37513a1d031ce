"""Chance that is the same on every machine: whole numbers alone, from one seed."""

from __future__ import annotations

import math

import numpy as np

from . import compiled

STEP = np.uint64(6364136223846793005)
SHIFT = np.uint64(1442695040888963407)
HIGH = np.uint64(33)
LUCK_BITS = 12
# How bad a change may be that is still taken at heat 1, in 1024ths: -log of a chance, at 4096 chances.
LUCK = np.array([round(-1024 * math.log((place + 0.5) / 4096)) for place in range(4096)], dtype=np.int64)


def new_dice(seed: int) -> np.ndarray:
    return np.array([(seed * 0x9E3779B97F4A7C15 + 0x632BE59BD9B4E019) & (2**64 - 1)], dtype=np.uint64)


@compiled
def draw(dice, sides):
    """A number from 0 to ``sides`` - 1; at most 2**31 of them."""
    dice[0] = dice[0] * STEP + SHIFT
    return (np.int64(dice[0] >> HIGH) * sides) >> 31
