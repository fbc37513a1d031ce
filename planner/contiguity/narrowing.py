"""Term 6: rooms of a small grid side by side, and how far the plan can be from the best.

From the flow's optimum rooms change hands by annealing, and room prices rise to a bound on all
six terms. What separates the two is the slack of single keepers, so only their rooms are
annealed again, and of each outcome the parts that are cheaper are kept: the plan never gets
dearer, the bound never falls. At last the bound is made to hold over all pairs, and where few
sets of rooms are left that could save anything, the best choice of them is computed.
"""

from __future__ import annotations

from collections.abc import Callable
from math import gcd
from time import monotonic
from typing import NamedTuple

import numpy as np

from planner.instance.arrays import NOBODY, Ints, Optimum, Side
from planner.kernels.annealing import LONGEST, Board, anneal, seat_all
from planner.kernels.dice import new_dice
from planner.kernels.merging import full_cost, merge
from planner.kernels.pricing import SCALE

from .closing import close
from .prices import Prices

WARMEST, COOLEST = 0.75, 0.05  # in fragments
HEATS = 40
STEPS_A_ROOM, STEPS_AGAIN = 320, 1000  # chains
FIRST_ASCENTS, ROUNDS, ASCENTS = 300, 12, 100
PATIENCE = 4  # rounds without a cheaper plan
LAST_ASCENTS = 200
REACH, LEAST_REACH = 0.75, 0.1  # how far a round's prices reach next to the round before; and at least
CLOSE = 200  # cost units that may be left when the last of the gap is computed


class Improved(NamedTuple):
    """A plan no dearer than the flow's, and what no plan with as few uncovered rooms can cost less than."""

    chosen: Ints  # [R]
    cost: int  # six terms, ``base`` included
    bound: int


def improve(
    side: Side,
    optimum: Optimum,
    *,
    start: Ints | None = None,
    stop: Callable[[], bool] = lambda: False,
    progress: Callable[[float], None] = lambda share: None,
    seed: int = 0,
    seconds: float | None = None,
) -> Improved:
    """The best plan found in a fixed number of steps, or until ``stop()`` or so many seconds have passed.

    ``start`` is a plan with as few uncovered rooms to go on from where it is cheaper.
    """
    search = _Search(side, optimum, start, stop, seed, seconds)
    search.run(progress)
    progress(1.0)
    return Improved(search.chosen, search.cost, search.bound)


class _Search:
    """The plan in hand, the prices, and the time left."""

    def __init__(
        self,
        side: Side,
        optimum: Optimum,
        start: Ints | None,
        stop: Callable[[], bool],
        seed: int,
        seconds: float | None,
    ) -> None:
        self.side, self.optimum, self.stop, self.dice = side, optimum, stop, new_dice(seed)
        self.until = None if seconds is None else monotonic() + seconds
        self.unit = gcd(*side.rates[:6]) or 1  # every cost is a multiple of it
        self.bound = optimum.cost
        self.chosen = (optimum.chosen if start is None else start).copy()
        self._take(optimum.chosen)

    def run(self, progress: Callable[[float], None]) -> None:
        side = self.side
        if not side.rates.fragment or not len(side.room) or self.over() or not Prices.fit(side):
            return
        self.prices = Prices(side, self.optimum)
        movable = np.flatnonzero(side.pin == NOBODY)
        self.anneal(movable, STEPS_A_ROOM, progress)
        idle = 0
        for round_ in range(ROUNDS):
            progress((1 + round_) / (2 + ROUNDS))
            if self.over() or idle == PATIENCE:
                break
            self.prices.ascend(
                self.chosen, ASCENTS if round_ else FIRST_ASCENTS, max(REACH**round_, LEAST_REACH), self.over
            )
            before = self.cost
            self.anneal(self.loose_rooms(wider=idle > 0), STEPS_AGAIN)
            idle = idle + 1 if self.cost == before else 0
        if not self.over():
            self.prices.ascend(self.chosen, LAST_ASCENTS, LEAST_REACH, self.over)
        self.prove()

    def over(self) -> bool:
        return self.stop() or (self.until is not None and monotonic() > self.until)

    def anneal(self, rooms: Ints, steps: int, progress: Callable[[float], None] = lambda share: None) -> None:
        """Anneal some rooms from the plan in hand and keep the parts that are better."""
        if not len(rooms):
            return
        side, board = self.side, self._board()
        warmest = 1024 * side.rates.fragment * WARMEST
        for number in range(HEATS):
            if self.over():
                return
            heat = round(warmest * (COOLEST / WARMEST) ** (number / (HEATS - 1)))
            anneal(side, board, rooms, steps // HEATS, heat)
        self._take(board.chosen)

    def loose_rooms(self, *, wider: bool) -> Ints:
        """Rooms of keepers who could do better at the prices, and of nobody; or, wider, of all who could deal with them."""
        loose = np.append(self.prices.slack >= SCALE, True)  # the last: NOBODY
        if wider:
            keeper, room = self.prices.keeper_and_room()
            loose[self.chosen[room[loose[keeper]]]] = True
        return np.flatnonzero(loose[self.chosen] & (self.side.pin == NOBODY))

    def prove(self) -> None:
        """The bound over all pairs, and the plan that meets it where that can be computed."""
        gap = self.prices.let_in_all(self.chosen) // SCALE
        self._bounded_by(self.cost - gap)
        if self.over() or self.cost - self.bound > CLOSE:
            return
        best = close(self.side, self.prices, self.chosen, self.unit, self.over)
        if best is not None:
            self._take(best)
            self._bounded_by(self.cost)

    def _bounded_by(self, least: int) -> None:
        """Costs are whole numbers of units, so the least is rounded up."""
        self.bound = max(self.bound, -(-least // self.unit) * self.unit)

    def _take(self, other: Ints) -> None:
        merge(self.side, self.chosen, other)
        self.cost = self._cost()

    def _cost(self) -> int:
        load = np.bincount(self.chosen[self.chosen != NOBODY], minlength=len(self.side.keeper))
        return int(full_cost(self.side, self.chosen, load.astype(np.int64)))

    def _board(self) -> Board:
        rooms, keepers = len(self.side.room), len(self.side.keeper)
        start, good = self.prices.keepers_of_rooms()
        board = Board(
            chosen=np.full(rooms, NOBODY),
            load=np.zeros(keepers, dtype=np.int64),
            first=np.full(keepers, NOBODY),
            after=np.full(rooms, NOBODY),
            before=np.full(rooms, NOBODY),
            cap=self.prices.pairs.cap,
            good_start=start,
            good=good,
            given=np.zeros(LONGEST, dtype=np.int64),
            giver=np.zeros(LONGEST, dtype=np.int64),
            dice=self.dice,
        )
        seat_all(board, self.chosen)
        return board
