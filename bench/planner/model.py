"""What every method is given: the rooms and keepers of both genders in one numbering, with likely pairs or all."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from planner.flow.exact import KeeperFlow
from planner.instance.arrays import NOBODY, Ints, Side, keeper_side
from planner.instance.problem import Problem
from planner.instance.tables import Plan
from planner.kernels.near import pair_costs
from planner.kernels.pricing import SCALE

MOST_PAIRS = 3_000_000  # all pairs of a problem are listed up to here


class Model(NamedTuple):
    """P pairs in keeper and then door order, and the slots of each keeper with rising prices."""

    sides: list[Side]
    room: Ints  # [P] numbered through both genders
    keeper: Ints  # [P]
    cost: Ints  # [P] terms 1, 3 and 5
    beside: Ints  # [P] 1: the pair before is of the same keeper and the door before
    slot_keeper: Ints  # [S]
    slot_price: Ints  # [S]
    rooms: int
    keepers: int
    complete: bool  # all pairs, not the likely ones alone

    def plan(self, problem: Problem, chosen: Ints) -> Plan:
        """A choice of keepers, NOBODY where there is none, as a plan without leads."""
        keepers = [None] * len(problem.rooms.id)
        names = [problem.keepers.id[row] for side in self.sides for row in side.keeper.tolist()]
        rows = [row for side in self.sides for row in side.room.tolist()]
        for row, keeper in zip(rows, chosen.tolist(), strict=True):
            keepers[row] = None if keeper == NOBODY else names[keeper]
        return Plan(keepers, [None] * len(keepers))


def model(problem: Problem, *, complete: bool) -> Model:
    sides = [keeper_side(problem, gender) for gender in "FM"]
    first_room = first_keeper = 0
    parts = []
    for side in sides:
        room, keeper = _all_pairs(side) if complete else _likely_pairs(side)
        order = np.lexsort((room, keeper))
        room, keeper = room[order], keeper[order]
        beside = np.zeros(len(room), dtype=np.int64)
        beside[1:] = (
            (keeper[1:] == keeper[:-1])
            & (room[1:] == room[:-1] + 1)
            & (side.corridor[room[1:]] == side.corridor[room[:-1]])
        )
        owner = np.repeat(np.arange(len(side.keeper)), side.cap)
        number = np.arange(len(owner)) - np.repeat(np.cumsum(side.cap) - side.cap, side.cap)
        price = _load_cost(side, owner, number + 1) - _load_cost(side, owner, number)
        cost = pair_costs(side, keeper, room) // SCALE
        parts.append((room + first_room, keeper + first_keeper, cost, beside, owner + first_keeper, price))
        first_room, first_keeper = first_room + len(side.room), first_keeper + len(side.keeper)
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    return Model(sides, *columns, rooms=first_room, keepers=first_keeper, complete=complete)


def pairs_of(problem: Problem) -> int:
    """How many pairs of a room and a keeper of its gender there are."""
    sides = [keeper_side(problem, gender) for gender in "FM"]
    return sum(len(side.room) * int(np.count_nonzero(side.cap)) for side in sides)


def _all_pairs(side: Side) -> tuple[Ints, Ints]:
    there = np.flatnonzero(side.cap)
    return np.tile(np.arange(len(side.room)), len(there)), np.repeat(there, len(side.room))


def _likely_pairs(side: Side) -> tuple[Ints, Ints]:
    """Own branch, who kept the room before, and the eight nearest of the building."""
    net = KeeperFlow(side).net
    count = int(net.pairs[0])
    return net.pair_room[:count].astype(np.int64), net.pair_person[:count].astype(np.int64)


def _load_cost(side: Side, keeper: Ints, load: Ints) -> Ints:
    outside = np.maximum(0, np.maximum(side.lo[keeper] - load, load - side.hi[keeper]))
    return side.rates.imbalance * outside * outside
