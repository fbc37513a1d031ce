"""Fewer fragments: rooms of a small grid side by side, without ever making the plan dearer.

Simulated annealing from a plan in hand. A step gives a room to a keeper next door, or to one
for whom it is nearly as good by the prices of the flow, and passes rooms on along a short
chain of keepers; every difference is exact, and the cheapest plan met is the one returned.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from random import Random

import numpy as np

from .arrays import NOBODY, Ints

WARMEST, COOLEST = 0.75, 0.05  # in fragments
LONGEST_CHAIN = 4
NEARLY, MOST_GOOD = 100, 16  # a keeper this much dearer, at most so many keepers, may be tried
STEPS_A_ROOM = 1000
LOOK_UP = 500  # steps between two looks at the stop


def improve(
    cost: Ints,
    slots: Sequence[Sequence[int]],
    corridors: Sequence[object],
    chosen: Sequence[int],
    *,
    prices: Ints,
    fragment: int,
    fixed: Collection[int],
    random: Random,
    stop: Callable[[], bool],
    progress: Callable[[float], None],
) -> list[int]:
    """A choice no dearer than ``chosen`` in cost, load and fragments together.

    Rows stand in door order; ``corridors[row]`` is equal for rows of one corridor. Rows
    left to nobody and ``fixed`` rows stay as they are. ``prices`` are those of the flow.
    """
    if not fragment:
        return list(chosen)
    board = _Board(cost, slots, corridors, chosen, fragment, _good(cost, slots, prices))
    movable = [row for row, column in enumerate(chosen) if column != NOBODY and row not in fixed]
    best, best_change, change = list(chosen), 0, 0
    steps = STEPS_A_ROOM * len(movable)
    frozen = set(range(len(chosen))) - set(movable)
    for step in range(steps):
        if step % LOOK_UP == 0:
            progress(step / steps)
            if stop():
                break
            heat = fragment * WARMEST * (COOLEST / WARMEST) ** (step / steps)
        chain = board.chain(movable[int(random.random() * len(movable))], frozen, random)
        undo = [(row, board.chosen[row]) for row, _ in reversed(chain)]
        difference = sum(board.give(row, column) for row, column in chain)
        if difference <= 0 or random.random() < math.exp(-difference / heat):
            change += difference
            if change < best_change:
                best, best_change = list(board.chosen), change
        else:
            for row, column in undo:
                board.give(row, column)
    progress(1.0)
    return best


class _Board:
    """A choice that can be changed room by room, knowing what each change costs."""

    def __init__(
        self,
        cost: Ints,
        slots: Sequence[Sequence[int]],
        corridors: Sequence[object],
        chosen: Sequence[int],
        fragment: int,
        good: Sequence[Sequence[int]],
    ) -> None:
        self.cost = cost.item
        overfull = 4 * (int(abs(cost).max(initial=0)) + 1) * (len(chosen) + 1)
        self.slots = [[*column, *[overfull] * LONGEST_CHAIN] for column in slots]
        self.fragment = fragment
        self.good = good
        self.chosen = list(chosen)
        self.rows_of: list[list[int]] = [[] for _ in slots]
        for row, column in enumerate(chosen):
            if column != NOBODY:
                self.rows_of[column].append(row)
        last = len(chosen) - 1
        self.beside = [
            [near for near in (row - 1, row + 1) if 0 <= near <= last and corridors[near] == corridors[row]]
            for row in range(len(chosen))
        ]

    def give(self, row: int, column: int) -> int:
        """Give a row to a column; the difference it makes to cost, load and fragments."""
        old = self.chosen[row]
        leaving, joining = self.rows_of[old], self.rows_of[column]
        leaving.remove(row)
        difference = self.cost(row, column) - self.cost(row, old)
        difference += self.slots[column][len(joining)] - self.slots[old][len(leaving)]
        fragments = (not leaving) - (not joining)
        for near in self.beside[row]:
            fragments += (self.chosen[near] == old) - (self.chosen[near] == column)
        joining.append(row)
        self.chosen[row] = column
        return difference + self.fragment * fragments

    def chain(self, row: int, frozen: Collection[int], random: Random) -> list[tuple[int, int]]:
        """Gifts that bring a row to a keeper next door, pass others on, and may come round."""
        giver, taker = self.chosen[row], self._taker(row, random)
        gifts = []
        moved = {row}
        while taker not in (NOBODY, self.chosen[row]):
            gifts.append((row, taker))
            spare = [other for other in self.rows_of[taker] if other not in moved and other not in frozen]
            if not spare or taker == giver or len(gifts) == LONGEST_CHAIN or random.random() < 0.3:
                break
            row = spare[int(random.random() * len(spare))]
            moved.add(row)
            taker = giver if random.random() < 0.5 else self._taker(row, random)
        return gifts

    def _taker(self, row: int, random: Random) -> int:
        good = self.good[row]
        if good and random.random() < 0.5:
            return good[int(random.random() * len(good))]
        near = self.beside[row]
        return self.chosen[near[int(random.random() * len(near))]] if near else NOBODY


def _good(cost: Ints, slots: Sequence[Sequence[int]], prices: Ints) -> list[list[int]]:
    """For each row, the columns that are nearly as cheap as its cheapest, the best first."""
    able = np.array([bool(column) for column in slots])
    full = np.where(able, cost + prices, np.iinfo(np.int64).max)
    width = min(MOST_GOOD, full.shape[1])
    order = np.argsort(full, axis=1, kind="stable")[:, :width]
    extra = np.take_along_axis(full, order, axis=1)
    close = extra <= extra[:, :1] + NEARLY
    return [columns[keep].tolist() for columns, keep in zip(order, close, strict=True)]
