"""The better of two divisions, part by part.

Where two divisions differ, the keepers and doors concerned fall into parts that have nothing to
do with each other: no keeper and no two neighbouring rooms in common. Each part is taken from
the division where it costs less, so that the outcome costs no more than either.
"""

from __future__ import annotations

import numpy as np

from planner.instance.arrays import NOBODY

from . import allocating, compiled
from .costs import load_cost, pair_cost


@compiled
def _find(leader, k):
    while leader[k] != k:
        leader[k] = leader[leader[k]]
        k = leader[k]
    return k


@compiled
def _unite(leader, k, other):
    a, b = _find(leader, k), _find(leader, other)
    leader[max(a, b)] = min(a, b)


@compiled
def _price(side, r, k):
    return side.uncovered if k == NOBODY else pair_cost(side, r, k) + side.rates.fragment


@compiled
def _one_run(side, chosen, r):
    """Whether a room and the next one are of one run."""
    return side.corridor[r] == side.corridor[r + 1] and chosen[r] == chosen[r + 1] != NOBODY


@compiled
def _load(side, k, n):
    return load_cost(side, k, n) - (side.rates.fragment if n > 0 else 0)


@compiled
def full_cost(side, chosen, load):
    """The six terms, ``base`` included, of the rooms that have a keeper."""
    total = side.base
    for r in range(len(chosen)):
        if chosen[r] != NOBODY:
            total += _price(side, r, chosen[r])
            if r > 0 and _one_run(side, chosen, r - 1):
                total -= side.rates.fragment
    for k in range(len(load)):
        total += _load(side, k, load[k])
    return total


@allocating
def merge(side, chosen, other):
    """Takes into ``chosen`` the parts of ``other`` that cost less; returns what that saves."""
    rooms, keepers = len(chosen), len(side.keeper)
    leader = np.arange(keepers)
    load, other_load = np.zeros(keepers, dtype=np.int64), np.zeros(keepers, dtype=np.int64)
    for r in range(rooms):
        a, b = chosen[r], other[r]
        if a != NOBODY:
            load[a] += 1
        if b != NOBODY:
            other_load[b] += 1
        if a == b:
            continue
        if a != NOBODY and b != NOBODY:
            _unite(leader, a, b)
        if r > 0 and side.corridor[r - 1] == side.corridor[r] and chosen[r - 1] != other[r - 1]:
            _unite(leader, max(a, b), max(chosen[r - 1], other[r - 1]))
    change = np.zeros(keepers, dtype=np.int64)
    for r in range(rooms):
        differs = chosen[r] != other[r]
        if differs:
            part = _find(leader, max(chosen[r], other[r]))
            change[part] += _price(side, r, other[r]) - _price(side, r, chosen[r])
        if r + 1 < rooms and (differs or chosen[r + 1] != other[r + 1]):
            near = r if differs else r + 1
            part = _find(leader, max(chosen[near], other[near]))
            change[part] -= side.rates.fragment * (_one_run(side, other, r) - _one_run(side, chosen, r))
    for k in range(keepers):
        change[_find(leader, k)] += _load(side, k, other_load[k]) - _load(side, k, load[k])
    saved = 0
    for r in range(rooms):
        if chosen[r] != other[r] and change[_find(leader, max(chosen[r], other[r]))] < 0:
            chosen[r] = other[r]
    for k in range(keepers):
        saved -= min(0, change[k])
    return saved
