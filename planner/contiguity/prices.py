"""Room prices: raised over the pairs that are likely to matter, then proven over all."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from planner.instance.arrays import NOBODY, Ints, Optimum, Side
from planner.kernels.near import near_pairs, pair_costs
from planner.kernels.pricing import (
    ENDLESS,
    SCALE,
    Ascent,
    Pairs,
    Sets,
    ascend,
    need_all,
    own_costs,
    plan_slack,
    price_all,
)

NEAR = 3  # fragments: pairs that much above their room's price at the flow's prices are looked at from the start
HIGHER = 2  # fragments that a price may rise above the flow's: less than NEAR, so that few other pairs come to matter
PATIENCE, CUT = 8, 0.7  # iterations without a better bound before the reach is cut, and to what
INERTIA = 0.8  # of the direction before
AT_ONCE = 25  # iterations without looking up: some tenths of a second at a hundred thousand rooms


class Prices:
    """A price for each room of a side, the pairs looked at, and the slack of a plan's keepers."""

    @staticmethod
    def fit(side: Side) -> bool:
        """Whether sums of scaled prices fit in 64 bits; with the usual weights they always do."""
        return SCALE * side.uncovered * (int(side.cap.max(initial=0)) + 4) < ENDLESS // 2

    def __init__(self, side: Side, optimum: Optimum) -> None:
        self.side = side
        rooms = len(side.room)
        self.free = side.pin == NOBODY
        pinned = np.bincount(side.pin[~self.free], minlength=len(side.keeper)).astype(np.int64)
        self.cap = np.maximum(side.cap, pinned)
        self.building_start = np.searchsorted(side.building, np.arange(len(side.x) + 1)).astype(np.int64)
        order = np.argsort(side.branch, kind="stable")
        owner = np.repeat(np.arange(rooms), np.diff(side.branch_start))
        branches = int(side.branch.max(initial=-1)) + 2
        self.branch_room = owner[order].astype(np.int64)
        self.branch_start = np.searchsorted(side.branch[order], np.arange(branches)).astype(np.int64)
        price = SCALE * optimum.price
        self.kept = self._room_prices(optimum)
        self.highest = np.minimum(self.kept + round(HIGHER * SCALE * side.rates.fragment), SCALE * side.uncovered)
        own = np.flatnonzero(~self.free)
        self.keys = np.union1d(
            self._near(self.kept + round(NEAR * SCALE * side.rates.fragment), price), side.pin[own] * rooms + own
        )
        covered = np.flatnonzero(optimum.chosen != NOBODY)
        self.keys = np.union1d(self.keys, optimum.chosen[covered] * rooms + covered)
        self._lay_out()

    def _room_prices(self, optimum: Optimum) -> Ints:
        """What each room pays at the flow's prices: exact for rooms that somebody has."""
        side = self.side
        chosen = optimum.chosen
        covered = np.flatnonzero(chosen != NOBODY)
        value = np.full(len(chosen), SCALE * side.uncovered)
        value[covered] = pair_costs(side, chosen[covered], covered) + SCALE * optimum.price[chosen[covered]]
        value[~self.free] = 0
        return np.minimum(value, SCALE * side.uncovered)

    def _near(self, value: Ints, price: Ints) -> Ints:
        return near_pairs(self.side, value, price, self.building_start, self.branch_start, self.branch_room)

    def _lay_out(self) -> None:
        """Arrays for the pairs in ``keys``."""
        side, rooms, keepers = self.side, len(self.side.room), len(self.side.keeper)
        keeper, room = self.keeper_and_room()
        start = np.searchsorted(keeper, np.arange(keepers + 1)).astype(np.int64)
        beside = np.zeros(len(room), dtype=np.int64)
        beside[1:] = (
            (keeper[1:] == keeper[:-1])
            & (room[1:] == room[:-1] + 1)
            & (side.corridor[room[1:]] == side.corridor[room[:-1]])
        )
        self.pairs = Pairs(start, room, pair_costs(side, keeper, room), beside, self.cap)
        widest = int(np.diff(start).max(initial=0))
        most = int(np.minimum(self.cap, np.diff(start)).max(initial=0))
        self.sets = Sets(
            best=np.zeros(keepers, dtype=np.int64),
            needed=np.zeros(keepers, dtype=np.int64),
            count=np.zeros(rooms, dtype=np.int64),
            closed=np.zeros(most + 2, dtype=np.int64),
            opened=np.zeros(most + 2, dtype=np.int64),
            back=np.zeros((widest, most + 2), dtype=np.int8),
        )

    def keepers_of_rooms(self) -> tuple[Ints, Ints]:
        """(start, keepers): who may be tried for room r, at ``keepers[start[r] : start[r + 1]]``."""
        keeper, room = self.keeper_and_room()
        order = np.argsort(room, kind="stable")
        return np.searchsorted(room[order], np.arange(len(self.side.room) + 1)).astype(np.int64), keeper[order]

    def keeper_and_room(self) -> tuple[Ints, Ints]:
        """The pairs looked at, keeper by keeper in door order."""
        return np.divmod(self.keys, max(1, len(self.side.room)))

    def _ascent(self, chosen: Ints, reach: float = 1.0) -> Ascent:
        side, rooms, keepers = self.side, len(self.side.room), len(self.side.keeper)
        load = np.bincount(chosen[chosen != NOBODY], minlength=keepers).astype(np.int64)
        own_cost = np.zeros(keepers, dtype=np.int64)
        pair_of = np.zeros(rooms, dtype=np.int64)
        covered = np.flatnonzero(chosen != NOBODY)
        pair_of[covered] = pair_costs(side, chosen[covered], covered)
        own_costs(side, chosen, load, own_cost, pair_of)
        blocks = int(side.keeper_branch.max(initial=0)) + 2
        block = np.full(rooms, blocks - 1)
        block[covered] = side.keeper_branch[chosen[covered]]
        return Ascent(
            value=self.kept.copy(),
            kept=self.kept,
            slack=np.zeros(keepers, dtype=np.int64),
            kept_slack=np.zeros(keepers, dtype=np.int64),
            own_cost=own_cost,
            block=block,
            direction=np.zeros(rooms),
            width=np.ones(rooms, dtype=np.int64),
            highest=self.highest,
            norm=np.zeros(blocks),
            gap=np.zeros(blocks),
            least=np.array([ENDLESS, 0]),
            reach=np.array([reach]),
        )

    def ascend(self, chosen: Ints, iterations: int, reach: float, is_over: Callable[[], bool]) -> None:
        """Raises the prices towards the cost of a plan; ``reach`` 1 is the step that would close the gap."""
        ascent = self._ascent(chosen, reach)
        for _ in range(0, iterations, AT_ONCE):
            if not ascend(self.side, self.pairs, self.sets, ascent, chosen, AT_ONCE, PATIENCE, INERTIA, CUT):
                break
            if is_over():
                break
        self.slack = ascent.kept_slack

    def let_in_all(self, chosen: Ints, saving: int = 0) -> int:
        """Lets in every pair there is that could matter; returns the scaled gap of a plan over all pairs, less ``saving``.

        That is all the slack that the sets of a plan which saves so much may have together.
        """
        while True:
            price_all(self.side, self.pairs, self.sets, self.kept)
            need_all(self.side, self.pairs, self.sets, self.kept)
            ascent = self._ascent(chosen)
            gap = plan_slack(self.side, self.sets, ascent.own_cost, chosen, self.kept, ascent.slack)
            self.slack = ascent.slack
            budget = int(gap) - SCALE * saving
            reach = max(0, budget) if saving else 0
            more = np.setdiff1d(self._near(self.kept, -self.sets.needed - reach), self.keys)
            if not len(more):
                return budget
            self.keys = np.union1d(self.keys, more)
            self._lay_out()
