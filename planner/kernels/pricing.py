"""The set-partitioning bound: a price a room, and for each keeper the best set of rooms at these prices.

For any prices v (never more than ``uncovered``), no plan costs less than

    sum of v  +  sum over keepers of the least  cost(S) - v(S)  over all sets S that they may keep.

A plan is above that by the slack of its keepers: what each one's own set costs more than their
best. Prices are whole numbers, SCALE to a cost unit, so that the bound claimed is the bound.
A pinned room is in every set of its keeper, and has no price.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from planner.instance.arrays import NOBODY, Ints

from . import compiled
from .costs import load_cost

SCALE = 256
ENDLESS = 2**60


class Pairs(NamedTuple):
    """P candidate pairs, keeper by keeper in door order."""

    start: Ints  # [K + 1]
    room: Ints  # [P]
    cost: Ints  # [P] scaled
    beside: Ints  # [P] 1: the pair before is of the same keeper and the door before
    cap: Ints  # [K]


class Sets(NamedTuple):
    """The best sets, and room to look for them."""

    best: Ints  # [K] what the best set costs less its prices
    needed: Ints  # [K] a pair outside may help only if it costs less than this above its room's price
    count: Ints  # [R] in how many best sets a room is
    closed: Ints  # [most rooms a keeper + 1] least with n rooms, the last door not taken
    opened: Ints  # [..] the same, the last door taken
    back: np.ndarray  # [pairs of a keeper, most rooms + 1] int8: 1 = joined an open run, 2 = closed one


@compiled
def load_price(side, k, n):
    """Scaled load cost, the first run taken off."""
    return SCALE * (load_cost(side, k, n) - (side.rates.fragment if n > 0 else 0))


@compiled
def forward(side, pairs, sets, value, k):
    """Fills closed, opened and back for a keeper; returns the most rooms they can have."""
    closed, opened, back = sets.closed, sets.opened, sets.back
    fragment, cap = SCALE * side.rates.fragment, pairs.cap[k]
    first, last = pairs.start[k], pairs.start[k + 1]
    cap = min(cap, last - first)
    for n in range(cap + 1):
        closed[n] = opened[n] = ENDLESS
    closed[0] = 0
    for i in range(first, last):
        r = pairs.room[i]
        extra = pairs.cost[i] - value[r]
        join = 0 if pairs.beside[i] else fragment
        forced = side.pin[r] != NOBODY
        for n in range(min(i - first + 1, cap), -1, -1):
            bits = 0
            if opened[n] < closed[n]:
                bits, closed[n] = 2, opened[n]
            if n > 0:
                joined, started = opened[n - 1] + join, closed[n - 1] + fragment
                if joined <= started:
                    bits |= 1
                    opened[n] = joined + extra
                else:
                    opened[n] = started + extra
            if forced:
                closed[n] = ENDLESS
            back[i - first, n] = bits
    return cap


@compiled
def price_keeper(side, pairs, sets, value, k):
    """The best set of one keeper: its rooms are counted, its value noted."""
    cap = forward(side, pairs, sets, value, k)
    best, size = ENDLESS, 0
    for n in range(cap + 1):
        total = min(sets.closed[n], sets.opened[n]) + load_price(side, k, n)
        if total < best:
            best, size = total, n
    sets.best[k] = best
    is_open = sets.opened[size] < sets.closed[size]
    first = pairs.start[k]
    i = pairs.start[k + 1] - 1
    while size > 0:
        bits = sets.back[i - first, size]
        if is_open:
            sets.count[pairs.room[i]] += 1
            size -= 1
            is_open = bits & 1 != 0
        else:
            is_open = bits & 2 != 0
        i -= 1


@compiled
def price_all(side, pairs, sets, value):
    sets.count[:] = 0
    for k in range(len(pairs.cap)):
        price_keeper(side, pairs, sets, value, k)


@compiled
def need_all(side, pairs, sets, value):
    """For each keeper the scaled cost above the room's price below which a pair outside could help.

    A set with j pairs from outside costs no less than its other n - j rooms at their best and the
    j pairs, each of which may join two runs into one.
    """
    fragment = SCALE * side.rates.fragment
    for k in range(len(pairs.cap)):
        inside = forward(side, pairs, sets, value, k)
        need = -ENDLESS
        for n in range(1, pairs.cap[k] + 1):
            for j in range(max(1, n - inside), n + 1):
                rest = min(sets.closed[n - j], sets.opened[n - j])
                if rest >= ENDLESS // 2:
                    continue
                short = sets.best[k] - load_price(side, k, n) - rest
                short += fragment * j if n > j else -fragment
                need = max(need, -((-short) // j))
        sets.needed[k] = need


@compiled
def plan_slack(side, sets, own_cost, chosen, value, slack):
    """What each keeper's own set costs more than the best, and all of it with what uncovered rooms do not pay."""
    for k in range(len(slack)):
        slack[k] = own_cost[k] - sets.best[k]
    total = 0
    for r in range(len(chosen)):
        if chosen[r] == NOBODY:
            total += SCALE * side.uncovered - value[r]
        else:
            slack[chosen[r]] -= value[r]
    for k in range(len(slack)):
        total += slack[k]
    return total


@compiled
def own_costs(side, chosen, load, own_cost, pair_of):
    """Scaled cost of what each keeper has in a plan; ``pair_of`` is the scaled cost of each room's pair."""
    for k in range(len(load)):
        own_cost[k] = load_price(side, k, load[k])
    for r in range(len(chosen)):
        k = chosen[r]
        if k == NOBODY:
            continue
        own_cost[k] += pair_of[r]
        if r == 0 or side.corridor[r - 1] != side.corridor[r] or chosen[r - 1] != k:
            own_cost[k] += SCALE * side.rates.fragment


@compiled
def copy(source, target):
    for place in range(len(source)):
        target[place] = source[place]


class Ascent(NamedTuple):
    """Prices on their way up, between two slices of iterations."""

    value: Ints  # [R] the prices looked at
    kept: Ints  # [R] the best prices so far
    slack: Ints  # [K] at the prices looked at
    kept_slack: Ints  # [K] at the best
    own_cost: Ints  # [K]
    block: Ints  # [R] rooms whose prices move together
    direction: np.ndarray  # [R] float64
    width: Ints  # [R] the most sets too many that have wanted a room so far: its price goes in steps as much shorter
    highest: Ints  # [R] no price is raised above
    norm: np.ndarray  # [blocks] float64
    gap: np.ndarray  # [blocks] float64
    least: Ints  # [2] the least slack in all so far, and for how many iterations there was no less
    reach: np.ndarray  # [1] float64: a step as a share of the one that would close the gap


@compiled
def ascend(side, pairs, sets, ascent, chosen, iterations, patience, inertia, cut):
    """Moves the prices up the bound, each block by what its keepers have in slack; returns whether to go on.

    The reach of a step is cut where nothing better is met for long, and the best prices are gone back to.
    """
    value, kept = ascent.value, ascent.kept
    for _ in range(iterations):
        price_all(side, pairs, sets, value)
        gap = plan_slack(side, sets, ascent.own_cost, chosen, value, ascent.slack)
        if gap < ascent.least[0]:
            ascent.least[0], ascent.least[1] = gap, 0
            copy(value, kept)
            copy(ascent.slack, ascent.kept_slack)
            if gap < SCALE:
                return False
        else:
            ascent.least[1] += 1
            if ascent.least[1] >= patience:
                ascent.least[1] = 0
                ascent.reach[0] *= cut
                copy(kept, value)
        _step(side, sets, ascent, chosen, inertia)
    return True


@compiled
def _step(side, sets, ascent, chosen, inertia):
    value, direction, width = ascent.value, ascent.direction, ascent.width
    ascent.norm[:] = 0.0
    ascent.gap[:] = 0.0
    for r in range(len(chosen)):
        if side.pin[r] == NOBODY:
            width[r] = max(width[r], sets.count[r] - 1)
            direction[r] = inertia * direction[r] + (1 - sets.count[r])
            ascent.norm[ascent.block[r]] += direction[r] * direction[r] / width[r]
        k = chosen[r]
        if k != NOBODY and ascent.slack[k] > 0:
            ascent.gap[ascent.block[r]] += ascent.slack[k]
            ascent.slack[k] = 0
    for b in range(len(ascent.norm)):
        ascent.norm[b] = ascent.reach[0] * ascent.gap[b] / max(1.0, ascent.norm[b])
    for r in range(len(chosen)):
        if side.pin[r] == NOBODY:
            step = np.int64(np.floor(direction[r] * ascent.norm[ascent.block[r]] / width[r] + 0.5))
            value[r] = max(-SCALE * side.uncovered, min(value[r] + step, ascent.highest[r]))
