"""Annealing of term 6: rooms change hands along short chains, and each difference is counted exactly.

A keeper's fragments are their runs less one if they have a room at all. So with the runs
counted door by door and ``fragment`` taken off a keeper's load cost as soon as it is not
empty, what a move changes is seen at the room, its two neighbours and the two keepers.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from planner.instance.arrays import NOBODY, Ints

from . import compiled
from .costs import load_cost, pair_cost
from .dice import LUCK, LUCK_BITS, draw

LONGEST = 4  # gifts in a chain
STRETCH = 512  # rooms


class Board(NamedTuple):
    """A division that can be changed room by room. Each keeper's rooms are a list."""

    chosen: Ints  # [R]
    load: Ints  # [K]
    first: Ints  # [K]
    after: Ints  # [R]
    before: Ints  # [R]
    cap: Ints  # [K] of the side, or more where the pins ask for more
    good_start: Ints  # [R + 1] keepers who may be tried for room r: good[good_start[r] : good_start[r + 1]]
    good: Ints  # [*]
    given: Ints  # [LONGEST] rooms of the chain under way
    giver: Ints  # [LONGEST] who had them
    dice: np.ndarray


@compiled
def seat(board, r, k):
    """Enter a room in a keeper's list."""
    board.chosen[r] = k
    if k == NOBODY:
        return
    head = board.first[k]
    board.after[r], board.before[r] = head, NOBODY
    if head != NOBODY:
        board.before[head] = r
    board.first[k] = r
    board.load[k] += 1


@compiled
def seat_all(board, chosen):
    for r in range(len(chosen)):
        seat(board, r, chosen[r])


@compiled
def _rise(board, r):
    k = board.chosen[r]
    if k == NOBODY:
        return
    before, after = board.before[r], board.after[r]
    if before == NOBODY:
        board.first[k] = after
    else:
        board.after[before] = after
    if after != NOBODY:
        board.before[after] = before
    board.load[k] -= 1


@compiled
def keeping(side, k, n, cap):
    """What a keeper's load costs, the first run taken off; above the cap it is out of the question."""
    if n == 0:
        return load_cost(side, k, 0)
    cost = load_cost(side, k, n) - side.rates.fragment
    return cost if n <= cap else cost + 2 * side.uncovered * (n - cap)


@compiled
def _at_the_door(side, board, r, k):
    """Pair cost and runs that a room brings to a keeper, by its neighbours."""
    if k == NOBODY:
        return side.uncovered
    cost = pair_cost(side, r, k) + side.rates.fragment
    if r > 0 and side.corridor[r - 1] == side.corridor[r] and board.chosen[r - 1] == k:
        cost -= side.rates.fragment
    if r + 1 < len(board.chosen) and side.corridor[r + 1] == side.corridor[r] and board.chosen[r + 1] == k:
        cost -= side.rates.fragment
    return cost


@compiled
def give(side, board, r, k):
    """Give a room to a keeper; returns the difference to the six terms, uncovered rooms priced in."""
    old = board.chosen[r]
    change = _at_the_door(side, board, r, k) - _at_the_door(side, board, r, old)
    if old != NOBODY:
        n, cap = board.load[old], board.cap[old]
        change += keeping(side, old, n - 1, cap) - keeping(side, old, n, cap)
    if k != NOBODY:
        n, cap = board.load[k], board.cap[k]
        change += keeping(side, k, n + 1, cap) - keeping(side, k, n, cap)
    _rise(board, r)
    seat(board, r, k)
    return change


@compiled
def _taker(side, board, r):
    """Somebody next door, or for whom the room is nearly as good."""
    dice = board.dice
    choice = board.good_start[r + 1] - board.good_start[r]
    if choice > 0 and draw(dice, 2):
        return board.good[board.good_start[r] + draw(dice, choice)]
    near = r - 1 + 2 * draw(dice, 2)
    if near < 0 or near >= len(board.chosen) or side.corridor[near] != side.corridor[r]:
        near = 2 * r - near
        if near < 0 or near >= len(board.chosen) or side.corridor[near] != side.corridor[r]:
            return NOBODY
    return board.chosen[near]


@compiled
def _spare(side, board, k, count):
    """A room of the keeper's that is not pinned and has not just been given; NOBODY if there is none."""
    r = board.first[k]
    for _ in range(draw(board.dice, board.load[k])):
        r = board.after[r]
    if side.pin[r] != NOBODY:
        return NOBODY
    for place in range(count):
        if board.given[place] == r:
            return NOBODY
    return r


@compiled
def _chain(side, board, r):
    """Gifts that bring a room to another keeper and pass others on; returns their number and the difference."""
    dice = board.dice
    start = board.chosen[r]
    taker = _taker(side, board, r)
    count, change = 0, 0
    while taker != board.chosen[r] and (taker != NOBODY or (start == NOBODY and count > 0)):
        if taker != NOBODY and board.cap[taker] == 0:
            break
        board.given[count], board.giver[count] = r, board.chosen[r]
        change += give(side, board, r, taker)
        count += 1
        if count == LONGEST or taker in (start, NOBODY):
            break
        if board.load[taker] <= board.cap[taker] and draw(dice, 3) == 0:
            break
        r = _spare(side, board, taker, count)
        if r == NOBODY:
            break
        taker = start if draw(dice, 2) else _taker(side, board, r)
    return count, change


@compiled
def anneal(side, board, rooms, steps, heat):
    """So many chains a room at one heat (1024ths of a cost unit); returns what they changed in all.

    A stretch of rooms at a time: what stands together is kept by the same people, and stays in the processor's cache.
    """
    total = 0
    for first in range(0, len(rooms), STRETCH):
        width = min(STRETCH, len(rooms) - first)
        for _ in range(steps * width):
            count, change = _chain(side, board, rooms[first + draw(board.dice, width)])
            if count == 0:
                continue
            if change <= 0 or change <= (heat * LUCK[draw(board.dice, 1 << LUCK_BITS)]) >> 20:
                total += change
                continue
            for place in range(count - 1, -1, -1):
                give(side, board, board.given[place], board.giver[place])
    return total
